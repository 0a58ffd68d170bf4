from unittest.mock import patch

from handlers import appointments, prescriptions, triage


def test_appointment():
    event = {"patient": "Ada Lovelace", "taken": ["9:00"]}
    assert appointments.handler(event, None) == {"patient": "AL", "slot": "9:30"}


def test_prescription():
    with patch("handlers.prescriptions.dose", return_value=5):
        assert prescriptions.handler({"patient": "Ada", "kilos": 1}, None) == "A: 5 mg"


def test_triage():
    with patch.dict("domain.urgency.WEIGHTS", {"cough": 9}):
        assert triage.handler({"a": ["fever"], "b": ["cough"]}, None) == ["b", "a"]
