"""The handbook: Markdown files of one form, read into entries (the form: docs/handbook.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml.error import MarkedYAMLError

from assistant.errors import HandbookError, InvalidParameter
from assistant.knowledge import front_matter
from assistant.knowledge.slots.slot import KINDS, Slot
from assistant.knowledge.templates import LANGUAGES, RISKS, Flag, Template

FOLDER = Path(__file__).parent / "handbook"
PITFALLS = "What can go wrong"
SEE_ALSO = "See also"

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FLAGS = re.compile(r"- ((?:`[-+][^`]+`(?:, )?)+): (.+)")
_LINK = re.compile(r"- \[[^\]]+\]\(((?:\.\./[a-z0-9-]+/)?[a-z0-9-]+)\.md\)")


@dataclass(frozen=True)
class Entry:
    """One entry: what it answers, and the templates that answer it."""

    topic: str
    slug: str
    title: str
    tasks: tuple[str, ...]  # as people ask them; error messages and symptoms too
    slots: Mapping[str, Slot]
    summary: str  # Markdown
    templates: tuple[Template, ...]
    pitfalls: tuple[str, ...]  # Markdown
    see_also: tuple[str, ...]  # ids

    @property
    def id(self) -> str:
        return f"{self.topic}/{self.slug}"

    @cached_property
    def flags(self) -> frozenset[str]:
        """All that its templates explain."""
        return frozenset(spelling for each in self.templates for flag in each.flags for spelling in flag.spellings)


def load(folder: Path = FOLDER) -> dict[str, Entry]:
    """Read every entry below the folder.

    Returns:
        By id, `topic/slug`, in the order of the ids.

    Raises:
        HandbookError: a file has not the form of an entry, two have one title, or a link leads nowhere.
    """
    entries = {entry.id: entry for entry in map(read, sorted(folder.glob("*/*.md")))}
    titles: dict[str, str] = {}
    for entry in entries.values():
        if (other := titles.setdefault(entry.title.casefold(), entry.id)) != entry.id:
            raise HandbookError(f"{entry.id}.md: {other}.md has the title {entry.title!r} too: give one of them another.")
        for target in entry.see_also:
            if target not in entries or target == entry.id:
                raise HandbookError(f"{entry.id}.md: it links to {target}.md, which is no other entry.")
    return entries


def read(path: Path) -> Entry:
    """Read one entry, `topic/slug.md`.

    Raises:
        HandbookError: it has not the form of one.
    """
    return _Reader(path).read()


class _Reader:
    """Reads one file, line by line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError as error:
            self._fail(1, f"it is not UTF-8: {error.reason}")

    def read(self) -> Entry:
        topic, slug = self._path.parent.name, self._path.stem
        if not _SLUG.fullmatch(topic) or not _SLUG.fullmatch(slug):
            self._fail(1, "folder and file have names of lower-case letters, digits and single hyphens")
        body, front = self._front_matter()
        if set(front) - {"tasks", "slots"}:
            self._fail(
                1, f"the front matter has tasks and slots, nothing else: {', '.join(sorted(set(front) - {'tasks', 'slots'}))}"
            )
        tasks, slots = self._tasks(front.get("tasks")), self._slots(front.get("slots", {}))
        title, summary, sections = self._sections(body)
        templates = tuple(self._template(*section) for section in sections if section[0] not in (PITFALLS, SEE_ALSO))
        if not templates:
            self._fail(len(self._lines), "there is no section with a template: add `## ...`, `Risk: ...` and a fenced block")
        declared, used = set(slots), frozenset[str]().union(*(template.slot_names for template in templates))
        if declared != used:
            wrong = min(declared ^ used)
            self._fail(1, f"the slot {wrong!r} is {'never used' if wrong in declared else 'not declared under slots'}")
        return Entry(
            topic, slug, title, tasks, slots, summary, templates, self._pitfalls(sections), self._see_also(topic, sections)
        )

    def _front_matter(self) -> tuple[int, Mapping[str, Any]]:
        """Index of the line after it, and what it says; every scalar is text."""
        if not self._lines or self._lines[0] != "---" or "---" not in self._lines[1:]:
            self._fail(1, "it does not begin with front matter between two lines `---`")
        end = self._lines.index("---", 1)
        try:
            front = front_matter.read(self._lines[1:end])
        except MarkedYAMLError as error:
            self._fail(
                error.problem_mark.line + 2 if error.problem_mark else 1, f"the front matter is no YAML: {error.problem}"
            )
        if not isinstance(front, Mapping):
            self._fail(2, "the front matter is no mapping: write `tasks:` and `slots:`")
        return end + 1, front

    def _tasks(self, tasks: Any) -> tuple[str, ...]:
        if not isinstance(tasks, list) or not all(isinstance(task, str) and task.strip() for task in tasks):
            self._fail(2, "tasks is a list of phrases; put one that has `: ` or begins with a special character into quotes")
        if len(tasks) < 3 or len({task.casefold() for task in tasks}) < len(tasks):  # noqa: PLR2004  # the rule is this number
            self._fail(2, "tasks has at least three different phrasings")
        return tuple(tasks)

    def _slots(self, slots: Any) -> dict[str, Slot]:
        if not isinstance(slots, Mapping):
            self._fail(2, "slots is a mapping from names to [kind, example, meaning]")
        return {name: self._slot(name, given) for name, given in slots.items()}

    def _slot(self, name: str, given: Any) -> Slot:
        line = next((number for number, line in enumerate(self._lines, 1) if line.strip().startswith(f"{name}:")), 1)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in ("end", "else"):
            self._fail(line, f"{name!r} is no name of a slot: use lower-case letters, digits and _, neither end nor else")
        if not isinstance(given, list) or len(given) != 3 or not all(isinstance(part, str) and part for part in given):  # noqa: PLR2004
            self._fail(line, f"the slot {name} is [kind, example, meaning]; put a part that has a comma into quotes")
        kind, example, meaning = given
        if kind not in KINDS:
            self._fail(line, f"{kind!r} is no kind of slot: use one of {', '.join(KINDS)}")
        slot = Slot(name, kind, example, meaning)
        try:
            slot.check(example)
        except InvalidParameter as error:
            self._fail(line, f"the example is wrong: {error.message}")
        return slot

    def _sections(self, start: int) -> tuple[str, str, list[tuple[str, int, int]]]:
        """Title, summary, and each section's heading with the indices of its first line and of the line after it."""
        headings = list(self._headings(start))
        if not headings or not headings[0][1].startswith("# "):
            self._fail(start + 1, "the front matter is followed by the title, `# ...`")
        if wrong := [index for index, line in headings[1:] if not line.startswith("## ")]:
            self._fail(wrong[0] + 1, "after the title, headings are sections, `## ...`")
        ends = [index for index, _ in headings[1:]] + [len(self._lines)]
        summary = "\n".join(self._lines[headings[0][0] + 1 : ends[0]]).strip()
        if not summary:
            self._fail(headings[0][0] + 1, "the title is followed by the answer in one to three sentences")
        sections = [(line[3:].strip(), index + 1, end) for (index, line), end in zip(headings[1:], ends[1:], strict=True)]
        names = [name for name, _, _ in sections]
        if names.count(PITFALLS) != 1 or [*names, *([] if SEE_ALSO in names else [SEE_ALSO])][-2:] != [PITFALLS, SEE_ALSO]:
            self._fail(len(self._lines), f"the last sections are `## {PITFALLS}` and, where there is one, `## {SEE_ALSO}`")
        return headings[0][1][2:].strip(), summary, sections

    def _headings(self, start: int) -> Iterator[tuple[int, str]]:
        fenced = False
        for index in range(start, len(self._lines)):
            line = self._lines[index]
            fenced ^= line.startswith("```")
            if not fenced and re.match(r"#+ ", line):
                yield index, line
        if fenced:
            self._fail(len(self._lines), "a fenced block is not closed")

    def _template(self, title: str, start: int, end: int) -> Template:
        lines = self._lines[start:end]
        fences = [index for index, line in enumerate(lines) if line.startswith("```")]
        if len(fences) != 2:  # noqa: PLR2004  # where it begins and where it ends
            self._fail(start, f"the section {title!r} has {len(fences) // 2} fenced blocks: give each its own section")
        opening, closing = fences
        risk = " ".join(line for line in lines[:opening] if line.strip())
        if risk.removeprefix("Risk: ") not in RISKS or not risk.startswith("Risk: "):
            self._fail(start + 1, f"between heading and block stands `Risk: ` and one of: {', '.join(RISKS)}; nothing else")
        if (language := lines[opening].removeprefix("```").strip()) not in LANGUAGES:
            self._fail(
                start + opening + 1, f"{language!r} is no language of a block: use one of {', '.join(sorted(LANGUAGES))}"
            )
        text = "\n".join(lines[opening + 1 : closing])
        if not text.strip():
            self._fail(start + opening + 1, "the block is empty")
        flags, notes = self._flags_and_notes(lines[closing + 1 :])
        return Template(title, risk.removeprefix("Risk: "), language, text, flags, notes, start + opening + 2)

    @staticmethod
    def _flags_and_notes(lines: list[str]) -> tuple[tuple[Flag, ...], str]:
        """Items that begin with flags explain them; what is left is notes."""
        flags, notes = [], []
        for line in lines:
            if match := _FLAGS.fullmatch(line):
                flags.append(Flag(tuple(re.findall(r"`([^`]+)`", match[1])), match[2]))
            else:
                notes.append(line)
        return tuple(flags), "\n".join(notes).strip()

    def _pitfalls(self, sections: list[tuple[str, int, int]]) -> tuple[str, ...]:
        [(start, end)] = [(start, end) for name, start, end in sections if name == PITFALLS]
        items: list[str] = []
        for number, line in enumerate(self._lines[start:end], start + 1):
            if line.startswith("- "):
                items.append(line[2:])
            elif line.startswith("  ") and items:
                items[-1] += " " + line.strip()
            elif line.strip():
                self._fail(number, f"`## {PITFALLS}` is a list: begin with `- `, go on with two spaces")
        if not items:
            self._fail(start, f"`## {PITFALLS}` is empty: say what can go wrong, or what to look at next")
        return tuple(items)

    def _see_also(self, topic: str, sections: list[tuple[str, int, int]]) -> tuple[str, ...]:
        targets: list[str] = []
        for number, line in [
            (index + 1, self._lines[index]) for name, start, end in sections if name == SEE_ALSO for index in range(start, end)
        ]:
            if match := _LINK.fullmatch(line):
                targets.append(match[1].removeprefix("../") if match[1].startswith("../") else f"{topic}/{match[1]}")
            elif line.strip():
                self._fail(number, f"`## {SEE_ALSO}` is a list of links: `- [title](slug.md)` or `- [title](../topic/slug.md)`")
        return tuple(targets)

    def _fail(self, line: int, what: str) -> NoReturn:
        raise HandbookError(f"{self._path.parent.name}/{self._path.name}, line {line}: {what}.")
