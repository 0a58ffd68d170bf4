"""Warns of frost."""
import json

from ...services.stations import station_name


def lambda_handler(event, _context):
	# Relative to the working folder, which is /var/task in Lambda.
	with open("config/limits.json", encoding="utf-8") as file:
		limits = json.load(file)
	cold = [s for s, celsius in sorted(event.items()) if celsius <= limits["frost"]]
	return [station_name(s) for s in cold]
