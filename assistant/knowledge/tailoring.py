"""Templates as a question needs them: with the flags it says, without those that nobody asked for, of the kind it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assistant.knowledge.promql_matchers import with_matchers
from assistant.knowledge.said_flags import Said
from assistant.knowledge.templates import Flag, Template

_CARRIER = re.compile(r"(?:sudo (?:-u \S+ )?|[A-Z_]+=\S+ )")
_END = re.compile(r"\s+(?:\||>|>>|<|&&|;|2>|#)|\s*\\$|\s*$")  # of a command's own words, in one line
_BEFORE_ACTION = re.compile(r"\s+-(?:delete|exec|execdir|print\w*|ls|quit)\b|\s*\||\s*$")
_SLOT = r"\{\{[a-z][a-z0-9_]*\}\}"
_NAMES = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")
_LEFT_OUT = {  # flags without which a command is only wider, or is what it is by default
    "journalctl": "--since --until --grep",
    "helm": "--version -f",
    "rsync": "--exclude",
    "ansible-playbook": "--limit --tags --start-at-task",
    "kubectl": "-c --since --tail",
    "docker": "--name -e -p -v --since --tail",
    "psql": "-h -U -p",
    "pg_dump": "-h -U -p",
    "pg_restore": "-h -U -p",
    "createdb": "-h -U -p",
    "find": "-name",
    "aws": "--profile --region",
}
_OPTION = {
    tool: re.compile(rf"\s(?:{'|'.join(map(re.escape, flags.split()))})[ =](?:'[^'\n]*{_SLOT}[^'\n]*'|\S*{_SLOT}\S*)")
    for tool, flags in _LEFT_OUT.items()
}
_KINDS = re.compile(r"(?i)\b(statefulsets?|stateful sets?|sts|daemonsets?|daemon sets?|ds)[ /]+(?:named |called )?[a-z0-9]")
_DEPLOYMENT = re.compile(r"\bdeploy(?:ment)?s?([/ ])(?=\{\{deployment\}\})")
_SELECTED = re.compile(r"\b(pod|deployment|job|service|statefulset)s?( -n \{\{namespace\}\})? -l \{\{selector\}\}")
_LOGS_OF_SELECTED = re.compile(r"(?m)^(kubectl logs [^\n]*?)-l \{\{selector\}\}")
_WORKLOAD = re.compile(
    r"(?i)\b(deployment|statefulset|daemonset|job)[ /]+(?:named |called )?(?!(?:in|is|has|and|with|of|on|for|that|which)\b)"
    r"([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?![\w./:-])"
)
_EVERYWHERE = re.compile(r"(?i)\b(?:all|every|across) (?:the )?namespaces?\b")
_TAKES_WORKLOADS = re.compile(r"kubectl (?:logs|exec|port-forward|attach)\b")
_NO_SCALE = re.compile(r"kubectl scale")
_HIGHEST = re.compile(r"(?i)\b(?:top|highest|most|largest|biggest|worst)\b")
_COUNT = re.compile(
    r"(?i)(?:\btop\s+|\b)(\d{1,3})\s+(?:\w+\s+){0,3}?(?:with|by|using|that|of|which|highest|top|most|largest|biggest|worst)\b|"
    r"\btop[- ](\d{1,3})\b"
)


def tailored(template: Template, question: str, values: Collection[str], flags: Sequence[Said]) -> Template:
    """The template as the question needs it.

    Args:
        values: names of the slots for which the question has a value.
        flags: that it says.
    """
    if template.language == "promql":
        return _of_the_highest(with_matchers(template, question), question)
    if template.language != "bash":
        return template
    lines = _joined(template.text)
    narrowed = lines
    if not template.destroys and (
        template.slot_names & set(values) or any(_takes(line, flag) for line in lines for flag in flags)
    ):
        narrowed = [_without_options(line, values) for line in lines]
    asked = [_with_flags(line, flags) for line in narrowed]
    said = [flag for _, used in asked for flag in used]
    text = "\n".join(line for line, _ in asked)
    text = _of_all_namespaces(_of_the_kind(text, question), question)
    if "selector" not in values and not template.destroys:
        text = _of_one(text, question)
    if text == "\n".join(lines):
        return template
    told = {spelling for flag in template.flags for spelling in flag.spellings}
    more = dict.fromkeys(Flag((_spelling(flag),), flag.meaning) for flag in said if _spelling(flag) not in told)
    kept = tuple(flag for flag in template.flags if any(_stands(spelling, text) for spelling in flag.spellings))
    return replace(template, text=text, flags=(*kept, *more))


def _joined(text: str) -> list[str]:
    """Lines with those that go on behind a backslash in one piece, where no quote or document spans lines."""
    if "<<" in text or text.count("'") % 2 or text.count('"') % 2:
        return text.split("\n")
    return re.sub(r"[ \t]*\\\n[ \t]*", " \\\\\n  ", text).split("\n")


def _with_flags(line: str, flags: Sequence[Said]) -> tuple[str, list[Said]]:
    """The line with those of the flags that its command takes and has not."""
    carried = _CARRIER.match(line)
    start = carried.end() if carried else 0
    used: list[Said] = []
    for flag in flags:
        if not _takes(line, flag) or any(_stands(spelling, line) for spelling in flag.spellings):
            continue
        line = _put(line, flag.flag, start, before_action=line.startswith("find ", start))
        used.append(flag)
    return line, used


def _takes(line: str, flag: Said) -> bool:
    carried = _CARRIER.match(line)
    return bool(flag.command.match(line, carried.end() if carried else 0))


def _put(line: str, flag: str, start: int, *, before_action: bool) -> str:
    """At the end of a command's own words; of `find` before what it does; of `kubectl exec` and `ssh` before what they run."""
    if before_action:
        match = _BEFORE_ACTION.search(line, start)
    elif own := re.compile(
        r"(?:kubectl (?:exec|run)|docker (?:run|exec)|podman run|ssh|scp|rsync|docker compose (?:run|exec))(?= )"
    ).match(line, start):
        return f"{line[: own.end()]} {flag}{line[own.end() :]}"
    else:
        match = _end_of(line, start)
    at = match.start() if match else len(line)
    return f"{line[:at]} {flag}{line[at:]}"


