"""Not the standard library's."""


def mean(values):
	return round(sum(values) / len(values), 1)


def spread(values):
	return round(max(values) - min(values), 1)
