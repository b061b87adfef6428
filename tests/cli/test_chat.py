"""`assistant chat` as people and scripts call it, against the running service, and a scripted one for what that never says."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time

import httpx
import pytest
from click.testing import CliRunner, Result

from assistant.cli.main import assistant
from tests.server import ROOT, environment, free_port
from tests.terminal.scripted import Answer, endless, refusal, serving, stream

KEY = "sk-never-shown-4711"


def chat(*arguments: str, url: str, text: str | bytes = b"", **settings: str) -> Result:
    env = {"ASSISTANT_URL": url, "ASSISTANT_API_KEY": None, **settings}
    return CliRunner().invoke(assistant, ["chat", *arguments], input=text, env=env)


def test_a_question_is_answered_with_what_the_checkers_say_and_where_it_is_from(small_server):
    result = chat("roll back deployment api", "in namespace prod", url=small_server.url)
    assert result.exit_code == 0, result.stderr
    assert "kubectl rollout undo deployment/api -n prod" in result.stdout
    assert "  | shell: checked by shellcheck" in result.stdout
    assert "  | changes state: kubectl rollout undo deployment/api -n prod" in result.stdout
    references = result.stdout.partition("\nReferences\n")[2]
    link = f"{small_server.url}/v1/devops/references/handbook/kubernetes/rollback"
    assert f" (handbook) {link}\n" in references
    assert httpx.get(link, timeout=10).status_code == 200
    assert "\x1b" not in result.stdout


def test_standard_input_is_a_paste_in_a_fence_that_nothing_in_it_closes():
    log = "one\n````\ntwo\n"
    with serving(stream("Well.")) as server:
        assert chat("why?", url=server.url, text=log).exit_code == 0
    [asked] = server.asked
    [message] = asked["messages"]
    assert message == {"role": "user", "content": "why?\n\n`````\none\n````\ntwo\n`````\n"}
    assert (asked["model"], asked["stream"]) == ("devops-assistant", True)


def test_bytes_that_are_no_text_are_pasted_as_far_as_they_are():
    with serving(stream("Well.")) as server:
        assert chat(url=server.url, text=b"\xff\xfe log \x00\n").exit_code == 0
    assert "\ufffd\ufffd log \x00" in server.asked[0]["messages"][0]["content"]


def test_a_secret_is_said_to_be_taken_out_before_the_answer(small_server):
    secret = "hunter2-4711-Zx!"
    result = chat("why?", url=small_server.url, text=f"DB_PASSWORD={secret}\nOOMKilled\n")
    assert result.stdout.startswith("  | taken out before the model saw it: password, now REDACTED_PASSWORD_1\n")
    assert secret not in result.stdout + result.stderr


def test_json_is_the_whole_answer(small_server):
    result = chat("--json", "how do I list pods?", url=f"{small_server.url}/v1/")
    message = json.loads(result.stdout)["choices"][0]["message"]
    assert message["content"]
    assert message["assistant"]["intent"] == "how_to"
    assert (result.exit_code, result.stderr) == (0, "")


def test_what_a_hostile_server_sends_never_reaches_the_terminal_raw():
    bad = "\x1b]0;owned\x07\x9b2J\rrm"
    notes = {
        "references": [{"title": bad, "source": bad, "link": bad}],
        "risks": [{"risk": bad, "command": bad, "reason": bad}],
    }
    with serving(stream(bad, **notes), refusal(500, "x", bad)) as server:
        answered, failed = chat("q", url=server.url), chat("q", url=server.url)
    assert "owned" in answered.stdout
    assert "owned" in failed.stderr
    assert (answered.exit_code, failed.exit_code) == (0, 1)
    for text in (answered.stdout, answered.stderr, failed.stdout, failed.stderr):
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\r"}


def test_no_server_is_said_with_how_to_start_one():
    result = chat("q", url=f"http://127.0.0.1:{free_port()}")
    assert result.exit_code == 1
    assert "no server answers at http://127.0.0.1:" in result.stderr
    assert "assistant serve" in result.stderr


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (refusal(401, "invalid_api_key", "no"), "ASSISTANT_API_KEY"),
        (refusal(429, "queue_full", "busy", retry_after="7"), "try again in 7 s"),
        (refusal(503, "model_failed", "There is no memory.", retry_after="30"), "There is no memory."),
        (refusal(404, "model_not_found", "There is no model 'x' here."), "no model 'x'"),
        (stream("Half", end=False), "broke before the answer was complete"),
        (Answer(b'data: {"error": {"message": "It took too long."}}\n\n'), "It took too long."),
        (Answer(b"<html>hello</html>"), "broke before the answer was complete"),
        (Answer(b"data: <html>\n\n"), "is this the right address"),
        (Answer(b"<h1>Not here</h1>", status=404), "status 404"),
    ],
)
def test_what_is_no_answer_is_one_sentence(answer, says):
    with serving(answer) as server:
        result = chat("q", url=server.url)
    assert result.exit_code == 1
    assert says in result.stderr
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr


def test_a_server_that_is_starting_is_waited_for():
    loading = refusal(503, "model_loading", "The model is still being loaded.", retry_after="0")
    with serving(loading, loading, stream("Here.")) as server:
        result = chat("q", url=server.url)
    assert (result.exit_code, result.stdout) == (0, "Here.\n")
    assert result.stderr == "The model is still being loaded. Waiting ...\n"


def test_the_key_is_sent_and_never_shown():
    with serving(stream("Yes."), refusal(401, "invalid_api_key", "no")) as server:
        results = [chat("q", url=server.url, ASSISTANT_API_KEY=KEY), chat("--api-key", KEY, "q", url=server.url)]
    results.append(chat("--help", url=server.url, ASSISTANT_API_KEY=KEY))
    results.append(chat("q", url=server.url, ASSISTANT_API_KEY=f"{KEY} é"))
    assert [each["authorization"] for each in server.headers] == [f"Bearer {KEY}"] * 2
    assert [result.exit_code for result in results] == [0, 1, 0, 2]
    assert all(KEY not in result.stdout + result.stderr for result in results)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--json",),
        ("--url", "localhost:8000", "q"),
        ("--url", "http://u:p@host", "q"),
        ("--url", "http://host:x", "q"),
        ("--nonsense",),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments):
    result = chat(*arguments, url="http://127.0.0.1:1")
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


class Terminal:
    """`assistant chat` at a terminal of its own."""

    def __init__(self, *arguments: str, url: str) -> None:
        self.master, slave = pty.openpty()
        env = {**environment(), "ASSISTANT_URL": url, "TERM": "xterm", "NO_COLOR": "1"}
        command = [sys.executable, "-m", "assistant.cli", "chat", *arguments]
        before = signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # a job in the background has it ignored, and passes that on
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        signal.signal(signal.SIGINT, before)
        os.close(slave)
        self.seen = ""

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def wait_for(self, text: str) -> str:
        """What was shown up to and with this text, and not waited for before."""
        deadline = time.monotonic() + 60
        while text not in self.seen:
            assert time.monotonic() < deadline, self.seen
            if select.select([self.master], [], [], 1)[0]:
                self.seen += os.read(self.master, 65536).decode(errors="replace")
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def press_ctrl_c(self) -> None:
        """As the terminal tells it to whom it belongs."""
        self.process.send_signal(signal.SIGINT)

    def close(self) -> int:
        try:
            return self.process.wait(30)
        finally:
            self.process.kill()
            os.close(self.master)


def test_a_conversation_goes_on_with_what_was_said():
    with serving(stream("First."), stream("Second."), stream("Third.")) as server:
        terminal = Terminal(url=server.url)
        terminal.wait_for("> ")
        terminal.type("one\n")
        terminal.wait_for("First.")
        terminal.wait_for("> ")
        terminal.type("two\nwith a second line\n")
        terminal.wait_for("Second.")
        terminal.wait_for("> ")
        terminal.type("/new\n")
        terminal.wait_for("> ")
        terminal.type("three\n")
        terminal.wait_for("Third.")
        terminal.wait_for("> ")
        terminal.type("\x04")
        assert terminal.close() == 0
    first, second, third = ([message["content"] for message in asked["messages"]] for asked in server.asked)
    assert first == ["one"]
    assert second == ["one", "First.", "two\nwith a second line"]
    assert third == ["three"]


def test_ctrl_c_leaves_an_answer_and_a_second_one_leaves():
    with serving(endless("more ")) as server:
        terminal = Terminal(url=server.url)
        terminal.wait_for("> ")
        terminal.type("tell me everything\n")
        terminal.wait_for("more more ")
        terminal.press_ctrl_c()
        terminal.wait_for("(stopped)")
        assert server.left.wait(30)
        terminal.wait_for("> ")
        terminal.press_ctrl_c()
        assert terminal.close() == 130
