def down(amount):
    return int(amount)
