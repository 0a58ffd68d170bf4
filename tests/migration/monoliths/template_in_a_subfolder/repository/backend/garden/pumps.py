def litres(thirst, dry):
    return thirst * (2 if dry else 1)
