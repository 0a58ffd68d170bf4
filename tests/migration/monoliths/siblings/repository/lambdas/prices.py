def price(row):
    return {'A': 30, 'B': 22}.get(row, 15)
