"""Kubernetes Secrets, in which every value is secret whatever its key says: YAML and JSON."""

from __future__ import annotations

import re

from assistant.redaction import blocks
from assistant.redaction.values import is_literal, read
from assistant.redaction.view import LINE, Span, Spans, View

ANCHORS = r"data(?=\\{0,7}[\"']?:)|stringdata(?=\\{0,7}[\"']?:)"
_YAML = re.compile(r"(?:stringData|data):[ \t]*(?:#[^\n]*)?(?=\r?$|\r?\n)", re.MULTILINE)
_JSON = re.compile(r"(?:stringData|data)(\\{0,7}\")\s*:\s*\{")
_PAIR = re.compile(r"""(?P<indent>[ \t]*)(?:- )?["']?[\w.\-/]{1,253}["']?[ \t]*:[ \t]*""")
_PATCHED = re.compile(r"\bpatch[ ]+secrets?[ /]")
_MOST_LINES = 64
_JSON_PAIR = re.compile(r"""\s*,?\s*(\\{0,7}")[\w.\-/]{1,253}\1\s*:\s*(?=\1)""")


def decide(view: View, place: int) -> Spans:
    """The begin of the data of a Secret; its pairs are followed by `follow_yaml` and `follow_json`."""
    line = view.line_before(place)
    key = view.text[place : place + 10]
    if not key.startswith(("data", "stringData")):
        return ()
    if not line.strip(" "):
        found = _YAML.match(view.text, place, view.line_end(place, 200))
        if found and _is_yaml_secret(view, place, len(line), "stringData" in key):
            return (Span("kubernetes_secret", found.end(), found.end(), "manifest", len(line)),)
    if line.rstrip("\\").endswith('"'):
        found = _JSON.match(view.text, place, view.end(place, 64))
        if found and _is_json_secret(view, found.end()):
            return (Span("kubernetes_secret", found.end(), found.end(), "json"),)
    return ()


def _is_yaml_secret(view: View, place: int, indent: int, plain: bool) -> bool:
    before, ahead = view.before(place), view.text[place : view.end(place)]
    if "Secret" not in before and "Secret" not in ahead:
        return False
    margin = " " * indent
    sibling = (f"{margin}kind:", f"{margin[2:]}- kind:")
    lines = before.rsplit("\n", _MOST_LINES)[1:-1] if before.count("\n") > _MOST_LINES else before.split("\n")[:-1]
    versioned = False
    for line in reversed(lines):
        if line.startswith("---"):
            break
        if line.startswith(sibling):
            return _kind(line) == "Secret"
        versioned = versioned or line.startswith((f"{margin}apiVersion:", f"{margin[2:]}- apiVersion:"))
        if line.startswith(f"{margin[2:]}- ") if indent >= 2 else False:
            break
        if line.strip() and not line.startswith((margin, f"{margin[2:]}- ")):
            break
    document = ahead[: end if (end := ahead.find("\n---")) >= 0 else len(ahead)]
    later = document.find(f"\n{margin}kind:")
    if later >= 0:
        return (versioned or not lines) and _kind(document[later : later + 200]) == "Secret"
    return plain


def _kind(line: str) -> str:
    return line.split(":", 1)[1].strip(" \t\"'\r\n,").split("\n", 1)[0].split("#", 1)[0].strip(" \t\"'\r")


def _is_json_secret(view: View, place: int) -> bool:
    before = view.before(place)
    api, left = before.rfind('"apiVersion'), before.rfind('"kind')
    if left >= 0 and (left > api or api < 0):
        return _names_secret(before[left : left + 64])
    if _PATCHED.search(before.rpartition("\n")[2]):
        return True
    ahead = view.text[place : view.end(place)]
    right = ahead.find('"kind')
    if right >= 0:
        return _names_secret(ahead[right : right + 64])
    return left >= 0 and _names_secret(before[left : left + 64])


def _names_secret(text: str) -> bool:
    return bool(re.match(r"\"kind\\{0,7}\"\s*:\s*\\{0,7}\"Secret\\{0,7}\"", text))


def follow_yaml(view: View, place: int, indent: int) -> tuple[int, Spans] | None:
    """One line of the data.

    Returns:
        where the next one begins and what is secret in this one; None where the data has ended.
    """
    end = view.line_end(place)
    line = view.text[place:end]
    after = end + (2 if view.text.startswith("\r\n", end) else 1 if view.text.startswith("\n", end) else 0)
    if not line.strip() or line.lstrip().startswith("#"):
        return after, ()
    found = _PAIR.match(view.text, place, end)
    depth = len(line) - len(line.lstrip(" "))
    if depth <= indent:
        return None
    if not found:  # a value goes on
        return after, (Span("kubernetes_secret", place + depth, end),) if is_literal(line, quoted=True) else ()
    if blocks.HEADER.match(view.text, found.end(), end):
        block = blocks.begin(view, end, depth, "kubernetes_secret")
        if not block or not is_literal(view.text[block.start : view.line_end(block.start)], quoted=True):
            return after, ()
        return block.start, (block,)
    value = read(view.text, found.end(), end, cut=end == place + LINE)
    if not value:
        return after, ()
    if not value.quote and not value.open:
        bare = re.sub(r"\s+#.*$", "", view.text[value.start : end]).rstrip()
        stop, text = value.start + len(bare), bare
    else:
        stop, text = value.end, value.text
    if len(text) < 3 or not is_literal(text, quoted=True):
        return (after if not value.open else stop), ()
    return (after if not value.open else stop), (
        Span("kubernetes_secret", value.start, stop, "word" if value.open else "none"),
    )


def follow_json(view: View, place: int) -> tuple[int, Spans] | None:
    """One pair of the data; None where it has ended."""
    end = view.end(place, LINE)
    found = _JSON_PAIR.match(view.text, place, end)
    if not found:
        return None
    value = read(view.text, found.end(), end, cut=end == place + LINE)
    if not value:
        return None
    span = Span("kubernetes_secret", value.start, value.end, "word" if value.open else "none")
    after = value.end if value.open else value.end + len(found[1])
    return after, (span,) if len(value.text) >= 3 and is_literal(value.text, quoted=True) else ()
