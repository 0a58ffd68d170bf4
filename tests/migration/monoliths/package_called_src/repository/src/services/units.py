def to_celsius(value, unit):
	return value if unit == "C" else round((value - 32) / 1.8, 1)
