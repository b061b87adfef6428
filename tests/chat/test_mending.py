"""A block with errors that no certain fix mends is given to the model once: here one behind an inference server."""

import asyncio
import random
import string
import time

import pytest

from assistant.chat import mending
from assistant.chat.answer_reader import AnswerReader
from assistant.chat.mending import Mender
from assistant.chat.notes import all_of
from assistant.checks.block_checker import BlockChecker
from assistant.redaction.placeholders import Redactions
from assistant.redaction.redactor import Redactor
from tests.engine.remote.asking import forwarding
from tests.engine.remote.scripted import FINISH, LAST, STREAM, response, says, says_and_resets, scripted, text

REDACTOR = Redactor()
WRONG = """apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  selector:
    app: web
  ports:
  - targetPort: 8080
"""
RIGHT = WRONG.replace("  - targetPort", "  - port: 80\n    targetPort")
ANSWER = f"So:\n\n```yaml\n{WRONG}```\n\nApply it."


def answers(block: str):
    said = f"Sure:\n\n```yaml\n{block}```\n\nAnything else? I could go on for long."
    return says(STREAM, *(text(said[at : at + 9]) for at in range(0, len(said), 9)), FINISH, LAST)


def read(act, answer=ANSWER, **settings):
    """What the client gets, the notes, and what the server was asked for."""

    async def scenario():
        checker = BlockChecker()
        try:
            async with scripted(act, act, act) as script, forwarding(script.url) as engine:
                redactions = Redactions()
                mender = Mender(engine, checker, lambda said: REDACTOR.redact(said, redactions).text)
                stream = REDACTOR.stream(redactions)
                reader = AnswerReader(stream, checker, lambda _: False, mender=mender, **settings)
                parts = [*await reader.take(answer), *await reader.finish()]
                assert (engine.load.running, engine.load.waiting) == (0, 0)
                return (
                    "".join(part.text for part in parts),
                    all_of(part.notes for part in parts),
                    [connection.body for connection in script.asked[1:]],
                )
        finally:
            await checker.close()

    return asyncio.run(scenario())


def test_a_better_block_follows_the_one_with_errors():
    said, notes, asked = read(answers(RIGHT))
    assert f"```\n\nCorrected (written again by the model: 1 error before, no errors now):\n\n```yaml\n{RIGHT}```\n" in said
    assert said.endswith("\nApply it.")
    [check] = notes.checks
    assert (check.checked.status, check.repaired.text, check.repaired.after.status) == ("findings", RIGHT, "no_findings")
    [body] = asked
    [message] = body["messages"]
    assert WRONG in message["content"]
    assert "port" in message["content"].split("What is wrong:")[1]
    assert body["temperature"] == 0


@pytest.mark.parametrize(
    "act",
    [
        answers(WRONG),
        answers(WRONG.replace("targetPort", "target")),
        answers("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n"),
        answers("hello: world\n"),
        says(STREAM, text("I cannot."), FINISH, LAST),
        says(response(503, {"error": {"message": "busy"}})),
        says_and_resets(STREAM, text("```yaml\n")),
    ],
    ids=["the same", "no better", "something else", "another kind", "no block", "refused", "cut"],
)
def test_what_is_not_better_is_not_shown(act):
    said, notes, asked = read(act)
    assert (said, len(asked)) == (ANSWER, 1)
    assert notes.checks[0].repaired is None


def test_a_long_list_is_compared_in_no_time():
    before = "ports:\n" + "- 80\n" * 1_000
    began = time.perf_counter()
    assert mending._is_alike(before.replace("80", '"80"'), before)
    assert not mending._is_alike("hello: world\n" * 500, before)
    assert time.perf_counter() - began < 1


def test_a_secret_in_the_correction_is_taken_out():
    secret = "".join(random.Random(3).choices(string.ascii_letters + string.digits, k=20))
    said, _, _ = read(answers(RIGHT.replace("name: web", f'name: web\n  annotations: {{db_password: "{secret}"}}')))
    assert "Corrected" in said
    assert secret not in said


def test_the_model_is_asked_twice_at_most_and_not_for_what_code_wrote():
    _, notes, asked = read(answers(RIGHT), ANSWER * 4, known_blocks=1)
    assert len(asked) == 2
    assert [bool(check.repaired) for check in notes.checks] == [False, True, True, False]
