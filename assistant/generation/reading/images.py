"""Container images."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation import well_known

_PATH = r"[a-z0-9]+(?:(?:[._]|__|-{1,3})[a-z0-9]+){0,8}"
_REFERENCE = re.compile(
    rf"(?<![\w/:.@-])((?:[a-z0-9][a-z0-9.-]{{0,80}}(?::\d{{2,5}})?/)?{_PATH}(?:/{_PATH}){{0,6}}(?::[\w][\w.-]{{0,100}})?(?:@sha256:[0-9a-f]{{64}})?)(?![\w/@])",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:image|from image|container image)s?\b\s*(?:is|of|called|named)?\s*[:=]?\s*[\"'`]?([^\s\"'`,;()]{2,200})",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"([^\s\"'`,;()]{2,200})[\"'`]?\s+(?:docker |container )?image\b", re.IGNORECASE)
_KNOWN = re.compile(
    r"(?<![\w./:-])("
    + "|".join(sorted((re.escape(name) for name in {*well_known.WELL_KNOWN, *well_known.SYNONYMS}), key=len, reverse=True))
    + r")"
    r"(?:\s+(?:version\s+|v)?(\d{1,4}(?:\.\d{1,4}){0,3}(?:-[a-z][a-z0-9.]{0,20})?)(?![\w%:/]| ?(?:replicas|pods|instances|nodes|[kmgt]i?b?\b|times|copies|workers|minutes)))?(?![\w:/@]|-\w)",
    re.IGNORECASE,
)
_IMAGE = re.compile(
    rf"(?:[a-z0-9](?:[a-z0-9.-]{{0,80}}[a-z0-9])?(?::\d{{2,5}})?/)?{_PATH}(?:/{_PATH}){{0,6}}(?::\w[\w.-]{{0,127}})?(?:@sha256:[0-9a-f]{{64}})?"
)
_NOT_TAGS = re.compile(r"\d{1,5}", re.ASCII)
_USUAL_PORTS = frozenset({20, 21, 22, 23, 25, 53, 80, 88, 110, 123, 143, 389, 443, 445, 465, 514, 587, 636, 993})
_NO_IMAGE_TEXT = """
the a an with for from using my our this that and tag pull pullpolicy is to on name version custom docker container
which
"""
_NO_IMAGE = frozenset(_NO_IMAGE_TEXT.split())


def is_image(value: str) -> bool:
    """Whether it is a reference that a container runtime accepts (https://github.com/distribution/reference)."""
    return len(value) <= 255 and _IMAGE.fullmatch(value) is not None


def read(text: str) -> dict[str, Any]:
    """Read `image`: as the text has it, or a well-known name with the version beside it."""
    for candidate in _candidates(text):
        plain = candidate.strip("\"'`.,;:").removeprefix("docker.io/library/")
        name, colon, tag = plain.partition(":") if "/" not in plain else (plain, "", "")
        lowered = (
            name.lower() + colon + tag
            if colon
            else plain.lower()
            if plain.lower() == plain.lower() and ":" not in plain
            else plain
        )
        if is_image(lowered):
            return {"image": lowered}
    return {}


def _candidates(text: str) -> list[str]:
    said = [match[1] for pattern in (_SAID, _BEFORE) for match in pattern.finditer(text)]
    said = [each for each in said if re.search(r"[a-z]", each) and each.lower() not in _NO_IMAGE]
    full = [
        match[1]
        for match in _REFERENCE.finditer(text)
        if _looks_like_an_image(match[1], text[max(0, match.start() - 12) : match.start()])
    ]
    known = [_pinned(match[1], match[2]) for match in _KNOWN.finditer(text) if _means_the_image(text, match)]
    said_known = [
        word
        if ":" in word or "/" in word
        else next((each for each in known if each.partition(":")[0] == _pinned(word, None).partition(":")[0]), word)
        for word in said
    ]
    strong = [each for each in said_known if ":" in each or "/" in each]
    return strong + full + said_known + known


def _looks_like_an_image(reference: str, before: str) -> bool:
    head, _, tail = reference.rpartition("/")
    name, colon, tag = tail.partition(":")
    if before.endswith(("http://", "https://", "://", "/", "=")) or before.rstrip().lower().endswith(
        ("path", "host", "upstream", "proxy to")
    ):
        return False
    if colon and not head:
        known = well_known.lookup(name) is not None
        port_like = _NOT_TAGS.fullmatch(tag) and (int(tag) in _USUAL_PORTS or int(tag) > 999 or (int(tag) > 99 and not known))
        return (
            not port_like
            and name.lower()
            not in {"localhost", "port", "ports", "replicas", "name", "image", "namespace", "cpu", "memory", "host"}
            and bool(re.search(r"[a-z]", name, re.IGNORECASE))
        )
    if head:
        registry = head.partition("/")[0]
        return bool(colon and not _port_only(head, tag)) or (
            "." in registry and registry.rpartition(".")[2].isalpha() and "." not in tail
        )
    return False


def _port_only(head: str, tag: str) -> bool:
    return "/" not in head and tag.isdigit() and len(tag) > 3


def _pinned(name: str, version: str | None) -> str:
    known = well_known.lookup(name)
    if known is None:
        return name
    return well_known.tagged(known, version)


def _means_the_image(text: str, match: re.Match[str]) -> bool:
    """Whether a product's name is not part of another term, such as the class of an Ingress."""
    after = text[match.end() : match.end() + 24].lower()
    before = text[max(0, match.start() - 24) : match.start()].lower()
    if re.match(r"\s+(ingress|class|gateway|dump|backup|metrics?|operator|annotation)", after) or re.search(
        r"(class|ingress|from|to|connects? to|talks? to|named|called|namespace|service|svc|app)[ :=]+(the )?$", before
    ):
        return False
    return not re.search(r"\b(curl|node|nodejs|python)\b", match[1], re.IGNORECASE) or bool(match[2])
