import json

from click.testing import CliRunner, Result

from assistant.cli.main import assistant


def run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(assistant, ["search", *arguments], input=text, catch_exceptions=False)


def test_a_question_shows_commands_with_its_values():
    result = run("roll back deployment api in namespace prod")
    assert result.exit_code == 0
    assert "kubectl rollout undo deployment/api -n prod" in result.output
    assert "kubernetes/rollback" in result.output


def test_json_tells_values_from_examples():
    result = run("--json", "--limit", "1", "roll", "back", "deployment", "api")
    [hit] = json.loads(result.output)
    assert hit["id"] == "kubernetes/rollback"
    assert {"title", "source", "confidence", "link", "lines", "templates"} < hit.keys()
    for template in hit["templates"]:
        assert template["values"].get("deployment") == "api"
        assert "namespace" in template["examples"]


def test_nothing_that_fits_is_said_and_is_exit_code_1():
    result = run("what is the capital of France")
    assert (result.exit_code, result.output) == (1, "Nothing fits this question.\n")
    result = run("--json", "what is the capital of France")
    assert (result.exit_code, json.loads(result.output)) == (1, [])


def test_a_question_comes_from_standard_input():
    assert "kubernetes/image-pull" in run("-", text="Warning  Failed  kubelet  Error: ImagePullBackOff\n").output
    assert run("-", text="\x00\x01").exit_code == 1
