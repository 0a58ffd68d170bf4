"""Parcels, from the depot to the door."""
