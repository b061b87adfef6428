"""Named slots of commands and patterns, `<pod>` or `<path>`: what may fill them and where a text tells it.

What fills a slot comes out of untrusted text and goes into a command that somebody will paste into a shell. So each slot
takes a plain word of few characters only: nothing that a shell would act on, and no dash at its begin, which would be an
option.
"""

from __future__ import annotations

import re
from functools import cache

SLOT = re.compile(r"<([a-z][a-z_]*)>")

_OBJECT = r"[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_WORD = r"\w(?:[\w.-]{0,80}\w)?"
_NAME_WITH_SLASH = r"\w(?:[\w./-]{0,100}\w)?"
_HASH = "[bcdfghjklmnpqrstvwxz2456789]"  # what Kubernetes makes generated names of

# ASCII only: the expressions are compiled so.
ACCEPTED: dict[str, str] = {
    "branch": _NAME_WITH_SLASH,
    "chart": _NAME_WITH_SLASH,
    "claim": _OBJECT,
    "cluster": _WORD,
    "command": r"\w(?:[\w.+-]{0,60}\w)?",
    "container": r"[a-z0-9](?:[\w.-]{0,120}\w)?",
    "context": r"\w(?:[\w.@:/-]{0,120}\w)?",
    "database": _WORD,
    "deployment": _OBJECT,
    "file": r"(?:\.{0,2}/|~/)?\w(?:[\w./+-]{0,180}\w)?",
    "host": r"[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?",
    "image": r"[a-z0-9](?:[\w./:@-]{0,250}\w)?",
    "ingress": _OBJECT,
    "job": _OBJECT,
    "key": _NAME_WITH_SLASH,
    "line": r"\d{1,7}",
    "lock_id": r"[0-9a-f](?:[0-9a-f-]{6,40}[0-9a-f])",
    "namespace": _LABEL,
    "node": _OBJECT,
    "object": _OBJECT,
    "package": r"@?[a-z0-9](?:[\w./-]{0,100}\w)?",
    "path": r"(?:\.{0,2}/|~/)(?:[\w.@/+-]{0,180}[\w/])?",
    "pid": r"\d{1,8}",
    "pod": _OBJECT,
    "port": r"\d{1,5}",
    "registry": r"[a-z0-9](?:[a-z0-9.-]{0,100}[a-z0-9])(?::\d{1,5})?",
    "release": _OBJECT,
    "remote": _WORD,
    "resource": r"[a-z](?:[\w.-]{0,100}\w)?",
    "role": _WORD,
    "service": r"[a-z0-9](?:[\w.-]{0,80}\w)?",
    "table": _WORD,
    "unit": r"\w[\w@.:-]{0,100}\.(?:service|timer|socket|mount|target|path|slice|scope)",
    "user": r"\w(?:[\w.@:+-]{0,100}\w)?",
    "variable": r"[a-z_]\w{0,60}",
    "verb": r"[a-z]{3,16}",
}

