from unittest.mock import patch

import main
from invoices.month import run


def test_rent():
    assert main.rent({"bike": 7}, None) == {"bike": 7, "unlocked": True}


def test_give_back():
    with patch("main.fare", return_value=3):
        assert main.give_back({"bike": 7, "minutes": 1}, None)["cents"] == 3


def test_nearest():
    assert main.nearest({"here": [0, 0], "stations": {"a": [3, 4], "b": [1, 1]}}, None) == "b"


def test_invoice():
    assert run({"Ada": [30, 40]}, None) == ["Ada.............2.50"]
