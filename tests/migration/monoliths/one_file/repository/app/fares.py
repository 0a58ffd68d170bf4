"""Fares: the first half hour is cheap."""


def fare(minutes):
    return 100 + max(0, minutes - 30) * 5
