"""Requests without a verb: "ingress for x.example.com -> service y:8080", "pvc uploads 50Gi", "alert rule if job x is down".

A kind of file at the head, with values or a purpose, asks for that file. A kind that something is told of ("pvc is pending"), or
that stands among the logs, events or orders of one that exists, does not.
"""

from __future__ import annotations

import re

from assistant.understanding import imperative, phrases

_MOST_BEFORE = 6  # words before the kind
_WORDS = (
    r"pods?|namespaces?|pvs?|persistent ?volumes?|limit ?ranges?|quotas?|cron ?tabs?|cron (?=line|entry|job)|cron(?=:)|"
    r"daemon sets?|stateful sets?|sts|cm|svc|logrotate|alerts?|prom(?:etheus)? (?:alerts?|rules?)|kustomi[sz]ation|gha|gh workflow|nginx(?=: | rate| basic| force| redirect| load| https?| tls| ssl| site| serv| proxy| reverse| cach| gzip| static| web ?socket| upstream| in front)|"
    r"recording rules?|ssh config|compose(?! up| down| logs)|http ?routes?|jobs?(?= `|\b.*\b(?:image|img)\b)|deploy|vhost|"
    r"\.?(?:git|docker) ?ignore|(?:prometheus )?scrape (?:config\w*|jobs?|targets?)|prometheus(?: config\w*|\.ya?ml)|"
    r"workflow(?= (?:that|which)\b)|(?:jenkins|azure|circle ?ci|bitbucket|tekton) (?:pipelines?|ya?ml)|haproxy(?= config)|alertmanager config\w*|"
    r"kustomize overlay|timer(?= (?:that|which)\b)|systemd (?:mount|socket|path) units?|(?:rsync|backup|cleanup|python) scripts?|"
    r"helm values(?: file)?|values\.ya?ml|values file|scripts?(?= (?:to|that|which|for)\b|:)|jenkins ?files?|vault polic(?:y|ies)|"
    r"service ?monitors?|pod ?monitors?|argo ?cd app(?:lication)?s?|cloud[- ]init|iam polic(?:y|ies)|virtual ?services?|"
    r"certificates?(?= manifest| resource)|storage ?class(?:es)?(?= manifest| yaml| named)"
)
_HEAD = re.compile(rf"§(?P<kind>\w+)|(?<![\w/.-])(?P<word>{_WORDS})(?![\w/-]|\.\w)")
_LAST = re.compile(
    rf"(?:[,.;:]\s*|\((?=[^(),]*\))|\b(?:as|als|como|comme|in)\s+(?:an?\s+|ein(?:en?)?\s+|une?\s+)?)"
    rf"(?:(?:an?|the|as|k8s|kubernetes|yaml|and|for a)\s+){{0,2}}(?:§(?P<kind>\w+)|(?P<word>{_WORDS}|manifests?|ya?ml))"
    r"(?:\s+(?:manifests?|ya?ml|files?|object|resource|config\w*))?(?:\s+(?:please|pls|plz|bitte|por favor|thanks|thx))?[\s).!]*"
    r"(?=$|[,;]|with\b|mit\b|con\b|named\b|called\b|in (?:ns|namespace)\b|of \d)"
)
"""What is wanted, told at the end or behind the values: "postgres:15 as a statefulset", "fastapi on 8080, dockerfile please"."""
_OPENING = re.compile(
    r"^(?:(?:(?:can|could|may) (?:i|we) (?:get|have)|please|pls|plz|hi|hey|hello|ok|okay|and|also|now|bitte|por favor|i|we|need|needs|want|would like|give me|gimme|looking for|"
    r"necesito|quiero|dame|ich brauche|brauche|ich möchte|il me faut|je veux|j'ai besoin d'|voglio|ho bisogno di)[:,]? )*"
)
_DOCUMENT = frozenset(
    """
    yaml yml manifest manifests manifiesto fichier fichero archivo datei config configuration template example
    """.split()
)
_NOT_BEFORE = frozenset(
    """
    user account group
    my our the this that these those your its their all every each any no in on at from into with without of for to as by
    about is are was were be been am do does did has have had can could should would will may might must what which who
    whose why how when where after before since while if whether via between mein meine mi mis mon ma per
    """.split()
)
_USED = frozenset("try use apply execute edit update debug fix change upgrade switch replace open follow".split())
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
_WEAK = frozenset({"service", "secret", "terraform", "ansible_playbook", "helm_chart", "rbac", "shell_script"})
"""Kinds that people speak of in questions as often as in requests: a purpose alone is not enough."""

