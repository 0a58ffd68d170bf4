import json
from pathlib import Path

import pytest


@pytest.fixture
def pizza_order():
    return json.loads(Path(__file__).with_name('events').joinpath('order.json').read_text())