_ROW = r"\d{1,3}/\d{1,3}\s{1,20}[A-Z]"  # READY and the start of STATUS in the table of `kubectl get pods`
_TOLD: dict[str, tuple[str, ...]] = {
    "branch": (r"branch '<branch>'", r"to set the remote as upstream, use[\s\S]{1,80}--set-upstream origin <branch>"),
    "container": (
        r"\bcontainer[ =:]{1,2}[\"']?<container>[\"']",
        r"failed container[ =]<container> in pod",
        r"docker (?:logs|restart|start|stop|inspect) <container>(?=\s|$)",
    ),
    "database": (r"\bdatabase[ =:]{1,2}[\"']<database>[\"']",),
    "deployment": (
        r"\bdeployments?(?:\.apps)?(?:/| \")<deployment>\"?(?=[\s\",:]|$)",
        rf"\b<deployment>-{_HASH}{{6,10}}-{_HASH}{{5}}\b",
        rf"\breplicaset[/ ]\"?<deployment>-{_HASH}{{6,10}}\b",
    ),
    "file": (
        r"File \"<file>\", line \d",
        r"\bon <file> line \d",
        r"\bin (?:file )?<file>:\d",
        r"(?:^|\s|\()<file>:\d{1,7}(?::\d|:|\s|\)|$)",
        r"(?:apply|create|replace|diff|delete) -f <file>(?=\s|$)",
        r"\b(?:parsing|reading|validating) \"?<file>\"?[:\s]",
    ),
    "host": (
        r"https?://<host>(?=[/:\s\"'?]|$)",
        r"\bhost(?:[=:] ?[\"']?| [\"'])<host>[\"']?(?=[\s,;]|$)",
        r"dial tcp:? (?:lookup )?<host>(?=[:\s])",
        r"\bupstream: \"\w{2,10}://<host>(?=[/:\"])",
        r"\w@<host>(?=[\s:']|$)",
    ),
    "image": (
        r"\bimage[ =:]{1,2}\\?[\"']<image>\\?[\"']",
        r"\bimage: <image>(?=\s|$)",
        r"docker (?:pull|run|push)(?: -\S{1,20}){0,3} <image>(?=\s|$)",
    ),
    "job": (r"\bjobs?(?:\.batch)?/<job>\b", r"\bJob \"<job>\""),
    "key": (r"\bkey[ =:]{1,2}[\"']<key>[\"']",),
    "line": (r", line <line>\b", r"\bline <line>\b", r"\b[\w/.-]{1,100}\.\w{1,10}:<line>\b"),
    "namespace": (
        r"(?:\s-n|--namespace)[ =]<namespace>(?=\s|$)",
        r"\bnamespace[\"']?[ =:/]{1,3}[\"']?<namespace>[\"']?(?=[\s,;.}\])]|$)",
        r"\bin (?:the )?<namespace> namespace\b",
        r"\bsystem:serviceaccount:<namespace>:",
        r"\bpod=\"?<namespace>/[a-z0-9]",
        rf"(?m:^)<namespace>[ \t]{{1,40}}[a-z0-9][a-z0-9.-]{{1,200}}[ \t]{{1,60}}{_ROW}",
    ),
    "node": (
        r"\bnodes?[ =:/]{1,2}\"<node>\"",
        r"\bnode/<node>\b",
        r"\bNode:\s{1,20}<node>(?=[/\s])",
        r"(?m:^)<node>\s{1,20}NotReady",
    ),
    "package": (r"(?:pip|pip3|npm|apt|apt-get) install (?:-\S{1,20} ){0,3}<package>(?=\s|$)",),
    "path": (r"[\"'`]<path>[\"'`]", r"(?:^|\s)<path>(?=[\s:,]|$)"),
    "pid": (r"\bpid[ =:]{1,2}<pid>\b", r"\bPID <pid>\b", r"\w\[<pid>\]:"),
    "pod": (
        r"\bpods?/<pod>(?=[\s\",:]|$)",
        r"\bpod[ =:]{1,2}\\?\"(?:[a-z0-9-]{1,63}/)?<pod>(?:_[^\"\s]{1,80})?\\?\"",
        rf"(?m:^)(?:[a-z0-9-]{{1,63}}[ \t]{{1,40}})?<pod>[ \t]{{1,60}}{_ROW}",
        r"kubectl (?:logs|describe pod|exec|get pod)(?: -\w{1,3}){0,2} <pod>(?=\s|$)",
        rf"\b<pod>(?<=[a-z0-9]-{_HASH}{{5}})(?=[\s\",:_]|$)",
    ),
    "port": (r"\bport[ =:]{1,2}<port>\b", r"(?:\d|[a-z])[a-z0-9.]:<port>(?!\d|:|\.\d)\b"),
    "registry": (
        r"(?:image|reference|manifest for|access denied for)[ =:]{1,2}\\?[\"']?<registry>(?<=[.:][\w-]{2})/",
        r"https://<registry>/v2/",
        r"(?:image|reference)[ =:]{1,2}\\?[\"']?<registry>/[\w./-]{1,120}[:@\"'\\]",
    ),
    "release": (
        r"\brelease(?: named \"?| \"|: )<release>\"?(?=[\s\",]|$)",
        r"helm (?:upgrade|install|rollback|uninstall|status)(?: --?\w{1,12}){0,2} <release>(?=\s)",
    ),
    "resource": (r"\bwith (?=[a-z])<resource>,(?=\s)", r"\bkind: <resource>\b"),
    "role": (r"\buser[ =:]{1,2}\"<role>\"", r"\brole(?:/| \")<role>\"?(?=[\s\",;]|$)"),
    "service": (r"\b(?:service|svc)[/ ]\"<service>\"", r"\b(?:service|svc)/<service>\b", r"service=<service>\b"),
    "table": (r"\btable[ =:]{1,2}[\"'`]<table>[\"'`]",),
    "unit": (r"\b<unit>(?=[\s:'\",)/]|$)", r"(?:systemctl \w{2,20}|journalctl -u) <unit>(?=\s|$)"),
    "user": (r"\buser[ =:]{1,2}[\"']<user>[\"']", r"\b<user>@[a-z0-9][a-z0-9.-]{1,100}(?=[:'\s]|$)"),
}


def expand(pattern: str) -> str:
    """A pattern with `<slot>` as a group of that name, where it comes again as what it takes, and `...` as up to 120 signs."""
    seen: set[str] = set()

    def group(match: re.Match[str]) -> str:
        name = match[1]
        if name not in ACCEPTED or match.string[match.start() - 2 : match.start()] == "?P":
            return match[0]
        first = name not in seen
        seen.add(name)
        return f"(?P<{name}>{ACCEPTED[name]})" if first else f"(?:{ACCEPTED[name]})"

    return SLOT.sub(group, re.sub(r"(?<!\\)\.\.\.", ".{0,120}?", pattern))


def told(slot: str, text: str) -> str | None:
    """What a piece of text says of a slot, the first that is found.

    Args:
        text: some thousand characters at most.
    """
    for expression in _expressions(slot):
        if match := expression.search(text):
            return match[slot]
    return None


def fill(template: str, values: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Put values into the slots of a command.

    Returns:
        The command, and the slots that stay as they are because nothing is known.
    """
    missing = tuple(dict.fromkeys(name for name in SLOT.findall(template) if name not in values))
    return SLOT.sub(lambda match: values.get(match[1], match[0]), template), missing


@cache
def _expressions(slot: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(expand(pattern), re.IGNORECASE | re.ASCII) for pattern in _TOLD.get(slot, ()))
