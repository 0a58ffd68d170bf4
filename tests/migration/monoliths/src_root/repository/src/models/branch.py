"""Branches of the library; planned."""


class Branch:
    pass