_DOES = re.compile(
    r"(?:to|that|which)\s+(?!the\b|our\b|my\b)\w|[:,]?\s*(?:hosts?\s|installs?\b|cop(?:y|ies)\b|deploys?\b|with (?:functions|options|getopts|handlers?))"
)
_COUNTED = re.compile(r"^\d+ (?:pods?|jobs?|namespaces?)\b")
_BENIGN = re.compile(
    r"\S+=\S+|`[^`]*`|\b[\w.-]+(?:/[\w.-]+)*:v?\d[\w.-]*|\bproblem[- ]detector\b|\b(?:404|50[0234])\s?(?:gi?b?s?|mi?b?s?|gigs?|megs?|m|ms|seconds?|pods|replicas|requests|millicores)\b|(?<![\w/])/\S+|\b(?:restart\w*|retry|retries)(?: policy)?(?: only)?(?: it)? ?(?:on[- ]fail\w*|always|never|if it \w+|when it \w+|after a crash)"
    r"|\bon[- ]failure\b|\bmax(?:imum)?[- ]?unavailable\b|\btimeouts?(?: of| after)? \d\w*|\b\d+[\s-]?\w* timeout|\btimes? out after\b|\berror[_ ](?:log|page)s?\b|\bbackoff limit\b"
    r"|\b(?:after|on|up to|than|if) (?:\d+ )?(?:failures?|errors?|a failure|an error)\b|\bexits? (?:with )?(?:code )?\d\b|\bnot as root\b|\bscal\w+ down\b|\b(?:down|up)time\b|\bdeny\w*\b|\bdenied by default\b|\bnever (?:more|less|fewer|below)\b|\bnot (?:root|empty)\b"
)
_TOLD = re.compile(
    r"\b(?:says?|prints?|logs?|tells?|echo(?:es)?|reports?|shows?|lists?|knows?)(?: me)? (?:what|which|how \w+|why)\b"
)
"""Clauses of a file that are no question: a script that says what it deleted."""

_MEASURES = re.compile(
    r"\b(?:promql|usage|rate|latency|percentile|average|avg|sum|count|number|queries|query|requests)\b[^,;:]{0,40}\b(?:of|per|by|for)\b"
)
_AT_WORK = re.compile(
    r":?\s*(?:should|must|rerun|re-run|rebuild|restart|stop|start|scale|reload|show|list|get|delete|remove|kill|upgrade|check|validate|fmt|format|tail|follow|destroy|"
    r"import|unlock|refresh|roll ?back|run(?! (?:/|\S*\.\w|tests?|pytest|npm|make|go )))\b"
)
"""Orders to a tool of the same name as its file: "compose: rebuild web"."""

_POLICES = re.compile(r"(?:please )?(?:deny|allow|block|only|default deny|isolate|restrict)\b")
_TOOLS = frozenset(
    {"compose", "terraform", "ansible_playbook", "helm_chart", "github_actions", "gitlab_ci", "gha", "gh workflow"}
)
_PIPELINES = frozenset({"github_actions", "gitlab_ci", "gha", "gh workflow", "ansible_playbook"})
_ASKS = re.compile(
    r"\b(?:wie|wo|warum|wieso|womit|welche\w*|c[oó]mo|qu[eé] comando|d[oó]nde|cu[aá]l|por qué|quel\w*|comment|pourquoi)\b|\bpromql\b"
    r"|\bfrom (?:literals?|files?|env[- ]files?)(?![\w/])|\bhow\b|\bwhy\b|\bwhat(?:'s|s)?\b|\bwhich (?:command|flag|option)\b"
    r"|\bdifferences?\b|\bvs\b|\bmeans?\b|\bexplain\w*\b|\bor not\b"
)


_DEPLOYED = re.compile(
    r"^(?:please |pls |can you |could you |i need to |we need to |let's )*(?:deploy|run) (?:an? |the |our |my )?[a-z][\w.-]*\b"
    r"(?=.*(?:[\w.-]+/[\w./-]+:[\w.-]+|\bimage\W+\S+|[a-z][\w-]*:v?\d[\w.]*))"
    r"(?=.*(?:\breplicas?\b|\bpods?\b|\bport\b|\benv\b|§secret|§configmap|\blimits?\b|\bprobes?\b|\breadiness\b|\bliveness\b|\bmount|\bvolume|\bnamespace\b|\bns\b).*(?:,|\bwith\b|\band\b))"
)
_BY_COMMAND = re.compile(r"\b(?:docker|podman|kubectl|helm|command|compose|rollout|upgrade|rolling|update|how|to version)\b")


