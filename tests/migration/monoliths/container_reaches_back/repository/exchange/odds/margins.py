def with_margin(odds):
    return round(odds * 0.95, 2)
