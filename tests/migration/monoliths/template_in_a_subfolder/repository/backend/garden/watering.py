import importlib

from .plants import plant
from .weather import is_dry


def plan(event, context):
    # Imported late: the pumps' driver takes its time.
    pumps = importlib.import_module("garden.pumps")
    return {name: pumps.litres(plant(name)["thirst"], is_dry(event["mm"])) for name in event["beds"]}
