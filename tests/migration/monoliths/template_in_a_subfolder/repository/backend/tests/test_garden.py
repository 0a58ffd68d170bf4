from unittest.mock import patch

from garden.advice import answer
from garden.stock import adjust
from garden.watering import plan


def test_stock():
    assert adjust({"rose": -2}, None) == {"rose": 10}


def test_stock_of_a_patched_catalogue():
    with patch("garden.plants._catalogue", return_value={"fern": {"stock": 1}}):
        assert adjust({"fern": 1}, None) == {"fern": 2}


def test_watering():
    assert plan({"beds": ["rose", "thyme"], "mm": 0}, None) == {"rose": 6, "thyme": 2}


def test_pumps_are_off():
    with patch("garden.pumps.litres", return_value=0):
        assert plan({"beds": ["rose"], "mm": 0}, None) == {"rose": 0}


def test_advice():
    assert answer({"plant": "thyme", "mm": 0}, None) == "Leave it alone."
