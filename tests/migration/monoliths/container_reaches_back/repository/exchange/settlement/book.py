from exchange.shared.money import Money


class Book:
    def __init__(self):
        self._entries = {}

    def enter(self, who, cents):
        self._entries[who] = self._entries.get(who, 0) + cents

    def balances(self):
        return {who: str(Money(cents)) for who, cents in self._entries.items()}