def tells_a_workload(words: str) -> bool:
    """Whether something is to be deployed of which image and settings are told: a manifest, for no command takes them all."""
    return bool(_DEPLOYED.match(words)) and not _BY_COMMAND.search(words)


def speaks_of_a_file(words: str) -> bool:
    """Whether a kind of file stands in the words, whatever is said of it."""
    return _HEAD.search(words) is not None


def names_a_file(words: str) -> bool:  # noqa: C901, PLR0911  # each rule decides
    """Tell whether the words are a request for a file without a verb.

    Args:
        words: in lower case, corrected, kinds marked.
    """
    opening = _OPENING.match(words)
    text = words[opening.end() if opening else 0 :]
    head = _HEAD.search(text)
    if _ASKS.search(_TOLD.sub(" ", text)):
        return False
    if _named_last(text, words):
        return True
    if head is None or not _may_stand_before(text[: head.start()]) or imperative.order(words):
        return False
    kind, rest = head["kind"] or head["word"], text[head.end() :].strip()
    if _COUNTED.search(text[: head.end()]):
        return False
    if (
        rest
        and kind.lstrip(".").replace(" ", "") in {"gitignore", "dockerignore", "makefile"}
        and not _is_told_of(rest, only_at_once=False)
    ):
        return True
    troubled = kind in _ABOUT_TROUBLE or kind.startswith("prom")
    if _is_told_of(rest, only_at_once=troubled) or (
        kind in _TOOLS and not (rest[:1] == ":" and kind in _PIPELINES) and _AT_WORK.match(rest)
    ):
        return False
    if not troubled and _MEASURES.search(text[: head.end()]):
        return False
    if not troubled and phrases.TROUBLE.search(_BENIGN.sub(" ", text)):
        return False
    valued = bool(_VALUE.search(text.replace(head[0], " ", 1)))
    if "?" in rest and not valued:
        return False
    if valued or (troubled and rest):
        return True
    return bool(_DOES.match(rest) if kind in _WEAK else _PURPOSE.search(rest) and not troubled)


def _named_last(text: str, words: str) -> bool:
    """Whether values come first and what is wanted after them."""
    last = _LAST.search(text)
    if last is None or not text[: last.start()].strip() or "?" in text:
        return False
    kind, before = last["kind"] or last["word"], text[: last.start()]
    polices = kind == "networkpolicy" and _POLICES.match(before)
    if _MEASURES.search(before) or (imperative.order(words) and not polices) or _is_told_of(before, only_at_once=False):
        return False
    if phrases.TROUBLE.search(_BENIGN.sub(" ", text)):
        return False
    return bool(polices or _VALUE.search(text.replace(last[0], " ", 1)))


def _may_stand_before(before: str) -> bool:
    """Adjectives, languages, a name; no preposition, pronoun or verb."""
    words = before.replace("§", "").split()
    if len(words) > _MOST_BEFORE:
        return False
    document = False
    for word in words:
        plain = word.strip(",.:;")
        document = document or plain in _DOCUMENT
        if (
            plain in _STATE | _USED
            or (plain in _NOT_BEFORE and not (plain in _LINKS and document))
            or word.endswith(("?", "!", "."))
        ):
            return False
    return True


def _is_told_of(rest: str, *, only_at_once: bool) -> bool:
    """A verb of state soon after the kind: "is pending", "web has no endpoints"."""
    words = rest.split()
    if words and words[0].strip(":,.?!") in _OF_ONE_THAT_EXISTS and not words[0].endswith(":"):
        return True
    for at, word in enumerate(words[: 1 if only_at_once else 4]):
        if only_at_once and word in {"no", "not", "never", "missing", "down", "slow"}:
            continue  # what is to be told of
        if word.strip(",.?!") in _STATE and not (word == "keep" and words[at + 1 : at + 2] and words[at + 1][0].isdigit()):
            return True
        if word in _CLAUSE or word.endswith((":", ",", ";")):
            return False
    return False
