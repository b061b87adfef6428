"""The rules of an entry that reading it does not show: its templates filled, parsed, and held against the tools' own help.

    python -m tests.knowledge.entry_check [topic[/slug] ...]

checks the entries named, or all, and prints what is wrong with each.
"""

from __future__ import annotations

import json
import re
import sys

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assistant.checks.risk import Risk, assess
from assistant.errors import AssistantError
from assistant.knowledge.handbook import FOLDER, Entry, read
from assistant.knowledge.templates import Template, fill
from tests.knowledge import cli_facts

_STRICTNESS = {risk.label: risk for risk in Risk}
LONGEST_ENTRY = 80  # lines without its tasks
WIDEST_LINE = 140


def problems(entry: Entry) -> list[str]:
    text = (FOLDER / f"{entry.id}.md").read_text()
    lines = len(text.splitlines()) - len(entry.tasks)
    found = [f"{lines} lines without its tasks: keep it within {LONGEST_ENTRY}"] if lines > LONGEST_ENTRY else []
    found += [f"line {n}: wider than {WIDEST_LINE}" for n, line in enumerate(text.splitlines(), 1) if len(line) > WIDEST_LINE]
    used: set[str] = set()
    for template in entry.templates:
        script = fill(template, entry.slots, {}).text
        found += [f"section {template.title!r}: {problem}" for problem in problems_of(template, script)]
        if template.language == "bash":
            used |= cli_facts.used_flags(script)
    explained = {part for spelling in entry.flags for part in re.split(r"[ =]", spelling)[:1]}
    found += [
        f"the flag {flag} is not explained: add `- {flag}` with what it does below a block" for flag in sorted(used - explained)
    ]
    known = used | {word for template in entry.templates for word in re.findall(r"(?<![\w-])[-+][^\s=:`]+", template.text)}
    found += [
        f"the flag {flag} is explained and in no block"
        for flag in sorted(explained - known)
        if not of_same_meaning(entry, flag, known)
    ]
    return found


def of_same_meaning(entry: Entry, flag: str, known: set[str]) -> bool:
    """Whether a block has another spelling of it."""
    return any(
        flag in {spelling.split()[0].split("=")[0] for spelling in each.spellings}
        and any(re.split(r"[ =]", s)[0] in known for s in each.spellings)
        for template in entry.templates
        for each in template.flags
    )


def problems_of(template: Template, script: str) -> list[str]:
    """What is wrong with a filled template."""
    try:
        if template.language == "bash":
            return [*cli_facts.problems(script), *risk_problems(template, script)]
        if template.language == "yaml":
            documents = list(YAML(typ="safe", pure=True).load_all(script))
            return (
                []
                if all(isinstance(document, dict | list) for document in documents)
                else ["a document is neither mapping nor list"]
            )
        if template.language == "json":
            json.loads(script)
    except (YAMLError, ValueError) as error:
        return [f"it does not parse as {template.language}: {error}"]
    return []


def risk_problems(template: Template, script: str) -> list[str]:
    """Whether it says less than the badge beside its commands; of what the rules do not know the entry speaks alone."""
    assessed = assess(script)
    if assessed.risk is Risk.UNKNOWN or _STRICTNESS[template.risk] >= assessed.risk:
        return []
    return [f"it says {template.risk}, but the rules say {assessed.risk.label}: {assessed.reason}"]


def main(arguments: list[str]) -> int:
    failed = 0
    paths = sorted(FOLDER.glob("*/*.md"))
    for path in paths:
        name = f"{path.parent.name}/{path.stem}"
        if arguments and not any(name == argument or name.startswith(f"{argument}/") for argument in arguments):
            continue
        try:
            found = problems(read(path))
        except AssistantError as error:
            found = [error.message]
        found += broken_links(path.read_text(), path.parent)
        failed += bool(found)
        for problem in found:
            print(f"{name}: {problem}")
    print(f"{failed} entries have problems")
    return int(failed > 0)


def broken_links(text: str, folder: object) -> list[str]:
    return [
        f"the link {target} leads nowhere"
        for target in re.findall(r"\]\(([^)]+\.md)\)", text)
        if not (folder / target).exists()
    ]  # type: ignore[operator]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
