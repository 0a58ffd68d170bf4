class Service:
    def __init__(self, money):
        self._money = money

    def fill(self, cents, odds):
        return str(self._money(round(cents * odds)))
