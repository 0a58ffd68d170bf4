from collections import namedtuple

Reading = namedtuple("Reading", "station value unit")


def parse(line):
	station, value, unit = line.split(";")
	return Reading(station, float(value), unit)
