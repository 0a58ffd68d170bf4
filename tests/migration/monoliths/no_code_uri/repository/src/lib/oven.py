SLOTS = 2


def minutes(pizzas):
    """Six minutes a load."""
    return -(-pizzas // SLOTS) * 6
