"""Errors that handlers answer for."""


class DeskError(Exception):
    """Something that the desk can do something about."""


class UnknownInstrument(DeskError):
    """A symbol that is not in the list of instruments."""


class OrderRefused(DeskError):
    """An order that was not even looked at."""
