"""Reading entries: what the form holds, and errors that name file, line and what to change."""

import pytest

from assistant.errors import HandbookError
from assistant.knowledge.handbook import load, read

ENTRY = """---
tasks:
  - show the log
  - "Error: no log"
  - read what a pod wrote
slots:
  pod: [name, web-0, the pod]
---
# Show the log of a pod

One sentence.

## Read it
Risk: read-only

```bash
kubectl logs {{pod}} --tail=5
```

- `--tail`, `-x`: the last lines

More to know.

## What can go wrong
- This, and
  that.

## See also
- [Other](other.md)
"""


def write(folder, text, name="kubernetes/logs.md"):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_an_entry_is_read(tmp_path):
    entry = read(write(tmp_path, ENTRY))
    assert (entry.id, entry.title, entry.summary) == ("kubernetes/logs", "Show the log of a pod", "One sentence.")
    assert entry.tasks == ("show the log", "Error: no log", "read what a pod wrote")
    [template] = entry.templates
    assert (template.title, template.risk, template.language) == ("Read it", "read-only", "bash")
    assert ENTRY.splitlines()[template.line - 1] == template.text == "kubectl logs {{pod}} --tail=5"
    assert template.flags[0].spellings == ("--tail", "-x")
    assert template.notes == "More to know."
    assert entry.pitfalls == ("This, and that.",)
    assert entry.see_also == ("kubernetes/other",)
    assert entry.slots["pod"].example == "web-0"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\ntasks", "tasks", "line 1: it does not begin with front matter"),
        ("  - show the log\n", "", "line 2: tasks has at least three"),
        ('"Error: no log"', "Error: no log", "line 2: tasks is a list of phrases"),
        ("[name, web-0", "[nam, web-0", "line 7: 'nam' is no kind of slot"),
        ("[name, web-0", "[name, 'web 0'", "line 7: the example is wrong: pod: 'web 0' is not a name"),
        ("the pod]", "the pod, here]", "line 7: the slot pod is [kind, example, meaning]"),
        ("{{pod}}", "web", "the slot 'pod' is never used"),
        ("{{pod}}", "{{pod}} {{other}}", "the slot 'other' is not declared"),
        ("# Show", "Show", "line 9: the front matter is followed by the title"),
        ("One sentence.", "", "the answer in one to three sentences"),
        ("Risk: read-only", "Risk: small", "between heading and block stands"),
        ("Risk: read-only\n", "", "between heading and block stands"),
        ("```bash", "```shell", "line 16: 'shell' is no language"),
        ("--tail=5\n```", "--tail=5", "a fenced block is not closed"),
        ("## What can go wrong", "## Pitfalls", "the last sections are"),
        ("- This, and\n", "This, and\n", "is a list"),
        ("(other.md)", "(https://example.com)", "line 29: `## See also` is a list of links"),
        ("tasks:", "task:", "nothing else: task"),
        ("tasks:", "tasks: [", "the front matter is no YAML"),
    ],
)
def test_an_error_names_file_line_and_what_to_change(tmp_path, old, new, message):
    assert old in ENTRY
    path = write(tmp_path, ENTRY.replace(old, new, 1))
    with pytest.raises(HandbookError) as error:
        read(path)
    assert str(error.value).startswith("kubernetes/logs.md, line ")
    assert message in str(error.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = write(tmp_path, "")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(HandbookError, match="UTF-8"):
        read(path)


def test_a_link_that_leads_nowhere_is_refused(tmp_path):
    write(tmp_path, ENTRY)
    with pytest.raises(HandbookError, match=r"links to kubernetes/other\.md"):
        load(tmp_path)


def test_two_entries_with_one_title_are_refused(tmp_path):
    write(tmp_path, ENTRY)
    write(tmp_path, ENTRY, "kubernetes/other.md")
    with pytest.raises(HandbookError, match="has the title"):
        load(tmp_path)
