"""Takes readings from the stations."""
from ...services.units import to_celsius
from ...services.stations import station_name
from .parser import parse


def lambda_handler(event, _context):
	"""One line a reading: STATION;VALUE;UNIT"""
	readings = [parse(line) for line in event["lines"]]
	return [
		{"station": station_name(r.station), "celsius": to_celsius(r.value, r.unit)}
		for r in readings
	]
