import pytest


@pytest.fixture
def overdue():
    return {"book": "Emma", "reader": "Ada", "since": "2024-01-01", "today": "2024-02-01"}
