def is_dry(mm):
    return mm < 2
