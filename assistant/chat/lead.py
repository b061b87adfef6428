"""What code says before the model does: files from templates, the meaning of an error, what the checkers found."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.chat.fenced import fenced
from assistant.chat.notes import Reference
from assistant.checks.block_checker import BlockChecker
from assistant.checks.findings import CheckedBlock, Severity
from assistant.generation.generated import Generated
from assistant.generation.generator import generate
from assistant.generation.parameters import parameters
from assistant.generation.recognition import recognise
from assistant.knowledge.knowledge import FilledTemplate, Knowledge
from assistant.understanding.explanation import Command, Finding
from assistant.understanding.intent import Intent, Understanding
from assistant.understanding.parts import Part

_YAML = ("ansible", "compose", "github_actions", "gitlab_ci", "helm", "kubernetes", "prometheus_rules")
_FENCES = {"shell": "bash", **dict.fromkeys(_YAML, "yaml")}  # what is written behind a fence for what was guessed
_MOST_FILES = 3  # kinds of one answer
_MOST_HITS = 3
_MOST_STEPS = 2
_MOST_CAUSES = 4
_MOST_COMMANDS = 3
_MOST_REVIEWED = 4
_MOST_FINDINGS = 10
_FOR_THE_MODEL = 1500  # characters
_NOTHING = "_Nothing in the references fits this question. What follows are the model's own words._\n\n"
_HINT = (
    "I already have this, and it is right:\n\n{lead}\n\nIn one short paragraph without commands: what should I know beside it?"
)


@dataclass(frozen=True)
class Lead:
    """The beginning of an answer.

    Attributes:
        text: Markdown with an empty line behind it, or nothing. `[1]` in it cites the first of the references.
        answers: whether it is an answer already, beside which the model has little to say.
    """

    intent: Intent
    text: str = ""
    references: tuple[Reference, ...] = ()
    answers: bool = True

    @property
    def hint(self) -> str:
        """What the model has to know of it."""
        return _HINT.format(lead=self.text[:_FOR_THE_MODEL].rstrip()) if self.text and self.answers else ""


async def lead_of(understood: Understanding, checker: BlockChecker, knowledge: Knowledge) -> Lead:
    """What code knows about a message, by what it asks for."""
    if understood.intent is Intent.REVIEW and understood.pasted:
        return await _review(understood, checker)
    return await asyncio.to_thread(_known, understood, knowledge)


def _known(understood: Understanding, knowledge: Knowledge) -> Lead:
    match understood.intent:
        case Intent.GENERATE:
            return files(understood)
        case Intent.EXPLAIN if understood.explanation.root:
            return _explanation(understood)
        case Intent.HOW_TO | Intent.EXPLAIN:
            return reference(understood, knowledge)
    return Lead(understood.intent)


def reference(understood: Understanding, knowledge: Knowledge) -> Lead:
    """The entry of the handbook that answers best, and where else to look; nothing where nothing fits."""
    hits = knowledge.search(understood.search_text, _MOST_HITS)
    if not hits:
        return Lead(understood.intent, _NOTHING, answers=False)
    best, *others = hits
    parts = [f"**{best.passage.title}** [1], from the handbook: {best.passage.lines[0]}\n"]
    parts += [_step(filled) for filled in best.templates[:_MOST_STEPS]]
    if others:
        also = (f"{hit.passage.title} [{number}]" for number, hit in enumerate(others, 2))
        parts.append(f"See also: {'; '.join(also)}.\n")
    references = tuple(Reference("handbook", hit.passage.id, hit.passage.title, hit.passage.link) for hit in hits)
    return Lead(understood.intent, "\n".join(parts) + "\n", references)


def _step(filled: FilledTemplate) -> str:
    template = filled.template
    flags = _listed(f"{', '.join(f'`{spelling}`' for spelling in flag.spellings)}: {flag.meaning}" for flag in template.flags)
    slots = f"Put your own in place of the example: {', '.join(filled.examples)}.\n" if filled.examples else ""
    return "\n".join(
        part
        for part in (f"{template.title} ({template.risk}):\n", fenced(filled.text, template.language), flags, slots)
        if part
    )


def files(understood: Understanding) -> Lead:
    """Files from templates, with what the request names."""
    wanted = recognise(understood.question) or recognise(understood.search_text)
    made = [(kind, generate(kind, parameters(kind, understood.search_text))) for kind in wanted[:_MOST_FILES]]
    text = "".join(_file(generated, number) for number, (_, generated) in enumerate(made, 1))
    return Lead(Intent.GENERATE, text, tuple(Reference("template", kind.value, generated.title) for kind, generated in made))


def _file(generated: Generated, number: int) -> str:
    parts = [f"**{generated.title}** [{number}], from a template:\n"]
    parts += [f"`{block.file_name}`\n\n{fenced(block.text, block.language)}" for block in generated.blocks]
    if generated.assumptions:
        parts.append(_listed(generated.assumptions))
    if generated.next_steps:
        steps = "\n".join(step.command for step in generated.next_steps)
        parts.append(f"Next:\n\n{fenced(steps, 'bash')}")
    return "\n".join(parts) + "\n"


def _explanation(understood: Understanding) -> Lead:
    """The likeliest root of the errors, and what else there is."""
    root, *others = understood.explanation.findings
    parts = [_finding(root)]
    if others:
        also = (f"{other.signature.title} [{number}]" for number, other in enumerate(others, 2))
        parts.append(f"Also there: {', '.join(also)}.\n")
    references = tuple(Reference("error", each.signature.id, each.signature.title) for each in (root, *others))
    return Lead(Intent.EXPLAIN, "\n".join(parts) + "\n", references)


def _finding(finding: Finding) -> str:
    signature = finding.signature
    line = finding.evidence[0].line if finding.evidence else None
    where = f" (line {line})" if line and line > 1 else ""
    parts = [f"**{signature.title}** [1]{where}: {signature.means}\n"]
    if signature.causes:
        parts.append("Likely causes:\n\n" + _listed(signature.causes[:_MOST_CAUSES], numbered=True))
    if finding.look:
        parts.append(f"Look next:\n\n{fenced(_commented(finding.look[:_MOST_COMMANDS]), 'bash')}")
    if finding.fix:
        fixes = (f"{fix.do}{f' (`{fix.command.text}`, {fix.command.risk})' if fix.command else ''}" for fix in finding.fix)
        parts.append("What repairs it:\n\n" + _listed(fixes))
    return "\n".join(parts)


async def _review(understood: Understanding, checker: BlockChecker) -> Lead:
    """What the checkers say of what was pasted."""
    parts = []
    for part in understood.pasted[:_MOST_REVIEWED]:
        text = part.text.strip("\n") + "\n"
        language = part.language.replace("_", "-")  # as it stands behind fences
        checked = await checker.check(text, language=language)
        repaired = await checker.repair(text, language=language) if checked.findings else None
        parts.append(_reviewed(part, checked))
        if repaired:
            changes = "; ".join(repaired.changes)
            parts.append(f"Corrected ({changes}):\n\n{fenced(repaired.text, _FENCES.get(part.language, part.language))}")
    return Lead(Intent.REVIEW, "\n".join(parts) + "\n" if parts else "")


def _reviewed(part: Part, checked: CheckedBlock) -> str:
    name = checked.kind.value.replace("-", " ")
    if checked.status == "not_checked":
        return f"The pasted {part.language or 'text'} was not checked: {checked.reason}.\n"
    by = ", ".join(checker.name for checker in checked.checkers)
    if not checked.findings:
        return f"The pasted {name} was checked by {by}: no findings.\n"
    errors, count = checked.count(Severity.ERROR), len(checked.findings)
    sum_up = f"{count} finding{'s' if count > 1 else ''}, {errors or 'none'} of them {'errors' if errors != 1 else 'an error'}"
    told = _listed(
        f"line {each.line}, {each.severity.value}: {each.message} ({each.rule})" for each in checked.findings[:_MOST_FINDINGS]
    )
    return f"The pasted {name} was checked by {by}: {sum_up}.\n\n{told}"


def _commented(commands: Iterable[Command]) -> str:
    return "\n".join(f"# {command.purpose}\n{command.text}" for command in commands)


def _listed(items: Iterable[str], *, numbered: bool = False) -> str:
    return "".join(f"{f'{number}.' if numbered else '-'} {item}\n" for number, item in enumerate(items, 1))
