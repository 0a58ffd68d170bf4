class Calendar:
    def __init__(self, taken):
        self.taken = taken

    def first_free(self):
        return next(slot for slot in ("9:00", "9:30", "10:00") if slot not in self.taken)
