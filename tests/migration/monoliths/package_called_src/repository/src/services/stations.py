_NAMES = {"B": "Berlin", "H": "Hamburg"}


def station_name(code):
	return _NAMES.get(code, code)
