def line(name, cents):
    return f"{name:.<12}{cents / 100:.>8.2f}"
