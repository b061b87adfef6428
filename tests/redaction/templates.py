"""Texts with secrets that are made up when a test runs, so that none stands in the repository.

`⟦form⟧` in a template becomes a random value of that form, and has to be gone from the redacted text. `⟦=form⟧` becomes one
that may stay.
"""

import base64
import json
import random
import re
import string

ALNUM = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
HEX = "0123456789abcdef"
BASE64 = ALNUM + "+/"
URL64 = ALNUM + "-_"
SYMBOLS = "!@%^*-_=+.~"
WORDS = "amber tiger lunch harbor violet quartz meadow falcon ginger walnut copper saddle".split()

_MARK = re.compile(r"⟦(=?)([a-z_]+)(\d*)⟧")


def fill(template: str, seed: int) -> tuple[str, list[str]]:
    """The text, and the values that must not stay."""
    rng = random.Random(seed)
    values = []

    def made(match: re.Match[str]) -> str:
        value = make(rng, match[2], int(match[3] or 0))
        if not match[1]:
            values.append(value)
        return value

    return _MARK.sub(made, template), values


def make(rng: random.Random, form: str, length: int) -> str:
    def of(alphabet: str, count: int) -> str:
        return "".join(rng.choice(alphabet) for _ in range(count))

    def mixed(alphabet: str, count: int) -> str:
        """With a letter and a digit, as generated ones nearly always are."""
        made = of(alphabet, count)
        while not (any(c.isdigit() for c in made) and any(c.isalpha() for c in made)):
            made = of(alphabet, count)
        return made

    match form:
        case "pw":  # as a generator chooses it
            return mixed(ALNUM, length or 12)
        case "symbols":
            return of(string.ascii_letters, 1) + mixed(ALNUM + SYMBOLS, length or 12) + of(string.digits, 1)
        case "human":
            return rng.choice(WORDS).capitalize() + of(string.digits, 3) + rng.choice("!?#")
        case "word":
            return "".join(rng.sample(WORDS, 2))
        case "phrase":
            return " ".join(rng.sample(WORDS, 4))
        case "percent":
            return mixed(ALNUM, 5) + "%40" + mixed(ALNUM, 5)
        case "digits":
            return of(string.digits, length)
        case "hex":
            return mixed(HEX, length)
        case "upper":
            return mixed(string.ascii_uppercase + string.digits, length)
        case "lower":
            return mixed(LOWER, length)
        case "alnum":
            return mixed(ALNUM, length)
        case "url":
            return of(ALNUM, 1) + mixed(URL64, length - 2) + of(ALNUM, 1)
        case "base":
            return base64.b64encode(rng.randbytes(length)).decode()
        case "text":  # base64 of text
            return base64.b64encode(mixed(ALNUM, length or 12).encode()).decode()
        case "login":
            return base64.b64encode(f"{rng.choice(WORDS)}:{mixed(ALNUM, 12)}".encode()).decode()
        case "uuid":
            return "-".join(of(HEX, count) for count in (8, 4, 4, 4, 12))
        case "jwt":

            def part(value: object) -> str:
                return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

            return f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part({'sub': of(LOWER, 8), 'iat': rng.randrange(10**9)})}.{of(URL64, 60)}"
        case "pem":  # the lines of a key
            return "\n".join([*(of(BASE64, 64) for _ in range(length or 5)), of(BASE64, 30) + "=="])
        case "pem_escaped":
            return "\\n".join([*(of(BASE64, 64) for _ in range(length or 5)), of(BASE64, 30) + "=="])
        case "pem_indented":
            return "\n".join(
                "    " + line for line in [*(of(BASE64, 64) for _ in range(length or 5)), of(BASE64, 30) + "=="]
            ).strip()
    raise ValueError(form)


def left(value: str, text: str) -> str | None:
    """A piece of at least 4 characters of a value that is still in the text."""
    for piece in re.split(r"\s+|\\n", value):
        for start in range(len(piece) - 3):
            if (part := piece[start : start + 4]) in text:
                return part
    return None
