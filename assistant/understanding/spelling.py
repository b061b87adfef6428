"""Corrects typing errors in the words by which an intent is told, and in no others."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[a-z][a-z']{2,19}")
_MOST_WORDS = 300
_LONG = 5  # letters from which on a letter too few, too many or another is forgiven; in short words only two that are swapped
_KNOWN = """
    create generate write make build draft deployment service ingress statefulset daemonset cronjob configmap secret
    networkpolicy autoscaler dockerfile compose workflow pipeline terraform prometheus playbook manifest template systemd
    nginx kubernetes docker container explain meaning means mean review check improve optimize what which command how why
    error failing failed wrong restart delete remove rollback please show example hello thanks thank script github gitlab
    replicas namespace volume cluster server database certificate permission should could would does this that with from
    install upgrade configure logs between difference
    """.split()
# Right words that are one step from a known one.
_RIGHT = frozenset(
    """
    crate crates created creates writes writer wrote made maker wake take services deployments ingresses secrets cheek checks
    reviews serve served serves severs sever server's container's services' whit width witch wish hew who shows hows shod wrung
    wring tanks thus thin these those than then hat chat form forms restarts restarted deletes deleted removes removed removal
    explains meant men man commands examples pipelines templates manifests containers volumes clusters servers databases
    permissions installs upgrades falling filing filed failure scripts dose doses log lags legs builds built guild composer
    composes composed workflows replica mold cold world word words work works worse white quite rewrite where there their errors
    terror drafts drifts drift daft wheat heat shot trough through bread broad checked reviewed improved improves shell slow snow
    """.split()
)


def correct(text: str) -> str:
    """Put right what is one typing error away from a word that matters.

    Args:
        text: in lower case; its first three hundred words are read.
    """
    left = _MOST_WORDS

    def right(match: re.Match[str]) -> str:
        nonlocal left
        left -= 1
        word = match[0]
        return word if left < 0 or word in _RIGHT else _near(word) or word

    return _WORD.sub(right, text)


def _near(word: str) -> str | None:
    exact, swapped, shortened = _forms()
    if word in exact:
        return word
    if word in swapped:
        return swapped[word]
    if len(word) < _LONG:
        return None
    near = (known for form in (word, *_shorter(word)) if (known := shortened.get(form)))
    return next((known for known in near if _one_step(word, known)), None)


def _one_step(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    shorter, longer = sorted((one, other), key=len)
    return shorter in _shorter(longer)


@cache
def _forms() -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    """The known words; what each becomes with two neighbours swapped; with one letter less."""
    swapped: dict[str, str] = {}
    shortened: dict[str, str] = {}
    for word in _KNOWN:
        for at in range(len(word) - 1):
            form = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            if form not in _KNOWN and form not in _RIGHT:
                swapped.setdefault(form, word)
        if len(word) > _LONG:
            for form in (word, *_shorter(word)):
                shortened.setdefault(form, word)
    return frozenset(_KNOWN), swapped, shortened


def _shorter(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]
