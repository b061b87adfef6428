"""Templates of commands and files: their slots filled so that each value stays one value."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.errors import InvalidParameter
from assistant.knowledge.slots.slot import NUMERIC, Slot

LANGUAGES = frozenset({"bash", "conf", "dockerfile", "hcl", "ini", "json", "nginx", "promql", "sql", "toml", "yaml"})
_MOST_KNOWN = 1 << 11  # templates whose places are remembered
RISKS = ("read-only", "changes state", "destructive")

# Go templates write {{.Name}} and {{end}}, Jinja and GitHub Actions {{ name }}: none of them is a slot.
_SLOT = re.compile(r"\{\{(?!end\}|else\})([a-z][a-z0-9_]*)\}\}")
_HEREDOC = re.compile(r"(?<!<)<<-?\s*['\"]?(\w+)['\"]?")
_PLAIN = re.compile(r"[\w./:@%+=,~^-]*", re.ASCII)  # means itself in every language and context here
_YAML_PLAIN = re.compile(r"[A-Za-z0-9_./][\w./:@+-]*", re.ASCII)
_NESTED = re.compile(
    r"\b(?:(?:ba|da|z|k|s)?sh|su|eval|watch|trap|xargs|parallel)\b|\$\(|`"
)  # what follows may be read by a shell once more
_YAML_OTHER = re.compile(  # a plain scalar that YAML 1.1 or 1.2 reads as something else than text
    r"(?i:null|true|false|yes|no|on|off|y|n|~)|[-+.]?[\d.][\d_.,:xobXOBa-fA-F]*([eE][-+]?\d+)?|\d{4}-\d\d?-\d\d?.*|[@%=].*|.*:"
)


_Places = Generator[tuple[re.Match[str], str], None, str]


@dataclass(frozen=True, slots=True)
class Flag:
    """What flags of a template do; several spellings may share one meaning."""

    spellings: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class Template:
    """Commands or a file with named slots."""

    title: str
    risk: str  # one of RISKS; of a file: of putting it to use
    language: str  # one of LANGUAGES
    text: str
    flags: tuple[Flag, ...]
    notes: str  # Markdown; may be empty
    line: int  # of the text's first line in its file, from 1

    @property
    def slot_names(self) -> frozenset[str]:
        return frozenset(_SLOT.findall(self.text))

    @property
    def destroys(self) -> bool:
        """Whether it has commands that destroy something."""
        return self.risk == "destructive" and self.language in ("bash", "sql")


@dataclass(frozen=True, slots=True)
class Filled:
    """A template without slots."""

    text: str
    examples: tuple[str, ...]  # names of the slots that hold their example, for want of a value


def fill(template: Template, slots: Mapping[str, Slot], values: Mapping[str, str], *, marked: bool = False) -> Filled:
    """Put a value, or else its example, into every slot.

    Args:
        slots: by name; all that the template has.
        values: by name of the slot; names that the template has not are left aside.
        marked: in commands that destroy, `<name>` stands for what has no value: nobody takes an example for an answer.

    Raises:
        InvalidParameter: a value is not of its slot's kind, or cannot stand safely where the slot is.
    """
    pieces: list[str] = []
    end = 0
    for match, context in _places(template.text, template.language):
        slot = slots[match[1]]
        if marked and template.destroys and slot.name not in values:
            pieces += template.text[end : match.start()], f"<{slot.name}>"
            end = match.end()
            continue
        value = values.get(slot.name, slot.example)
        slot.check(value)
        pieces += template.text[end : match.start()], _written(value, slot, template, match, context)
        end = match.end()
    pieces.append(template.text[end:])
    return Filled("".join(pieces), tuple(sorted(template.slot_names - values.keys())))


@lru_cache(_MOST_KNOWN)
def _places(text: str, language: str) -> tuple[tuple[re.Match[str], str], ...]:
    """Each slot with its context: a quote that is open there, "heredoc", or "" for none."""
    return tuple(_each_place(text, bash=language == "bash"))


def _each_place(text: str, *, bash: bool) -> Iterator[tuple[re.Match[str], str]]:
    delimiter = None
    quote = ""
    position = 0
    for line in text.splitlines(keepends=True):
        if delimiter is None:
            quote = yield from _places_in_line(text, position, line, quote, bash=bash)
            heredoc = _HEREDOC.search(line) if bash and not quote else None
            delimiter = heredoc[1] if heredoc else None
        elif line.strip() == delimiter:
            delimiter = None
        else:
            for match in _SLOT.finditer(text, position, position + len(line)):
                yield match, "heredoc"
        position += len(line)


def _places_in_line(text: str, start: int, line: str, quote: str, *, bash: bool) -> _Places:
    """Yield the line's slots; return the quote that is still open at its end: elsewhere than in bash it ends there."""
    position, end = start, start + len(line)
    while position < end:
        if match := _SLOT.match(text, position, end):
            yield match, quote
            position = match.end()
            continue
        character = text[position]
        if character == "\\" and quote != "'":
            position += 1
        elif character == quote:
            quote = ""
        elif not quote and character in "'\"":
            quote = character
        elif character == "#" and not quote and (position == start or text[position - 1].isspace()):
            for match in _SLOT.finditer(text, position, end):
                yield match, "comment"
            return ""
        position += 1
    return quote if bash else ""


