"""Errors of handlers."""


class DeskError(Exception):
    """Raised when the desk can fix the problem."""


class UnknownInstrument(DeskError):
    """Raised when a symbol is not in the list of instruments."""


class OrderRefused(DeskError):
    """Raised when an order is rejected without a check."""
