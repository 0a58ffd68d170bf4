def load(zones_by_number):
    """Numbers by zone, in order."""
    loads = {}
    for number, zone in sorted(zones_by_number.items()):
        loads.setdefault(zone, []).append(number)
    return loads
