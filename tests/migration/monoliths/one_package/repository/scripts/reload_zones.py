"""Run by hand, once a year."""

from parcels.shared import zones

if __name__ == '__main__':
    print(zones.zone('10115'))
