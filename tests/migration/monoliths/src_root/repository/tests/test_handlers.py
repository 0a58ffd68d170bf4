from unittest.mock import patch

from handlers import loans, reminders, returns


def test_lends():
    event = {"reader": "Ada", "books": [], "book": "Emma", "today": "2024-01-01"}
    assert loans.handler(event, None) == {"lent": True, "due": "2024-01-29"}


def test_does_not_lend_a_sixth():
    event = {"reader": "Ada", "books": list("abcde"), "book": "Emma", "today": "2024-01-01"}
    assert loans.handler(event, None) == {"lent": False}


def test_fine(overdue):
    assert returns.handler(overdue, None) == {"fine": 60}


def test_fine_is_patched(overdue):
    with patch("handlers.returns.fine", return_value=1):
        assert returns.handler(overdue, None) == {"fine": 1}


def test_reminder(overdue):
    with patch("services.letters.TEXTS", {"reminder": "{reader}!"}):
        assert reminders.handler({"today": "2024-02-01", "loans": [overdue]}, None) == ["Ada!"]


def test_days_of_a_loan(overdue):
    with patch("config.LOAN_DAYS", 31):
        assert returns.handler(overdue, None) == {"fine": 0}
