"""What a request says of machines: their first start, their inventory, who is shut out of them."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation.reading import plays
from assistant.generation.reading.request import NUMBER, number

_MACHINE = re.compile(
    r"\bhost ?name(?:\s*(?:(?:is|to|called|named|of)\b|[:=]))*\s*[\"'`]?([a-z0-9][a-z0-9-]{0,62})", re.IGNORECASE
)
_ACCOUNT = re.compile(
    r"\b(?:user|account)(?:\s*(?:(?:is|called|named)\b|[:=]))*\s*[\"'`]?(?!with\b|data\b|and\b|that\b|in\b|to\b|for\b)([a-z_][a-z0-9_-]{0,31})|\b(?:create|add|adds|creates)\s+(?:an?\s+|the\s+)?([a-z_][a-z0-9_-]{0,31})\s+user\b",
    re.IGNORECASE,
)
_GROUPS = re.compile(
    r"\b(?:in|to|of|groups?)\s+(?:the\s+)?(?:groups?\s+)?((?:(?:docker|sudo|wheel|adm|www-data|admin)(?:\s*(?:,|and)\s*)?)+)",
    re.IGNORECASE,
)
_PUBLIC_KEY = re.compile(r"\b((?:ssh-(?:ed25519|rsa)|ecdsa-sha2-\w+)\s+[A-Za-z0-9+/=]{8,600}(?:\s+[\w.@-]+)?)")
_COMMANDS = re.compile(
    r"\b(?:run(?:s|cmd|ning)?|execut\w+|commands?|afterwards|then|finally)\b\s*(?:the (?:command|script)s?|this|is|[:=])*\s*[:=]?\s*(?P<rest>[^\n;]{3,300})",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:sudo\s+)?(?:ufw|systemctl|docker|curl|wget|apt(?:-get)?|snap|usermod|mkdir|chown|chmod|git|bash|sh|sysctl|timedatectl|hostnamectl|npm|pip3?|kubeadm|k3s|echo|touch|ln|swapoff|modprobe|nginx|service|mount|sed|tee|tailscale|/[\w./-]+)\b(?:\s+(?!and\b|then\b|with\b)[^\s,;]+)*",
    re.IGNORECASE,
)
_FILES = re.compile(r"\b(?:write|create|place|put)s?\s+(?:an?\s+|the\s+)?(?:file\s+)?(/[\w./-]{2,150})", re.IGNORECASE)
_ADDRESS = r"(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[a-z0-9-]+\.)+[a-z]{2,})"
_HOST = r"[a-z][a-z0-9-]*\d*(?:\.[a-z0-9-]+)*"
_PAIR = re.compile(
    rf"(?<![\w.-])(?P<host>{_HOST})\s*(?:\(|=|:|at|is|->)?\s*(?:ansible_host=)?(?P<address>\d{{1,3}}(?:\.\d{{1,3}}){{3}})",
    re.IGNORECASE,
)
_GROUPED = re.compile(
    r"\bgroup\s*(?:is|called|named|[:=])?\s*[\"'`\[]?(?P<after>[a-z_][\w-]{0,40})|(?<![\w-])(?P<before>[a-z_][\w-]{0,40})\s+group\b|\[(?P<section>[a-z_][\w-]{0,40})\]|(?:^|\n|;\s*)(?P<head>[a-z_][\w-]{0,40})\s*:\s+(?=[a-z0-9])",
    re.IGNORECASE,
)
_NO_GROUPS_TEXT = """
the a an in and each one second first inventory ansible another other host user hosts with vars port key
"""
_NO_GROUPS = frozenset(_NO_GROUPS_TEXT.split())
_PRIVATE_KEY = re.compile(r"(~?/[\w./-]*(?:id_[\w.-]+|\.ssh/[\w.-]+|[\w-]+\.(?:pem|key)))", re.IGNORECASE)
_UNIT = r"\s?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)"
_TRIES = re.compile(
    rf"\bmax ?retry\s*(?:of|is|[:=])?\s*({NUMBER})|\b({NUMBER})\s+(?:failed\s+|wrong\s+|bad\s+|invalid\s+|unsuccessful\s+)*(?:tries|attempts|logins?|failures|times|retries|password\w*)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"\b(?:find ?time|within|in|during|per|window)(?:\s*(?:(?:of|is|a|the last)\b|[:=]))*\s*({NUMBER}){_UNIT}\b", re.IGNORECASE
)
_BAN = re.compile(rf"\bban(?:s|ned|ning)?(?: ?time)?\b[^.;\n,]{{0,30}}?({NUMBER}|an?){_UNIT}\b", re.IGNORECASE)
_JAIL = re.compile(
    r"\b(sshd?|nginx-http-auth|nginx-limit-req|nginx-botsearch|apache-auth|postfix|dovecot|vsftpd|recidive|traefik-auth|grafana|wordpress|nextcloud|mysqld-auth|haproxy-http-auth)\b",
    re.IGNORECASE,
)


def first_start(text: str) -> dict[str, Any]:  # noqa: C901  # one clause a field
    """Read what cloud-init does."""
    facts: dict[str, Any] = {}
    if match := _MACHINE.search(text):
        facts["machine"] = match[1].lower()
    for match in _ACCOUNT.finditer(text):
        if (name := (match[1] or match[2]).lower()) not in {"the", "a", "an", "user", "data"}:
            facts["new_user"] = name
            break
    if re.search(r"\bsudo\b|\badmin rights\b|\broot rights\b", text, re.IGNORECASE):
        facts["sudo"] = True
    if match := _GROUPS.search(text):
        facts["groups"] = tuple(dict.fromkeys(re.findall(r"docker|sudo|wheel|adm(?:in)?|www-data", match[1].lower())))
    if match := _PUBLIC_KEY.search(text):
        facts["public_key"] = match[1]
    if re.search(r"\bupgrade\w*|\bupdate\w*", text, re.IGNORECASE):
        facts["upgrade"] = True
    commands: list[str] = []
    for match in _COMMANDS.finditer(text):
        for piece in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?:then\s+)?|\s+then\s+", match["rest"]):
            if (found := _COMMAND.fullmatch(piece.strip(" .\"'`"))) and found[0] not in commands:
                commands.append(found[0])
    if not commands:
        commands = [match[1] for match in re.finditer(r"`([^`\n]{3,200})`", text)]
    facts["first_commands"] = tuple(commands)[:12]
    facts["files_written"] = tuple(dict.fromkeys(match[1].rstrip(".") for match in _FILES.finditer(text)))[:6]
    packages = max(plays.read(text).get("packages", ()), _listed(text), key=len)
    return {**facts, **({"packages": packages} if packages else {})}


_PACKAGES = re.compile(r"\bpackages?\s*(?:(?:are|is)\b|[:=])?\s*(?P<rest>[^;\n]{2,200})", re.IGNORECASE)
_NO_PACKAGES_TEXT = """
and user users hostname run then with create add update upgrade to for in on ssh the a set enable
"""
_NO_PACKAGES = frozenset(_NO_PACKAGES_TEXT.split())


def _listed(text: str) -> tuple[str, ...]:
    """Names behind the word packages, however they are parted."""
    found: list[str] = []
    if match := _PACKAGES.search(text):
        for word in re.split(r"[\s,]+", match["rest"].lower()):
            if word == "and" and found:
                continue
            if word in _NO_PACKAGES or not re.fullmatch(r"[a-z0-9][a-z0-9.+-]{0,60}", word):
                break
            found.append(word.rstrip("."))
    return tuple(dict.fromkeys(found))[:12]


def inventory(text: str) -> dict[str, Any]:
    """Read groups, hosts and addresses; two lists of the same length belong together."""
    facts: dict[str, Any] = {}
    found: list[tuple[str, str, str]] = []
    for clause, group in _clauses(text):
        addresses = re.findall(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])", clause)
        bare = _GROUPED.sub(" ", re.sub(r"\d{1,3}(?:\.\d{1,3}){3}", " ", clause))
        hosts = re.findall(r"(?<![\w./-])[a-z][a-z-]*-?\d{1,3}(?:\.[a-z0-9-]+)*(?![\w/])", bare.lower())
        pairs = [
            (match["host"].lower(), match["address"]) for match in _PAIR.finditer(clause) if match["host"].lower() in hosts
        ]
        if len(pairs) == len(addresses) and pairs:
            found += [(group, host, address) for host, address in pairs]
        elif hosts and addresses and len(hosts) == len(addresses):
            found += [(group, host, address) for host, address in zip(hosts, addresses, strict=True)]
        elif hosts:
            found += [(group, host, "") for host in hosts]
        elif addresses:
            found += [(group, f"{group}{number_}", address) for number_, address in enumerate(addresses, 1)]
    facts["inventory"] = tuple(dict.fromkeys(found))[:60]
    if match := _PRIVATE_KEY.search(text):
        facts["private_key"] = match[1]
    if re.search(r"\bya?ml\b", text, re.IGNORECASE):
        facts["as_yaml"] = True
    if re.search(r"\bpython3?\b", text, re.IGNORECASE):
        facts["python"] = True
    return facts


def _clauses(text: str) -> list[tuple[str, str]]:
    """Stretches of the text, each with the group that is named in it."""
    found: list[tuple[str, str]] = []
    marks = []
    for match in _GROUPED.finditer(text):
        name = next(group for group in match.groups() if group).lower()
        if name not in _NO_GROUPS:
            marks.append((match.start(), match.end(), name, match["head"] is not None or match["section"] is not None))
    for at, (start, end, name, heads) in enumerate(marks):
        before = marks[at - 1][1] if at else 0
        after = marks[at + 1][0] if at + 1 < len(marks) else len(text)
        behind, ahead = text[before:start], text[end:after]
        before_it = re.search(r"\b(?:in|to|into|of|under|as)\s+(?:the\s+)?$", text[:start]) and not heads
        clause = behind if before_it and re.search(r"[a-z]-?\d|\d\.\d", behind) else ahead
        found.append((clause, name))
    return found or [(text, "all")]


def jail(text: str) -> dict[str, Any]:
    """Read what a jail of fail2ban counts, and how long it lasts."""
    facts: dict[str, Any] = {}
    if match := _JAIL.search(text):
        facts["jail"] = "sshd" if match[1].lower() == "ssh" else match[1].lower()
    if match := _TRIES.search(text):
        facts["tries"] = number(match[1] or match[2])
    if match := _BAN.search(text):
        facts["ban"] = f"{1 if match[1].lower() in {'a', 'an'} else number(match[1])}{match[2][0].lower()}"
        text = text.replace(match[0], " ")
    if match := _WITHIN.search(text):
        facts["window"] = f"{number(match[1])}{match[2][0].lower()}"
    if re.search(r"\b(?:permanent\w*|for ?ever)\b", text, re.IGNORECASE):
        facts["ban"] = "-1"
    return facts
