"""The monolith before this one."""

from parcels.shared import zones

ZONES = zones
