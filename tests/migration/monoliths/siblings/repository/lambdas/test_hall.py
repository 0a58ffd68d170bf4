# This one lies among the code, and ships.
import pytest
from hall import seat

def test_seat():
    assert seat('A12') == ('A', 12)

def test_no_row():
    with pytest.raises(ValueError):
        seat('Z1')
