"""The labelled texts of these tests."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def error_texts() -> list[tuple[str, str]]:
    """Each signature's id with a text that it is the root of."""
    texts = tomllib.loads((HERE / "error_texts.toml").read_text())["texts"]
    return [(signature, text) for signature, several in texts.items() for text in several]


def messages(file: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Messages with the turns before them and the intent that they have."""
    table = tomllib.loads((HERE / file).read_text())
    follow_ups = table.pop("follow_ups")
    alone = [(message, (), intent) for intent, several in table.items() for message in several]
    return alone + [(each["then"], tuple(each["earlier"]), each["intent"]) for each in follow_ups]
