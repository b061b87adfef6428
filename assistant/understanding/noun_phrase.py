"""Requests without a verb: "ingress for x.example.com -> service y:8080", "pvc uploads 50Gi", "alert rule if job x is down".

A kind of file at the head, with values or a purpose, asks for that file. A kind that something is told of ("pvc is pending"), or
that stands among the logs, events or orders of one that exists, does not.
"""

from __future__ import annotations

import re

from assistant.understanding import imperative, phrases

_MOST_BEFORE = 6  # words before the kind
_HEAD = re.compile(
    r"§(?P<kind>\w+)|(?<![\w/.-])(?P<word>pods?|namespaces?|pvs?|persistent ?volumes?|limit ?ranges?|quotas?|cron ?tabs?|cron (?=line|entry|job)|"
    r"daemon sets?|stateful sets?|sts|cm|svc|logrotate|alerts?|prom(?:etheus)? (?:alerts?|rules?)|kustomi[sz]ation|gha|"
    r"recording rules?|ssh config|compose(?! up| down| logs)|http ?routes?|jobs?(?= `)|deploy|vhost)(?![\w/.-])"
)
_OPENING = re.compile(
    r"^(?:(?:please|pls|plz|hi|hey|hello|ok|okay|and|also|now|bitte|por favor|i|we|need|needs|want|would like|give me|gimme|looking for|"
    r"necesito|quiero|dame|ich brauche|brauche|ich möchte|il me faut|je veux|j'ai besoin d'|voglio|ho bisogno di)[:,]? )*"
)
_DOCUMENT = frozenset(
    """
    yaml yml manifest manifests manifiesto fichier fichero archivo datei config configuration template example
    """.split()
)
_NOT_BEFORE = frozenset(
    """
    my our the this that these those your its their all every each any no in on at from into with without of for to as by
    about is are was were be been am do does did has have had can could should would will may might must what which who
    whose why how when where after before since while if whether via between mein meine mi mis mon ma
    """.split()
)
_LINKS = frozenset("for of de für pour per with a an un una une ein eine einen and".split())
_STATE = frozenset(
    """
    is are was were isn't isnt aren't has have had hasn't does doesn't doesnt did didn't didnt do don't dont can't cant
    cannot couldn't won't wont not never keeps keep gives gave returns returned fails failed failing stays stuck hangs
    hanging exits exited crashes crashed crashing shows says throws gets got still goes went takes dies died no becomes
    remains refuses ignores restarting pending terminating unhealthy unreachable broken missing down slow times logs ist
    sind wird hat geht está son tiene est sont a-t-il disappeared vanished complains rejects
    """.split()
)
_CLAUSE = frozenset("that which so if when whenever where with for on to - -> => running".split())
_OF_ONE_THAT_EXISTS = frozenset(
    """
    logs log status events event history endpoints age uid owner usage restart restarts rollback rollout up down ps exec
    pull push plan apply destroy import init state output fmt validate workspace refresh get list describe delete inspect vs
    or versus name names best commands command cheatsheet tutorial documentation docs meaning order lifecycle limits
    """.split()
)
_ABOUT_TROUBLE = frozenset({"prometheus_rules", "alert", "alerts", "networkpolicy"})
"""Kinds whose very purpose is told with words of trouble."""

_VALUE = re.compile(
    r"\d|\S=\S|->|=>|`|(?<![\w/])/\w|\w\.[a-z]{2,}|[\w)]: \S|\b(?:image|img|named|called|name|label(?:led|s)?|ns|namespace|storage ?class|"
    r"class|user|port|schedule|keys?|bucket|region)\s\S"
)
_PURPOSE = re.compile(
    r"\b(?:for|with|that|which|to|so|running|runs?|using|allowing|denying|blocking|if|when|on|mit|für|das|die|der|con|para|que|avec|pour|qui)\s\S+"
)
_WEAK = frozenset({"service", "secret", "terraform", "ansible_playbook", "helm_chart", "rbac", "shell_script", "makefile"})
"""Kinds that people speak of in questions as often as in requests: a purpose alone is not enough."""

_BENIGN = re.compile(
    r"\S+=\S+|`[^`]*`|(?<![\w/])/\S+|\b(?:restart\w*|retry|retries)(?: policy)?(?: only)?(?: it)? ?(?:on[- ]fail\w*|always|never|if it \w+|when it \w+|after a crash)"
    r"|\bon[- ]failure\b|\bmax(?:imum)?[- ]?unavailable\b|\btimeouts?(?: of)? \d\w*|\b\d+\s?\w? timeout|\berror[_ ](?:log|page)s?\b|\bbackoff limit\b"
    r"|\bnot as root\b|\bscal\w+ down\b|\b(?:down|up)time\b|\bdeny\w*\b|\bdenied by default\b|\bnever (?:more|less|fewer|below)\b|\bnot (?:root|empty)\b"
)
_ASKS = re.compile(
    r"\b(?:wie|wo|warum|wieso|womit|welche\w*|c[oó]mo|qu[eé] comando|d[oó]nde|cu[aá]l|quel\w*|comment)\b|\bhow\b|\bwhy\b|\bwhat(?:'s|s)?\b|\bwhich (?:command|flag|option)\b|\bdifferences?\b|\bvs\b|\bmeans?\b|\bexplain\w*\b|\bor not\b"
)


def names_a_file(words: str) -> bool:
    """Tell whether the words are a request for a file without a verb.

    Args:
        words: in lower case, corrected, kinds marked.
    """
    opening = _OPENING.match(words)
    text = words[opening.end() if opening else 0 :]
    head = _HEAD.search(text)
    if head is None or not _may_stand_before(text[: head.start()]) or imperative.order(words):
        return False
    kind, rest = head["kind"] or head["word"], text[head.end() :].strip()
    troubled = kind in _ABOUT_TROUBLE or kind.startswith("prom")
    if _ASKS.search(text) or _is_told_of(rest, only_at_once=troubled):
        return False
    if not troubled and phrases.TROUBLE.search(_BENIGN.sub(" ", text)):
        return False
    valued = bool(_VALUE.search(text.replace(head[0], " ", 1)))
    if "?" in rest and not valued:
        return False
    return valued or (bool(rest) if troubled else kind not in _WEAK and bool(_PURPOSE.search(rest)))


def _may_stand_before(before: str) -> bool:
    """Adjectives, languages, a name; no preposition, pronoun or verb."""
    words = before.replace("§", "").split()
    if len(words) > _MOST_BEFORE:
        return False
    document = False
    for word in words:
        plain = word.strip(",.:;")
        document = document or plain in _DOCUMENT
        if plain in _STATE or (plain in _NOT_BEFORE and not (plain in _LINKS and document)) or word.endswith(("?", "!", ".")):
            return False
    return True


def _is_told_of(rest: str, *, only_at_once: bool) -> bool:
    """A verb of state soon after the kind: "is pending", "web has no endpoints"."""
    words = rest.split()
    if words and words[0].strip(":,.?!") in _OF_ONE_THAT_EXISTS and not words[0].endswith(":"):
        return True
    for word in words[: 1 if only_at_once else 4]:
        if word.strip(",.?!") in _STATE:
            return True
        if word in _CLAUSE or word.endswith((":", ",", ";")):
            return False
    return False
