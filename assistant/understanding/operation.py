"""Sentences about what exists already: looked at, changed, asked for. The name of a kind in them asks for no file.

"deployment api needs 5 replicas now", "service api: which endpoints stand behind it?", "can kubectl tell me which fields there are".
"""

from __future__ import annotations

import re

from assistant.understanding import imperative

_TOOL = (
    r"(?:kubectl|helm|docker|podman|compose|git|gh|aws|§?terraform|tofu|tf|§?ansible(?:_playbook)?|systemctl|systemd|journalctl|nginx|psql|"
    r"postgres|redis|redis-cli|openssl|ssh|rsync|prometheus|linux|curl|kubernetes|k8s)"
)
_ARTICLE = r"(?:an?|some|the following|one|ein|eine|einen|un|una|une)"
_WORKLOAD = r"§(?:deployment|statefulset|daemonset|cronjob|job|service|hpa|pvc|ingress|secret|configmap|networkpolicy|pdb)"
_TELLS = rf"\b(?:can|could|does|do|will|would|is there a way for) {_TOOL} (?:also |even |just )?(?:tell|show|list|print|say|display|report|see|know|use|pick|find|read|think|have|accept|support)\b"
_WITH_A_TOOL = (
    r"\b(?:with|using|via|through|by) (?:promtool|amtool|kubectl|openssl|systemctl|journalctl|timedatectl|gh|glab|psql|pg_dump|redis-cli|"
    r"ansible-(?:galaxy|vault|inventory)|certbot|rsync|ssh-keygen|jq|sed|awk|curl)\b"
)
_OF_A_TOOL = rf"^{_TOOL}: (?:how (?:many|much|long|old)|which|who|what(?:'s| is| are)|names?|list|count|number|all|show)\b"
_ORDERED_LATER = (
    r"[,;.] (?:then |now |so |and |please )?(?:bring|start|stop|restart|run|scale|roll|reload|remove|delete|show|list|put|shut|tear|switch|turn|give|fetch|tell|get|kill|drain|move|copy) "
    r"(?:it|its|them|everything|all|that|me)\b"
)
_QUERY = r"\b(?:promql|logql|jsonpath|jmespath)\b|\b(?:jq|awk|sed|grep) (?:expression|filter|query|command|one-?liner)\b"
_OF_ONE = (
    rf"\b(?:show|get|print|see|dump|export|display|view)(?: me)? (?:the |its |full |whole |current |live )*(?:yaml|json|manifest|spec|config\w*|definition) "
    rf"(?:of|from|for) (?:the |my |our )?(?!{_ARTICLE} )(?:\S+ )?§\w+ \S+"
)
_MUST = rf"{_WORKLOAD} (?!{_ARTICLE} |that |which |with |for )\S+ (?:needs?|should|must|shall|has to|have to|is to|runs|uses|wants)\b"
_MAKE_RUN = rf"\b(?:make|let|have|get) (?:the |our |my )?{_WORKLOAD} (?!that |which |with |for )\S+ (?:run|use|have|scale|listen|restart|pull|wait|go|start|stop)\b"
_TOOL_MUST = rf"^(?:please |my |our |the |hey )?{_TOOL} (?:should|must|shall|has to|needs to|may|can|to) (?!be\b)\w"
_FROM = r"\b(?:create|make|add|update|replace)\b.{0,60}§(?:configmap|secret)\b.{0,80}\bfrom (?:an? |the |my |this |our )?(?:files?|literals?|folders?|dir\w*|env ?-?files?|\S*[./]\S+)"
_CERTIFICATE = r"\b(?:need|want|create|make|generate|issue|new|get)\b (?:me )?(?:an? )?(?:new )?(?:self[- ]?signed|wildcard|test|dev|local) (?:tls |ssl )?cert"
_COMMAND = r"\bwhat'?s (?:the |a )?(?:right |best )?(?:command|cmd|way|one-?liner)\b"
_PROMETHEUS = r"^prometheus: (?!.*\b(?:rules?|alerts?)\b)"
_PER = r"^(?:show |list |the |get )?(?:[\w§]+ ){1,6}per (?:§\w+|pods?|containers?|nodes?|hosts?|tables?)\b"
_MESSAGES = r"\b(?:errors?|warnings?|messages) (?:of|from|since|in) (?:the |this |my |our )?(?:\w+ )?(?:boot|journal|logs?|last|past|unit|day|hour|night)\b"
_COUNTED = r"^(?:the )?(?:top )?\d+ (?:pods?|nodes?|containers?|processes|files?|ips?|queries|tables|keys|images?|commits?)\b"
_OF_ONE_MUST = (
    r"\b(?:the|my|our) §(?:deployment|statefulset|daemonset|cronjob|hpa|pvc|ingress|pdb|service) (?:of|for|called|named) \S+ "
    r"(?:needs?|should|must|shall|has to|have to|is to|may)\b"
)
_MORE = r"^(?:(?:i|we|you|please|now|need|needs|want|give|me|us|to|add|have|has|could|can|the|§?\w+) ){0,5}(?:\d+|one|two|three|four|five|some|a few) (?:more|fewer|less|extra|additional) (?:pods?|replicas?|instances?|workers?)\b"
_TYPED = r"^(?:kubectl|oc|podman) (?:create|run|apply|expose|scale|set|get|describe|patch|edit|annotate|label|rollout|autoscale|cp|exec|top|drain|delete)\b(?! me\b)"
_ASKS_A_TOOL = re.compile(_TELLS)
_ALL = (
    _TELLS,
    _WITH_A_TOOL,
    _OF_A_TOOL,
    _ORDERED_LATER,
    _QUERY,
    _OF_ONE,
    _MUST,
    _OF_ONE_MUST,
    _MORE,
    _TYPED,
    _MAKE_RUN,
    _TOOL_MUST,
    _FROM,
    _CERTIFICATE,
    _COMMAND,
    _COUNTED,
    _PER,
    _MESSAGES,
    _PROMETHEUS,
)
_TOLD = re.compile("|".join(_ALL))
_ASKED_OF = re.compile(
    r"[:,.] ?(?:which|who|where|how (?:many|much|long|often|old|far)|what (?:are|is|was|does|did)\b(?! wrong))|^(?:which|who|how (?:many|much|long|often|old|far))\b"
)
_HEAD = re.compile(
    r"^(?:§(?:deployment|statefulset|daemonset|service|cronjob|job|pvc|secret) [^\s:]+|[^:\n§]{1,30}|§(?:terraform|ansible_playbook|helm_chart))(?<!crontab)(?<!script)(?<!policy)(?<!cron)(?<! entry)(?<!scaler): (?=[a-z])"
)
_WRITES = re.compile(
    r"\b(?:write|generate|draft|scaffold|template|manifest for|yaml for|example|sample|skeleton|schreib\w*|erstelle|escrib\w*|génère)\b"
)


_CONFIGURED = re.compile(
    r"(?:§?nginx\w*|§?haproxy\w*|caddy): (?:rate[- ]?limit|limit|proxy|serve|cache|load[- ]?balance|balance|protect|forward|route|pass|terminate|allow|deny)\b"
    r"(?=.*(?:\d{2,5}|\w\.[a-z]{2,}|://)).*(?:,| and | to | from |->)"
)
"""Programs that are told what to do in a file and nowhere else."""


def asks_a_tool(words: str) -> bool:
    """Whether a tool is spoken of like a person who tells something, so that what follows its name is no command.

    Args:
        words: in lower case.
    """
    return bool(_ASKS_A_TOOL.search(words))


def is_on_what_exists(words: str) -> bool:
    """
    Args:
        words: in lower case, corrected, kinds marked.
    """
    if _WRITES.search(words):
        return False
    head = _HEAD.match(words)
    if _CONFIGURED.match(words):
        return False
    ordered = head is not None and "\n" not in words and imperative.order(words[head.end() :]) is not None
    return ordered or bool(_TOLD.search(words)) or ("§" in words and bool(_ASKED_OF.search(words)))
