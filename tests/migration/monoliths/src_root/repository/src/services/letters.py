import json
from pathlib import Path

TEXTS = json.loads(Path(__file__).with_name("letters.json").read_text(encoding="utf-8"))


def letter(kind: str, **values) -> str:
    return TEXTS[kind].format(**values)
