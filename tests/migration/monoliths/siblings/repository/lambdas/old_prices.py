PRICES = {'A': 12}
