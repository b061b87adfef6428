"""Commands that a message brings and asks about: what they would do is for rules to say, not for the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from assistant.chat.fenced import fenced
from assistant.checks.block_checker import BlockChecker
from assistant.checks.kinds import Kind
from assistant.checks.risk import CommandRisk, Risk
from assistant.checks.risk.tools import find_tool
from assistant.understanding.intent import Intent, Understanding
from assistant.understanding.operation import asks_a_tool
from assistant.understanding.phrases import ORDER_REASON

_MOST_PASTED = 4
_MOST_TRIED = 12
_MOST_SHOWN = 8
_FEW_LINES = 3  # of a script that is shown whole
_LONGEST = 4_000  # characters of the person's words that are looked through
_MOST_STARTS = 32  # of a line: each of them reads the rest of it
_ASKS = re.compile(
    r"""\b(?:
    (?:un)?safe(?:ly)? | dangerous | danger | harm(?:ful|less|s)? | hurts? | risk[ys]? | destructive | destroys? | malicious
  | (?:ok|okay|fine|alright|good\ idea|bad\ idea|wise|legit)\b.{0,30}\b(?:to|if\ i)\ (?:run|do|use|paste|execute|type|apply)
  | (?:can|may|should|shall|could|would|will|do|does)\ (?:i|we|you|it|this|that|these|those|the)\b.{0,60}
      \b(?:run|running|execute|paste|hurt|break|delete|erase|wipe|lose|do|affect|change)
  | what\b.{0,40}\b(?:does|do|would|will|did|happens?)\b | what(?:'s|s|\ is)\ (?:this|that|it)\ (?:doing|for|about)
  | (?:somebody|someone|colleague|coworker|intern|chatgpt|forum|stack\ ?overflow|the\ internet)\b
  | before\ (?:i|we)\ (?:run|do|use|paste|execute) | explain | wtf | lose\ (?:any\ |my\ )?data | side\ effects?
  | gef(?:ä|ae)hrlich | sicher | was\ (?:macht|tut|bewirkt|passiert) | erkl(?:ä|ae)r\w* | peligroso | qu(?:é|e)\ hace
  | dangereux | que\ fait
    )\b | \b(?:ok|okay|safe|right|legit)\ ?\? | ^(?:ok|okay|safe|fine)\b
  | ^(?:and\ |so\ |but\ |hi,?\ |hey,?\ )?(?:can|may|should|shall|could|would|will|does|do|is|are)\ (?!you\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS_HOW = re.compile(r"\bhow\ (?:do|can|to|would|should|could)\b|\bwie\ (?:kann|mache?|bekomme)\b", re.IGNORECASE)
_ASKS_ANYHOW = re.compile(
    r"\b(?:is|are|would|ist|es)\ (?:it|this|that|das|these)\b.{0,40}\b(?:safe|ok|dangerous|sicher)", re.IGNORECASE
)
_WANTS_TO_SEE = re.compile(
    r"\b(?:show|see|print|list|tell me|preview|know)\b[^.?!\n]{0,30}\bwhat\b[^.?!\n]{0,40}", re.IGNORECASE
)
_QUOTED = re.compile(r"`([^`\n]{3,500})`|\"([^\"\n]{3,300})\"")
_PROMPTED = re.compile(r"^(?:[\w.-]{1,40}@[\w.-]{1,60}[:~ ][^\n$#]{0,80})?[$#] ([^\n]+)\n?", re.MULTILINE)
_TIMED = re.compile(r"^(?:[\d*][\d*/,-]*\s+){5}")  # the fields before the command of a crontab
_BEFORE = re.compile(
    r":|\b(?:run|running|execute|do|does|would|will|can|type|paste|of|is|command|macht|tut)(?=\s)", re.IGNORECASE
)
_REMARK = re.compile(r"\s(?:--|[-\u2013\u2014])\s+(?=[A-Za-z']+ [A-Za-z']+)")
_TAIL = ("safely", "please", "pls", "safe", "dangerous", "harmful", "ok", "do")
_THEN = re.compile(
    r"^(\S+\s.*\S)\s(?:delete|lose|cause|break|affect|remove|destroy|hurt|erase|kill|touch|take|restart|make|change|do|work|need)s?"
    r"\s[\w' ]{1,80}\?*$"
)
_TYPED = re.compile(r"(?:^|\s)-{1,2}[A-Za-z]|[|<>=*$~]|\s\d+(?:\s|$)|(?:\s|^)[\w.-]*/|\w\.\w")
_WRAPPERS = ("sudo", "doas", "env", "nohup", "time", "nice")
_SQL = re.compile(
    r"(?:select|insert|update|delete|drop|alter|truncate|create|grant|revoke|vacuum|reindex)\s+\S+", re.IGNORECASE
)


@dataclass(frozen=True)
class Script:
    """What may be commands.

    Attributes:
        pasted: it was; else the person's own words have it, and much in them is none.
    """

    text: str
    kind: Kind
    pasted: bool


def brought(understood: Understanding) -> list[Script]:
    """The scripts that a message asks about, pasted or in the person's own words; none where it asks for something else."""
    if understood.intent is Intent.GENERATE or understood.explanation.root:
        return []
    if not asks_of_commands(understood) and not _only_typed(understood):
        return []
    question = understood.question[:_LONGEST]
    if asks_a_tool(question.lower()):
        return []
    kinds = {"shell": Kind.SHELL, "sql": Kind.SQL}
    pasted = [Script(part.text, kinds[part.language], True) for part in understood.pasted if part.language in kinds]
    typed = (_PROMPTED.findall(part.text) for part in understood.pasted if part.language == "console")
    pasted += [Script("\n".join(lines), Kind.SHELL, True) for lines in typed if lines]
    words = [Script(text, Kind.SQL if _SQL.match(text) else Kind.SHELL, False) for text in dict.fromkeys(_in_words(question))]
    return [*pasted[:_MOST_PASTED], *words[:_MOST_TRIED]]


def _only_typed(understood: Understanding) -> bool:
    """Whether nothing but commands with their prompts was pasted, without a word."""
    return not understood.question and all(
        part.language == "console" and not _PROMPTED.sub("", part.text).strip() for part in understood.pasted
    )


def asks_of_commands(understood: Understanding) -> bool:
    """Whether a person asks what something would do, and not how something is done."""
    question = understood.question[:_LONGEST]
    if understood.reason == ORDER_REASON:  # what it would do is part of what is ordered
        question = _WANTS_TO_SEE.sub(" ", question)
    return bool(_ASKS.search(question)) and (not _ASKS_HOW.search(question) or bool(_ASKS_ANYHOW.search(question)))


async def judged(scripts: list[Script], checker: BlockChecker) -> str:
    """What the scripts would do, as Markdown; nothing where none of them is known to be commands."""
    told: list[str] = []
    taken: list[str] = []
    for script in scripts:
        if any(script.text in other or other in script.text for other in taken):
            continue  # the same, with more or less of the sentence around it
        risks = await checker.risks(script.text, script.kind)
        if risks and (script.pasted or _is_typed(risks[0])):
            told.append(told_of(risks, script.text, script.kind))
            taken.append(script.text)
    return "\n".join(told)


def told_of(risks: tuple[CommandRisk, ...], text: str, kind: Kind = Kind.SHELL) -> str:
    """What the commands of one script would do, as Markdown; of a long one those that do most.

    Args:
        text: of the script.
    """
    if not risks:
        return ""
    worst = max(each.risk for each in risks)
    if worst is Risk.READ_ONLY:
        those = "it only reads" if len(risks) == 1 else "all of its commands only read"
        return f"Judged by rules, nothing was run: {those}.\n"
    doing = [each for each in risks if each.risk is not Risk.READ_ONLY]
    shown = sorted(sorted(doing, key=lambda each: -each.risk)[:_MOST_SHOWN], key=risks.index)
    listed = dict.fromkeys(f"- {_class(each.risk)}: {each.reason}.\n" for each in shown)
    more = f"- and {len(doing) - len(shown)} more that are not harmless.\n" if len(doing) > len(shown) else ""
    whole = text.strip()
    commands = whole if whole.count("\n") < _FEW_LINES else "\n".join(dict.fromkeys(_line_of(each, text) for each in shown))
    block = fenced(commands, "sql" if kind is Kind.SQL else "bash")
    return f"Judged by rules, nothing was run: **{_SUM[worst]}**.\n\n{block}\n{''.join(listed)}{more}"


def _line_of(command: CommandRisk, text: str) -> str:
    """The line of the script that has the command: a pipeline is more than its commands."""
    lines = text.splitlines()
    line = lines[command.line - 1] if command.line <= len(lines) else ""
    return line.strip() if command.text in line else command.text


_SUM = {
    Risk.CHANGES_STATE: "it changes something",
    Risk.UNKNOWN: "what it does cannot be told for certain, so take it for dangerous",
    Risk.DESTRUCTIVE: "it destroys something",
}


def _class(risk: Risk) -> str:
    return f"**{risk.label}**" if risk is Risk.DESTRUCTIVE else risk.label


def _may_be_typed(text: str) -> bool:
    """Whether it begins as a command or statement does; only the rules know whether it is one."""
    first, _, rest = text.partition(" ")
    return bool(rest and (first in _WRAPPERS or find_tool(first)[0] is not None)) or bool(_SQL.match(text))


def _is_typed(command: CommandRisk) -> bool:
    """Whether it is a command and no prose that begins with the name of one: it has what only a command has."""
    if command.tool == "psql" and _SQL.match(command.text):
        return command.risk is not Risk.UNKNOWN
    return _may_be_typed(command.text) and bool(command.verb or _TYPED.search(command.text))


def _in_words(question: str) -> Iterator[str]:
    """What may be commands: quoted, alone on a line, or at the end of one. Only risk's rules know whether they are."""
    for line in question.splitlines():
        text = line.strip()
        for start in (0, *(match.end() for match in islice(_BEFORE.finditer(text), _MOST_STARTS))):
            command = _TIMED.sub("", _without_remark(text[start:].strip()).strip("` ")).removeprefix("$ ")
            short = _THEN.match(command)
            yield from (each for each in (short[1] if short else "", command) if _may_be_typed(each))
    for match in _QUOTED.finditer(question):
        quoted: str = match[1] or match[2]
        if _may_be_typed(quoted):
            yield quoted


def _without_remark(text: str) -> str:
    """A command without what a sentence has behind it."""
    if remark := _REMARK.search(text):
        return text[: remark.start()].rstrip()
    text = _without_punctuation(text)
    head, _, last = text.rpartition(" ")
    return _without_punctuation(head) if last in _TAIL else text


def _without_punctuation(text: str) -> str:
    """Without marks that end a sentence or a clause; `.`, `..` and an escaped `;` are of the command."""
    text = text.rstrip(" \t?!")
    if text.endswith("\\;") or not text.rpartition(" ")[2].strip("."):
        return text
    return text.rstrip(" \t?!.,;")
