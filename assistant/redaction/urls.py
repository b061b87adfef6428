"""Secrets in addresses: passwords before the host, and paths that let anybody in who knows them."""

from __future__ import annotations

import re

from assistant.redaction.keys import Strength
from assistant.redaction.values import entropy, is_literal, is_secret, looks_random
from assistant.redaction.view import LINE, Span, Spans, View

ANCHORS = "://"
WEBHOOK_ANCHORS = (
    r"hooks\.slack\.com/|discord(?:app)?\.com/api/|\.webhook\.office\.com/|outlook\.office\.com/webhook/|hooks\.zapier\.com/"
    r"|api\.telegram\.org/bot|maker\.ifttt\.com/|/hooks/|open\.feishu\.cn/|qyapi\.weixin|\.logic\.azure\.com"
)
# Without a scheme, as drivers of Go, Oracle and others take them; at most 128 characters long.
WITHOUT_SCHEME = re.compile(
    r"(?<![\w.+/:@$-])(?:(?P<user>[\w.$-]{1,32}):(?P<password>[^\s\"'`/]{3,60})@(?:(?P<sure>(?:tcp|tcp6|udp|unix|cloudsql|mysql|ssl)\()|/\w|(?:[\w-]{1,20}\.){0,2}\w{1,20}:[0-9]{2,5}/\w)"
    r"|(?P<schema>[A-Za-z][\w$#]{0,29})/(?P<key>[^\s\"'`/@]{3,40})@(?P<oracle>//\w|\([Dd][Ee][Ss][Cc]|[\w.-]{1,32}:15[0-9]{2}[/:]\w))"
)
_RUN = re.compile(r"[^\s\"'`<>\x1b]{1,1024}")
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d+)?(?=[/?#,\\)\]};|]|$)")
_PORT = re.compile(r"\d{1,5}")
_NO_PASSWORDS = ("PASS", "PASSWORD", "PWD")
_WEBHOOK = re.compile(
    r"hooks\.slack\.com/(?:services|workflows|triggers)/([\w/-]{10,200})|discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d+/([\w-]{20,200})"
    r"|\.webhook\.office\.com/\w+/([\w@/.-]{32,300})|outlook\.office\.com/webhook/([\w@/.-]{32,300})|hooks\.zapier\.com/hooks/catch/([\w/-]{8,100})"
    r"|api\.telegram\.org/bot(\d{6,12}:[\w-]{20,64})|maker\.ifttt\.com/trigger/[\w-]+/(?:json/)?with/key/([\w-]{16,64})|/hooks/([a-z0-9]{26})(?!\w)"
    r"|open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]{20,64})",
    re.IGNORECASE,
)


def decide(view: View, place: int) -> Spans:
    """The password of `scheme://user:password@host`, or a token that stands for both."""
    begin = place + 3
    end = view.line_end(begin)
    found = _RUN.match(view.text, begin, end)
    if not found or "@" not in found[0]:
        return ()
    run = found[0]
    at = _end_of_user(run)
    if at < 0:
        return ()
    user, colon, password = run[:at].partition(":")
    if ";" in run[:at] and "=" in run[:at]:
        return ()  # settings after the host, as of JDBC
    if colon and password and len(password) >= 3 and is_literal(password, quoted=True) and not _is_template(password):
        spans = [Span("password", begin + len(user) + 1, begin + at)]
        if len(user) >= 20 and looks_random(user) and is_literal(user, quoted=True):
            spans.insert(0, Span("token", begin, begin + len(user)))
        return spans
    if len(user) >= 16 and is_literal(user, quoted=True) and looks_random(user) and entropy(user) >= 2.8:
        return (Span("token", begin, begin + len(user)),)
    return ()


def without_scheme(view: View, place: int) -> Spans:
    """The password of `user:password@tcp(host)/db`, `user:password@host:5432/db`, `user/password@//host:1521/service`."""
    found = WITHOUT_SCHEME.match(view.text, place, min(len(view.text), place + 128))
    if not found:
        return ()
    name = "password" if found["user"] else "key"
    sure = found["sure"] or found["oracle"]
    if not is_secret(found[name], Strength.SURE if sure else Strength.WEAK, quoted=True) or _is_template(found[name]):
        return ()
    return (Span("password", *found.span(name)),)


def webhook(view: View, place: int) -> Spans:
    """The part of a webhook's address that is its only protection."""
    end = view.line_end(place)
    found = _WEBHOOK.match(view.text, place, end)
    if not found or not found.lastindex or not is_literal(found[found.lastindex].replace("/", "-"), quoted=True):
        return ()
    start, stop = found.span(found.lastindex)
    secret = view.text[start:stop]
    if entropy(secret) < 2.5 or "XXXX" in secret.upper():
        return ()
    return (Span("webhook_url", start, stop, "word" if stop == place + LINE else "none"),)


def _end_of_user(run: str) -> int:
    """The `@` before the host; -1 for none. A password may hold what should have been percent-encoded."""
    slash = next((index for index, character in enumerate(run) if character in "/?#"), len(run))
    at = run.rfind("@", 0, slash)
    if at >= 0 and slash == len(run):
        parts = re.search(r"[,;|&]\w+://", run[:at])  # several addresses in a row
        return at if parts is None else run.rfind("@", 0, parts.start())
    if at >= 0:
        return at
    colon = run.find(":", 0, slash)
    if colon < 0 or _PORT.fullmatch(run, colon + 1, slash) or slash == colon + 1:
        return -1
    at = run.find("@", slash)
    while at >= 0:
        if _HOST.match(run, at + 1):
            return at
        at = run.find("@", at + 1)
    return -1


def _is_template(password: str) -> bool:
    return (password.startswith(("$", "{", "<", "%s", "[")) and not looks_random(password)) or password.upper() in _NO_PASSWORDS
