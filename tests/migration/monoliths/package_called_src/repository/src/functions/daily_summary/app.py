"""Sums up a day."""
from . import statistics
from ...services.units import to_celsius


def lambda_handler(event, _context):
	celsius = [to_celsius(value, "F") for value in event["fahrenheit"]]
	return {"mean": statistics.mean(celsius), "spread": statistics.spread(celsius)}
