"""What a client gets of the words of a model: with the real checkers and the real rules."""

import asyncio

import pytest

from assistant.chat.answer_reader import AnswerReader
from assistant.chat.notes import all_of
from assistant.checks.block_checker import BlockChecker
from assistant.checks.risk.assessment import Risk
from assistant.redaction.placeholders import Redactions
from assistant.redaction.redactor import Redactor

REDACTOR = Redactor()
COMMANDS = "Look first:\n\n```bash\nkubectl get pods -n shop\nkubectl delete namespace shop\n```\n\nThat is all."
WRONG = """Here it is:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
  - port: "80"
```

Apply it."""


def read(text: str, size: int, pasted: str = ""):
    """The text that a client gets when the model's comes in pieces, and the notes."""

    async def scenario():
        checker = BlockChecker()
        try:
            reader = AnswerReader(REDACTOR.stream(Redactions()), checker, lambda command: command in pasted)
            parts = []
            for start in range(0, len(text), size):
                parts += await reader.take(text[start : start + size])
            return [*parts, *await reader.finish()]
        finally:
            await checker.close()

    parts = asyncio.run(scenario())
    return "".join(part.text for part in parts), all_of(part.notes for part in parts), parts


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_commands_are_checked_and_classed_where_they_stand(size):
    text, notes, _ = read(COMMANDS, size, pasted="kubectl delete namespace shop")
    assert text == COMMANDS
    [check] = notes.checks
    assert (check.block, check.language, check.checked.status) == (0, "bash", "no_findings")
    assert {checker.name for checker in check.checked.checkers} >= {"shellcheck"}
    assert [(each.line, each.risk, each.pasted) for each in notes.risks] == [
        (1, Risk.READ_ONLY, False),
        (2, Risk.DESTRUCTIVE, True),
    ]


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_a_block_with_an_error_is_followed_by_a_corrected_one(size):
    text, notes, _ = read(WRONG, size)
    [check] = notes.checks
    assert check.checked.status == "findings"
    assert "- port: 80\n" in check.repaired.text
    before, after = text.split(check.repaired.text)
    assert before.startswith(WRONG.partition("\n\nApply")[0])
    assert "Corrected (" in before
    assert after.endswith("```\n\nApply it.")


def test_commands_are_classed_in_blocks_of_any_kind():
    sql, dockerfile = (
        "```sql\nSELECT 1;\nDROP TABLE carts;\n```\n",
        "```dockerfile\nFROM a:1\nRUN kubectl delete ns shop\n```\n",
    )
    text = f"{sql}\n{dockerfile}\n```json\n{{}}\n```\n"
    _, notes, _ = read(text, 1000)
    assert [(each.block, each.line, each.command, each.risk) for each in notes.risks] == [
        (0, 1, "SELECT 1;", Risk.READ_ONLY),
        (0, 2, "DROP TABLE carts;", Risk.DESTRUCTIVE),
        (1, 2, "kubectl delete ns shop", Risk.DESTRUCTIVE),
    ]


def test_a_command_that_nobody_has_is_corrected_and_the_corrected_one_is_classed():
    text, notes, _ = read("```bash\nkubectl rollback deployment/web\n```\n", 1000)
    assert "```bash\nkubectl rollout undo deployment/web\n```" in text
    assert [each.command for each in notes.risks] == ["kubectl rollout undo deployment/web"]


def test_what_is_known_of_a_block_comes_right_behind_it():
    _, _, parts = read(COMMANDS, 1)
    before = "".join(part.text for part in parts[: next(at for at, part in enumerate(parts) if part.notes)])
    assert before.endswith("```\n")


def test_a_block_that_the_answer_ends_in_is_checked_too():
    text, notes, _ = read('```json\n{"a": 1, "a": 2}\n', 3)
    assert text.startswith("```json\n")
    assert notes.checks[0].checked.findings


def test_a_secret_of_the_model_is_taken_out():
    text, notes, _ = read("Set `export DB_PASSWORD=hT5kPq8vLz2mXw` and go on.", 4)
    assert "hT5kPq8vLz2mXw" not in text
    assert [(each.type, each.message) for each in notes.redactions] == [("password", None)]


@pytest.mark.parametrize(("begun", "spaces", "said", "text"), [
    ("Look at ", 1, [" the", " log"], "the log"),
    ("Look at ", 1, ["the log"], "the log"),
    ("  ", 2, [" ", " ", " a"], " a"),
    ("```bash\nkubectl", 0, [" get pods\n```\n"], " get pods\n```\n"),
])  # fmt: skip
def test_what_goes_on_with_an_answer_joins_it(begun, spaces, said, text):
    async def scenario():
        checker = BlockChecker()
        try:
            reader = AnswerReader(REDACTOR.stream(Redactions()), checker, lambda _: False, begun=begun, spaces=spaces)
            return [part for piece in said for part in await reader.take(piece)] + await reader.finish()
        finally:
            await checker.close()

    parts = asyncio.run(scenario())
    assert "".join(part.text for part in parts) == text
    assert [risk.command for part in parts if part.notes for risk in part.notes.risks] == (
        ["kubectl get pods"] if "kubectl" in begun else []
    )


def test_a_block_that_a_limit_cut_is_not_mended():
    async def scenario():
        checker = BlockChecker()
        try:
            reader = AnswerReader(REDACTOR.stream(Redactions()), checker, lambda _: False)
            return await reader.take(WRONG.partition("\n```\n")[0]) + await reader.finish(limited=True)
        finally:
            await checker.close()

    parts = asyncio.run(scenario())
    assert "".join(part.text for part in parts) == WRONG.partition("\n```\n")[0]
    [check] = all_of(part.notes for part in parts).checks
    assert (check.checked.status, check.repaired) == ("findings", None)
