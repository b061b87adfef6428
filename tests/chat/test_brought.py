"""Who asks what a command would do is told by the rules, before the model says a word."""

import asyncio
import time

import pytest

from assistant.chat.brought import brought, judged
from assistant.chat.lead import lead_of
from assistant.checks.block_checker import BlockChecker
from assistant.understanding.intent import Intent, understand
from tests.chat.test_lead import KNOWLEDGE

CI = """somebody put that in the deploy job, ok?

```yaml
deploy:
  stage: deploy
  script:
    - terraform init
    - terraform destroy -auto-approve
```"""


def run(scenario):
    async def whole():
        checker = BlockChecker()
        try:
            return await scenario(checker)
        finally:
            await checker.close()

    return asyncio.run(whole())


def said(*messages: str) -> list[str]:
    async def scenario(checker):
        return [await judged(brought(understand(message)), checker) for message in messages]

    return run(scenario)


DESTROYS = {
    "is it safe to run that on the prod box?\n\nrm -rf /var/log/*": "rm -rf /var/log/*",
    "found on a forum: dd if=/dev/zero of=/dev/sdb bs=1M -- would that hurt?": "dd if=/dev/zero of=/dev/sdb bs=1M",
    "what does `chmod -R 777 /` do?": "chmod -R 777 /",
    "can I run kubectl delete ns prod safely?": "kubectl delete ns prod",
    "Does terraform destroy -target=module.db delete data?": "terraform destroy -target=module.db",
    "would git reset --hard HEAD~3 lose my changes?": "git reset --hard HEAD~3",
    "intern wants to run DROP TABLE users; ok?": "DROP TABLE users",
    'ok on the live db?\n\npsql -h db1 -d shop -c "DELETE FROM orders"': 'psql -h db1 -d shop -c "DELETE FROM orders"',
    "what would this one liner do:\n\ndocker ps -aq | xargs docker rm -f": "docker ps -aq | xargs docker rm -f",
    "somebody sent this, what does it do\n\n```bash\ndf -h\nfind /srv -mtime +3 -delete\n```": "find /srv -mtime +3 -delete",
    "Was macht: redis-cli FLUSHALL": "redis-cli FLUSHALL",
}


def test_what_destroys_is_told_with_the_command():
    for (question, command), text in zip(DESTROYS.items(), said(*DESTROYS), strict=True):
        assert "**it destroys something**" in text, question
        assert f"\n{command}\n" in text, question
        assert text.count("Judged by rules") == 1, question


@pytest.mark.parametrize(
    ("question", "command"),
    [
        ("is it safe to run rm -rf ~/todo", "rm -rf ~/todo"),
        ("is it safe to run: rm -rf ~/todo please?", "rm -rf ~/todo"),
        ("what would rm -rf . do?", "rm -rf ."),
        (r"is this ok: find /srv -name '*.log' -exec rm {} \;", r"find /srv -name '*.log' -exec rm {} \;"),
        ("would you run rm -rf /srv/old; please!", "rm -rf /srv/old"),
    ],
)
def test_a_remark_is_cut_off_and_nothing_of_the_command(question, command):
    assert command in [script.text for script in brought(understand(question))]


@pytest.mark.parametrize(
    "words",
    [
        ":" * 1_000 + " " * 2_900 + "b",
        ":," * 1_900 + "b",
        ": -- " * 700 + "b",
        "run x " + "do " * 1_200 + "%",
    ],
)
def test_no_words_take_long(words):
    understood = understand(f"is this ok?\n{words}")
    began = time.perf_counter()
    brought(understood)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "question",
    [
        "how do I safely remove a node with `kubectl drain`?",
        "how to run kubectl get pods",
        "explain what a readiness probe does",
        "what does OOMKilled mean",
        "is it safe to delete /var/lib/docker?",
        "what happens to pods when a node dies",
        "can I delete the namespace?",
        "what is the risk of running postgres in k8s?",
        "can you find the process that writes to disk?",
        "write a safe script that removes old logs with `find`",
    ],
)
def test_a_question_without_a_command_is_not_judged(question):
    assert said(question) == [""]


def test_what_only_reads_is_told_so():
    [text] = said("is this safe on production?\n\n```bash\nkubectl get pods -A\njournalctl -u kubelet\n```")
    assert text == "Judged by rules, nothing was run: all of its commands only read.\n"


def test_a_prompt_that_was_pasted_is_nothing_that_the_model_is_told_as_right():
    lead = run(lambda checker: lead_of(understand(next(iter(reversed(DESTROYS)))), checker, KNOWLEDGE))
    assert (lead.intent, lead.trusted) == (Intent.EXPLAIN, True)
    pasted = next(question for question in DESTROYS if "```" in question)
    assert not run(lambda checker: lead_of(understand(pasted), checker, KNOWLEDGE)).trusted


def test_a_reviewed_file_tells_what_it_runs():
    lead = run(lambda checker: lead_of(understand(CI), checker, KNOWLEDGE))
    assert lead.intent is Intent.REVIEW
    assert "```bash\nterraform" in lead.text
    assert "terraform destroy -auto-approve" in lead.text
    assert "**it destroys something**" in lead.text
