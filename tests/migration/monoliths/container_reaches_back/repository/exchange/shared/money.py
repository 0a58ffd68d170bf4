from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    cents: int

    def __str__(self):
        return f"{self.cents / 100:.2f}"