def _written(value: str, slot: Slot, template: Template, match: re.Match[str], context: str) -> str:
    """The value as it has to be written where the slot is."""
    language = template.language
    if slot.kind == "command" and language == "bash" and not context:
        return value
    whole = language == "yaml" and not context and _is_whole_scalar(template.text, match)
    if whole and slot.kind not in NUMERIC and (not _YAML_PLAIN.fullmatch(value) or _YAML_OTHER.fullmatch(value)):
        return json.dumps(value, ensure_ascii=False)
    if _PLAIN.fullmatch(value) and (language != "yaml" or whole or context or not set(value) & set(",%~=")):
        return value if context or language != "bash" else _word(value)
    if language == "bash" and not _NESTED.search(template.text, 0, match.start()):
        written = _quoted_for_bash(value, context)
    else:
        written = _quoted(value, language, context)
    if written is None:
        raise InvalidParameter(f"{slot.name}: {value[:80]!r} cannot stand safely in this {language} template.", param=slot.name)
    return written


def _quoted_for_bash(value: str, context: str) -> str | None:
    """None where no spelling is safe."""
    if not context:
        return shlex.quote(value)
    if context == "'":
        return value.replace("'", "'\\''")
    if context == '"' and "!" not in value:
        return re.sub(r'([\\"$`])', r"\\\1", value)
    return None


def _quoted(value: str, language: str, context: str) -> str | None:
    """None where no spelling is safe."""
    if language in ("json", "yaml") and context == '"':
        return json.dumps(value, ensure_ascii=False)[1:-1]
    if language in ("sql", "yaml") and context == "'" and "\\" not in value:
        return value.replace("'", "''")
    harmless_in_quotes = context in ("'", '"', "comment") and re.fullmatch(r"[^'\"\\$`{}]*", value)
    rest_of_line = language in ("ini", "conf") and not context and re.fullmatch(r"[\w*][\w ./:@+,()*-]*", value)
    return value if harmless_in_quotes or rest_of_line else None


def _word(value: str) -> str:
    """A plain value as a word of bash, where `~` and `=` at its beginning would mean more than themselves."""
    return value if value.startswith("~/") else shlex.quote(value) if value[:1] in "~=" or not value else value


def _is_whole_scalar(text: str, match: re.Match[str]) -> bool:
    """Whether nothing else of the scalar stands before or after the slot."""
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    after = text[match.end() :].partition("\n")[0]
    return bool(re.search(r"(?:^ *|[:,-] +|[\[{])$", before) and re.match(r" *(?:[,}\]]|#|$)", after))
