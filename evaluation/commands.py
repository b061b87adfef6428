"""Commands of an answer, and patterns to which they are held: by their words and flags, not by their spelling.

A pattern is written like a command, `kubectl rollout undo deployment checkout -n|--namespace=shop !--to-revision`:

- words must come in this order, others may stand between them;
- flags may stand anywhere; `-n|--namespace` are spellings of one, and what follows `=` is its value;
- a term behind `!` must not be there;
- `|` separates alternatives, and `*`, `?` and `[abc]` are those of file names.

Tools and objects are written in one spelling: `docker compose`, `terraform` (also `tofu`), `apt-get`, `kubectl get pod web`
for `kubectl get pods/web`, units of systemd without `.service`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from assistant.checks.risk import assess

_SHORT = 2  # characters of a flag such as -n
_CLUSTER = re.compile(r"-[A-Za-z]+\d*")
_LONG_WITH_ONE_DASH = frozenset({"find", "java", "openssl", "terraform"})
_CARRIERS = frozenset(["sudo", "doas", "xargs", "time", "nohup", "env", "watch", "timeout", "nice"])
_MOST_CARRYING = 6  # words up to the program behind one of them
_TOOLS = {"docker-compose": "docker compose", "tofu": "terraform", "apt": "apt-get", "pip3": "pip", "egrep": "grep"}
_OBJECTS = {
    "configmap": "configmaps cm",
    "cronjob": "cronjobs cj",
    "daemonset": "daemonsets ds",
    "deployment": "deployments deploy deployment.apps",
    "endpoints": "endpoint ep",
    "event": "events ev",
    "hpa": "horizontalpodautoscaler horizontalpodautoscalers",
    "ingress": "ingresses ing",
    "job": "jobs",
    "namespace": "namespaces ns",
    "node": "nodes no",
    "pod": "pods po",
    "pv": "persistentvolume persistentvolumes",
    "pvc": "persistentvolumeclaim persistentvolumeclaims",
    "replicaset": "replicasets rs",
    "rolebinding": "rolebindings",
    "secret": "secrets",
    "service": "services svc",
    "serviceaccount": "serviceaccounts sa",
    "statefulset": "statefulsets sts",
}
_OBJECT_NAMES = {other: name for name, others in _OBJECTS.items() for other in (name, *others.split())}
_INLINE = re.compile(r"(?<!`)`([^`\n]{2,400})`(?!`)")


@dataclass(frozen=True)
class Command:
    """A command as it stands, and its words in one spelling."""

    text: str
    words: tuple[str, ...]


def commands_of(script: str, *, transcript: bool = False) -> list[Command]:
    """The commands of a shell script, those inside loops and substitutions included.

    Args:
        transcript: whether only what follows a prompt was typed.
    """
    return [command(each.text) for each in assess(script, "console" if transcript else "bash").commands]


def inline_commands(prose: str) -> list[Command]:
    """What stands between single backticks, where it is more than a word."""
    return [command(found[1]) for found in _INLINE.finditer(prose) if " " in found[1].strip()]


def command(text: str) -> Command:
    """Read one command."""
    try:
        words = shlex.split(text.strip().removeprefix("$ "))
    except ValueError:  # a quote that is not closed
        words = text.split()
    return Command(" ".join(text.split()), tuple(_in_one_spelling(words)))


def _in_one_spelling(words: Sequence[str]) -> Iterator[str]:
    named = [part for word in words for part in _tool(word)]
    kubectl, systemd = "kubectl" in named, "systemctl" in named or "journalctl" in named
    for word in named:
        kind, slash, name = word.partition("/")
        if kubectl and (slash or not name) and kind.lower() in _OBJECT_NAMES:
            yield _OBJECT_NAMES[kind.lower()]
            if name:
                yield name
        elif systemd:
            yield word.removesuffix(".service")
        else:
            yield word


def _tool(word: str) -> list[str]:
    """A program without its folder, in one spelling."""
    name = word.rsplit("/", 1)[-1] if word.startswith(("/usr/", "/bin/")) else word
    return _TOOLS[name].split() if name in _TOOLS else [name]


@dataclass(frozen=True)
class Pattern:
    """What a command has to be."""

    text: str
    words: tuple[tuple[str, ...], ...]
    flags: tuple[_Flag, ...]
    refused: tuple[Pattern, ...]

    def fits(self, given: Command) -> bool:
        """Whether a command is one of these."""
        return (
            self._begins(given.words)
            and _in_order(given.words, self.words)
            and all(flag.stands_in(given.words) for flag in self.flags)
            and not any(each.is_in(given.words) for each in self.refused)
        )

    def is_in(self, words: Sequence[str]) -> bool:
        """Whether it stands anywhere in a command."""
        return _in_order(words, self.words) and all(flag.stands_in(words) for flag in self.flags)

    def _begins(self, words: Sequence[str]) -> bool:
        """Whether the program is the one, behind sudo and the like."""
        carried = _MOST_CARRYING if words and words[0] in _CARRIERS else 1
        return any(_is(word, self.words[0]) for word in words[:carried]) if self.words else True


def pattern(text: str) -> Pattern:
    """Read a pattern.

    Raises:
        ValueError: it has no word and no flag, or an empty alternative.
    """
    terms = shlex.split(text)
    refused = tuple(pattern(shlex.quote(term[1:])) for term in terms if term.startswith("!"))
    wanted = [term for term in terms if not term.startswith("!")]
    flags = tuple(_flag(term) for term in wanted if term.startswith("-") and term.strip("-"))
    words = tuple(_alternatives(term) for term in wanted if not (term.startswith("-") and term.strip("-")))
    if not words and not flags:
        raise ValueError(f"the pattern {text!r} says nothing")
    return Pattern(text, words, flags, refused)


def _alternatives(term: str) -> tuple[str, ...]:
    parts = tuple(term.split("|"))
    if not all(parts):
        raise ValueError(f"an alternative of {term!r} is empty")
    return parts


def _in_order(words: Sequence[str], wanted: Sequence[Sequence[str]]) -> bool:
    rest = iter(words)
    return all(any(_is(word, alternatives) for word in rest) for alternatives in wanted)


def _is(word: str, alternatives: Sequence[str]) -> bool:
    return any(fnmatchcase(word, each) for each in alternatives)


@dataclass(frozen=True)
class _Flag:
    names: tuple[str, ...]
    values: tuple[str, ...]  # alternatives; none where any will do

    def stands_in(self, words: Sequence[str]) -> bool:
        """Whether one of the spellings is there, with its value."""
        return any(self._is_at(words, at) for at, word in enumerate(words) if word.startswith("-"))

    def _is_at(self, words: Sequence[str], at: int) -> bool:
        word, tool = words[at], words[0]
        following = words[at + 1] if at + 1 < len(words) else ""
        for name in self.names:
            given, equals, value = word.partition("=")
            if given == name:
                return not self.values or _is(value if equals else following, self.values)
            if len(name) == _SHORT and self._is_attached(word, name, tool, following):
                return True
        return False

    def _is_attached(self, word: str, name: str, tool: str, following: str) -> bool:
        """`-nshop`, and `-tulpn` or `-xzf file` for one letter of it."""
        clustered = tool not in _LONG_WITH_ONE_DASH and bool(_CLUSTER.fullmatch(word)) and name[1] in word
        if not self.values:
            return clustered
        attached = word.startswith(name) and _is(word[2:], self.values)
        return attached or (clustered and word.endswith(name[1]) and _is(following, self.values))


def _flag(term: str) -> _Flag:
    names, equals, value = term.partition("=")
    return _Flag(_alternatives(names), _alternatives(value) if equals else ())
