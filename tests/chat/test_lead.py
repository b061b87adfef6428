"""What code says before the model does, for questions as people ask them; its blocks pass the real checkers."""

import asyncio

import pytest

from assistant.chat.lead import lead_of
from assistant.checks.block_checker import BlockChecker
from assistant.knowledge import handbook
from assistant.knowledge.knowledge import Knowledge
from assistant.understanding.intent import Intent, understand

KNOWLEDGE = Knowledge(handbook.load().values())
OOM = "my pod keeps restarting, what now?\n```\nLast State: Terminated\n  Reason: OOMKilled\n  Exit Code: 137\n```"
SERVICE = 'is this ok?\n```yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: "80"\n```'


def lead(text: str, *earlier: str):
    """The lead, and what the checkers say of its blocks."""

    async def scenario():
        checker = BlockChecker()
        try:
            said = await lead_of(understand(text, earlier), checker, KNOWLEDGE)
            return said, [checked for _, checked in await checker.check_markdown(said.text)]
        finally:
            await checker.close()

    return asyncio.run(scenario())


def test_files_have_the_names_and_numbers_of_the_request_and_pass_the_checkers():
    said, checked = lead(
        "write a deployment for api with 3 replicas of ghcr.io/acme/api:1.4 on port 8080, and a service for it"
    )
    assert said.intent is Intent.GENERATE
    for part in ("replicas: 3", "image: ghcr.io/acme/api:1.4", "containerPort: 8080", "kind: Service"):
        assert part in said.text
    assert [reference.id for reference in said.references] == ["deployment", "service"]
    assert {each.status for each in checked} == {"no_findings"}
    assert "replicas: 3" in said.hint


def test_a_follow_up_changes_what_was_asked_for():
    said, _ = lead("now with 5 replicas", "write a deployment for api on port 8080")
    assert "replicas: 5" in said.text
    assert "containerPort: 8080" in said.text


def test_an_error_is_explained_with_its_cause_and_what_to_look_at():
    said, checked = lead(OOM)
    assert said.intent is Intent.EXPLAIN
    assert said.text.startswith("**OOMKilled")
    assert "kubectl describe pod" in said.text
    assert said.references[0].source == "error"
    assert not any(each.findings for each in checked)


def test_a_review_tells_what_the_checkers_found_and_shows_the_corrected_text():
    said, checked = lead(SERVICE)
    assert said.intent is Intent.REVIEW
    assert "line 7, error: spec.ports[0].port" in said.text
    assert "1 finding, 1 of them an error" in said.text
    assert "```yaml\napiVersion: v1\n" in said.text
    assert "- port: 80\n" in said.text
    assert checked[-1].status == "no_findings"


@pytest.mark.parametrize(
    ("pasted", "kind", "line"),
    [
        ("on: [push]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    step:\n      - run: make\n", "github workflow", "line 5,"),
        ("stages: [build]\nunit:\n  stage: build\n  script: make\n  scrip: x\n  only: 5\n", "gitlab ci", "line 6,"),
        ("groups:\n  - name: a\n    rules:\n      - alert: Down\n        expr: up == (0\n", "prometheus rules", ""),
    ],
)
def test_a_review_checks_pipelines_and_rules_too(pasted, kind, line):
    said, _ = lead(f"please review this\n```yaml\n{pasted}```")
    assert "there is no checker" not in said.text
    assert f"The pasted {kind} was" in said.text
    assert line in said.text


@pytest.mark.parametrize("text", ["hello", "thanks, that helped!", "who are you?"])
def test_small_talk_has_no_lead(text):
    said, _ = lead(text)
    assert (said.intent, said.text, said.hint) == (Intent.SMALL_TALK, "", "")


def test_a_how_to_begins_with_the_entry_of_the_handbook_and_the_values_of_the_question():
    said, checked = lead("how do I roll back the deployment api in namespace prod?")
    assert said.intent is Intent.HOW_TO
    assert "kubectl rollout undo deployment/api" in said.text.replace("deployment api", "deployment/api")
    assert "-n prod" in said.text
    assert (said.references[0].source, said.references[0].id) == ("handbook", "kubernetes/rollback")
    assert all(each.status == "no_findings" for each in checked)


def test_where_nothing_fits_there_is_no_reference():
    said, _ = lead("how do I bake a sourdough bread?")
    assert (said.text, said.references) == ("", ())
