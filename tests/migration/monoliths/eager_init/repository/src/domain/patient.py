class Patient:
    def __init__(self, name):
        self.name = name

    @property
    def initials(self):
        return "".join(word[0] for word in self.name.split())