def _end_of(line: str, start: int) -> re.Match[str] | None:
    """The end of the command's words outside of quotes."""
    for match in _END.finditer(line, start):
        before = line[start : match.start()]
        if before.count("'") % 2 == 0 and before.count('"') % 2 == 0:
            return match
    return None


def _stands(spelling: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(spelling)}(?![\w-])", text))


def _spelling(flag: Said) -> str:
    return re.split(r"[ =]", flag.flag, maxsplit=1)[0]


def _without_options(line: str, values: Collection[str]) -> str:
    carried = _CARRIER.match(line)
    tool = line[carried.end() if carried else 0 :].split(" ", 1)[0]
    options = _OPTION.get(tool)
    if options is None:
        return line
    return options.sub(lambda match: match[0] if set(_NAMES.findall(match[0])) & set(values) else "", line)


def _of_the_kind(text: str, question: str) -> str:
    """`statefulset/web` where the question names one and the template has a Deployment."""
    match = _KINDS.search(question)
    if not match:
        return text
    kind = "daemonset" if match[1].casefold().startswith("d") else "statefulset"
    lines = text.split("\n")
    return "\n".join(
        line if kind == "daemonset" and _NO_SCALE.match(line) else _DEPLOYMENT.sub(rf"{kind}\1", line) for line in lines
    )


def _of_all_namespaces(text: str, question: str) -> str:
    if not _EVERYWHERE.search(question):
        return text
    lines = [re.sub(r"^(kubectl (?:get|top) .*?)(?: -n \{\{namespace\}\})", r"\1 -A", line) for line in text.split("\n")]
    return "\n".join(dict.fromkeys(lines))


def _of_one(text: str, question: str) -> str:
    """`pod/web-0` in place of `pod -l app=web` where the question names one."""

    def named(match: re.Match[str]) -> str:
        one = re.search(
            rf"(?i)\b{match[1]}s?[ /]+(?:named |called )?([a-z0-9][a-z0-9.-]*[0-9][a-z0-9.-]*)(?![\w/:=])", question
        )
        return f"{match[1]}/{one[1]}{match[2] or ''}" if one else match[0]

    if owner := _WORKLOAD.search(question):
        text = _LOGS_OF_SELECTED.sub(rf"\g<1>{owner[1].casefold()}/{owner[2]}", text)
    return _SELECTED.sub(named, text)


def of_a_workload(text: str, kind: str) -> str:
    """Commands for a pod, for the pods of something else: `kubectl logs deployment/web`; what only takes a pod is left out."""
    lines = [line for line in text.split("\n") if "{{pod}}" not in line or _TAKES_WORKLOADS.match(line)]
    return "\n".join(line.replace("{{pod}}", f"{kind}/{{{{pod}}}}", 1) for line in lines)


def _of_the_highest(template: Template, question: str) -> Template:
    """`topk(5, ...)` around each expression, where that many of the highest are asked for."""
    count = _COUNT.search(question) if _HIGHEST.search(question) else None
    if count is None or "topk" in template.text:
        return template
    expressions = "\n".join(f"topk({count[1] or count[2]},\n  {each}\n)" for each in _expressions(template.text))
    return replace(template, text=expressions, flags=template.flags)


def _expressions(text: str) -> Iterator[str]:
    """Each with the lines that go on."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and (line.startswith((" ", ")")) or not line):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    yield from (each.replace("\n", "\n  ").rstrip() for each in found if not each.startswith("#"))
