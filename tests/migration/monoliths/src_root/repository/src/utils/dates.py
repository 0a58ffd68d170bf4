from datetime import date


def day(text: str) -> date:
    return date.fromisoformat(text)
