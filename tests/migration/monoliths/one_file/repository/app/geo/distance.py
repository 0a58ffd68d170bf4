from math import hypot


def metres(a, b):
    return hypot(a[0] - b[0], a[1] - b[1])
