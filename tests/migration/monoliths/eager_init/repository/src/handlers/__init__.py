"""All handlers, so that `from handlers import triage` is enough."""

from . import appointments, prescriptions, triage

__all__ = ["appointments", "prescriptions", "triage"]
