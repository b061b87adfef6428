import io

from assistant.terminal.display import Display, wants_colours

NOTES = {
    "references": [
        {"source": "handbook", "id": "a/b", "title": "A \x1b[2Jtitle", "link": "/v1/devops/references/handbook/a/b"}
    ],
    "redactions": [{"type": "password", "placeholder": "REDACTED_PASSWORD_1", "message": 0}],
    "checks": [
        {
            "kind": "shell",
            "status": "findings",
            "checkers": [{"name": "shellcheck", "version": "0.11"}],
            "findings": [{"line": 2, "severity": "warning", "rule": "SC2086", "message": "quote\nit", "fix": "quotes"}],
            "repaired": True,
        },
        {"kind": "yaml", "status": "not_checked", "reason": "it is empty", "findings": [], "checkers": []},
        {"kind": "text", "status": "not_checked", "reason": "nobody checks it", "findings": [], "checkers": []},
    ],
    "risks": [
        {"risk": "read-only", "command": "ls", "reason": "it lists", "pasted": False},
        {"risk": "destructive", "command": "rm -rf / \x1b[1A", "reason": "it deletes", "pasted": True},
    ],
}


def shown(*, colours: bool, notes=NOTES) -> str:
    out = io.StringIO()
    display = Display(out, "http://localhost:8000", colours=colours)
    display.text("Do \x1b[31mthis:")
    display.notes(notes)
    display.text("Then that.")
    display.end("cut off")
    return out.getvalue()


def test_an_answer_is_shown_with_all_that_is_known_of_it():
    assert shown(colours=False) == (
        "Do \u241b[31mthis:\n"
        "  | taken out before the model saw it: password, now REDACTED_PASSWORD_1\n"
        "  | shell: checked by shellcheck, 1 finding\n"
        "  | line 2: warning: quote it (SC2086); quotes\n"
        "  | the corrected block follows\n"
        "  | yaml: not checked: it is empty\n"
        "  | destructive: rm -rf / \u241b[1A (it deletes; it also stands in what was sent)\n"
        "Then that.\n"
        "(cut off)\n"
        "\n"
        "References\n"
        "  [1] A \u241b[2Jtitle (handbook) http://localhost:8000/v1/devops/references/handbook/a/b\n"
    )


def test_colours_are_ours_alone_and_what_destroys_is_red():
    text = shown(colours=True)
    [line] = [line for line in text.splitlines() if "destructive" in line]
    assert line.startswith("\x1b[31m\x1b[1m")
    assert line.endswith("\x1b[0m")
    for code in ("\x1b[2J", "\x1b[1A", "\x1b[31mthis"):
        assert code not in text


def test_notes_of_another_form_break_nothing():
    for notes in ({"checks": 5, "risks": [1, None], "references": {"a": 1}}, {"checks": [{"findings": [{}]}]}, {"risks": [{}]}):
        assert "Then that." in shown(colours=False, notes=notes)


def test_colours_are_for_terminals_whose_owner_wants_them(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert wants_colours(Terminal())
    assert not wants_colours(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colours(Terminal())
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_colours(Terminal())
