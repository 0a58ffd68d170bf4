def to_reaumur(celsius):
	return celsius * 0.8
