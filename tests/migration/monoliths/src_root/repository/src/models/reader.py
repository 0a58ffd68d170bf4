class Reader:
    """A reader, who may hold so many books."""

    MOST = 5

    def __init__(self, name, books):
        self.name = name
        self.books = books

    def may_borrow(self):
        return len(self.books) < self.MOST
