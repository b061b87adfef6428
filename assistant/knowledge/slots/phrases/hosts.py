"""Hosts by what stands before them, and what names them: `through bastion.example.com`, `on web-02`, `MX records`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.slot import Slot

_HOST = r"(?:[\w.-]{1,64}@)?[A-Za-z0-9][\w.-]{0,200}[A-Za-z0-9]"
_ASKED_SERVER = re.compile(
    r"(?i)(?:@|\b(?:by|at|ask(?:s|ing)?|from|via|with|server|resolver|using|does|through)\s+(?:the\s+)?(?:dns\s+|name)?(?:server\s+)?)(\d{1,3}(?:\.\d{1,3}){3})(?![\d/])"
)
_RECORD = re.compile(
    r"\b(A|AAAA|MX|TXT|NS|CNAME|SOA|SRV|PTR|CAA)\b(?=[ -](?:dns )?(?:records?|entr|of|for)|\b)|(?i:\b(aaaa|mx|txt|ns|cname|soa|srv|ptr|caa|a) (?:dns )?(?:records?|entry|entries)\b)"
)
_ON_HOST = re.compile(
    r"(?i)\b(?:on|only|limit(?:ed)? to|against)\s+(?:only\s+)?(?:the\s+)?(?:hosts?\s+|server\s+)?((?=[\w.-]*\d)[a-z][\w-]*(?:\.[\w.-]+)?)(?![\w.:/-])"
)
VIA = re.compile(
    rf"(?i)\b(?:via|through|over|uber|behind|using|jump(?:host| host)?|bastion(?: host)?|gateway)\s+(?:the\s+)?(?:bastion\s+|jump\s*host\s+|host\s+|server\s+)?({_HOST})(?![\w@])"
)
_TO_HOST = re.compile(rf"(?i)\b(?:to|reach|into|auf|nach)\s+(?:the\s+)?(?:host\s+|server\s+)?((?=\S*[\d.@]){_HOST})(?![\w@/])")
_INTERFACE = re.compile(
    r"(?<![\w/.-])(eth\d+|ens\d+\w*|enp\w+|eno\d+|wlan\d+|bond\d+|br-[\w-]+|docker0|cni0|wg\d+|tun\d+|lo)(?![\w/.-])"
)
_OF_PRIMARY = re.compile(
    rf"(?i)\b(?:replicas?|slaves?|standby|copy)\s+(?:of|from)\s+({_HOST})(?![\w@])|\bprimary\s+({_HOST})(?![\w@])"
)
_NUMBERED_HOST = re.compile(
    r"(?i)\b(?:on|from|to|at|host|server|machine|auf|von|en|sur)\s+(?:the\s+)?(?:host\s+|server\s+|machine\s+)?((?:[\w.-]+@)?(?!v\d|port)[a-z][a-z-]*\d+(?:\.[\w.-]+)?)(?![\w@:/])"
)


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    if "server" in slots and slots["server"].kind == "address" and (match := _ASKED_SERVER.search(text)):
        yield "server", match[1]
    if "record" in slots and (match := _RECORD.search(text)):
        yield "record", (match[1] or match[2]).upper()
    if "hosts" in slots and (match := _ON_HOST.search(text)):
        yield "hosts", match[1]
    if "jump" in slots:
        if via := VIA.search(text):
            yield "jump", via[1]
        if (to := _TO_HOST.search(text)) and not (via and to[1] == via[1]):
            yield "host", to[1]
    if "device" in slots and slots["device"].kind == "name" and (match := _INTERFACE.search(text)):
        yield "device", match[1]
    if "primary" in slots and (match := _OF_PRIMARY.search(text)):
        yield "primary", match[1] or match[2]
    if "host" in slots and slots["host"].kind == "host" and "target" not in slots and (match := _NUMBERED_HOST.search(text)):
        yield "host", match[1]
