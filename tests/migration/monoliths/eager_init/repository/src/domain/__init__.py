from .calendar import Calendar
from .doses import dose
from .patient import Patient
from .urgency import urgency

__all__ = ["Calendar", "Patient", "dose", "urgency"]
