"""Guesses in what language a pasted text is written: a config, a script, or the output of a program."""

from __future__ import annotations

import re

_HEAD = 6000  # characters that are looked at
_LOGS = frozenset({"log", "stack_trace", "console", "text"})
_PROSE = frozenset({"chat", "markdown"})

_FENCES = {
    "bash": "shell", "sh": "shell", "shell": "shell", "zsh": "shell", "ksh": "shell",
    "console": "console", "shell-session": "console", "terminal": "console", "output": "console", "powershell": "powershell",
    "yml": "yaml", "yaml": "yaml", "json": "json", "toml": "toml", "ini": "ini", "conf": "ini", "properties": "ini",
    "dockerfile": "dockerfile", "docker": "dockerfile", "containerfile": "dockerfile",
    "hcl": "terraform", "tf": "terraform", "terraform": "terraform", "nginx": "nginx", "systemd": "systemd", "unit": "systemd",
    "sql": "sql", "psql": "sql", "promql": "promql", "python": "python", "py": "python", "js": "javascript", "ts": "javascript",
    "javascript": "javascript", "typescript": "javascript", "go": "go", "golang": "go", "java": "java", "make": "makefile",
    "makefile": "makefile", "diff": "diff", "patch": "diff", "log": "log", "logs": "log", "md": "markdown",
    "markdown": "markdown", "xml": "xml", "html": "xml",
}  # fmt: skip
_YAML_KINDS = (
    ("kubernetes", r"^[ \t]{0,8}(?:- )?apiVersion:[ ]", 1),
    ("prometheus_rules", r"^[ \t]{0,12}(?:- )?(?:alert|record):[ ]", 1),
    ("github_actions", r"^(?:on|\"on\"|jobs):|^[ \t]{1,12}runs-on:|^[ \t]{1,16}-? ?uses: \S{1,80}@", 2),
    ("gitlab_ci", r"^(?:stages|default|include|workflow|before_script):|^[ \t]{1,8}(?:script|stage|rules|only):", 2),
    (
        "ansible",
        r"^[ \t]{0,4}- (?:hosts|name):|^[ \t]{1,8}(?:tasks|become|hosts|roles|gather_facts|ansible\.\w{1,20}\.\w{1,20}):",
        2,
    ),
    ("compose", r"^(?:services|volumes|networks|version):|^[ \t]{1,8}(?:image|build|ports|depends_on|environment|restart):", 2),
)
_FORMS = (
    ("diff", r"^(?:diff --git |@@ -\d|<<<<<<< |>>>>>>> |\+\+\+ [ab]/)", 1),
    ("stack_trace", r"^Traceback \(most recent|^[ \t]{1,8}at [\w$.<>]{3,160}\(|^goroutine \d{1,9} \[|^Caused by: |^[ \t]{1,4}File \"[^\"\n]{1,200}\", line \d", 1),
    ("dockerfile", r"^(?:FROM|RUN|COPY|ADD|WORKDIR|ENTRYPOINT|CMD|EXPOSE|ENV|ARG|USER|HEALTHCHECK)[ \t]\S", 2),
    ("dockerfile", r"\AFROM [\w./:@-]{1,200}(?: AS \w{1,60})?\s*$", 1),
    ("terraform", r"^(?:resource|data) \"\w{1,80}\" \"|^(?:variable|output|provider|module) \"[\w-]{1,80}\" ?\{|^(?:terraform|locals) ?\{", 1),
    ("systemd", r"^\[(?:Unit|Service|Install|Timer|Socket|Mount)\][ \t]*$", 1),
    ("nginx", r"^[ \t]{0,16}(?:server|location [^\n{]{1,120}|upstream [\w.-]{1,80}|http|events) ?\{|^[ \t]{1,16}(?:proxy_pass|listen|server_name|root|try_files|ssl_certificate) [^\n;]{1,200};", 2),
    ("log", r"^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |^[IWEF]\d{4} \d\d:\d\d|^\[\s{0,6}\d{1,9}\.\d{3,6}\]|^\S{1,60} - \S{1,40} \[\d\d/[A-Z][a-z]{2}/\d{4}", 1),
    ("log", r"^\[?(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|CRITICAL|TRACE)\b|\blevel=(?:info|warn|error|debug|fatal)\b|^npm (?:ERR!|error) ", 1),
    ("console", r"^(?:[\w.-]{1,40}@[\w.-]{1,60}[:~ ][^\n$#]{0,80})?[$#] \w|^PS [A-Z]:\\|^[A-Z][A-Z -]{1,30}[ ]{2,}[A-Z][A-Z() -]{1,30}(?:[ ]{2,}|$)", 1),
    ("shell", r"\A#! ?/(?:usr/)?bin/(?:env )?\w{0,4}sh\b", 1),
    ("shell", r"^(?:set -\w|if \[|for \w{1,30} in |while |fi$|done$|export \w{1,60}=|function \w{1,60} ?\()", 2),
    ("sql", r"^\s{0,8}(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (?:TABLE|INDEX|USER|ROLE)|ALTER TABLE|GRANT)\s", 1),
    ("makefile", r"^\.PHONY:|^[\w.-]{1,40}:[^\n=]{0,80}\n\t\S", 1),
    ("python", r"^(?:import \w|from [\w.]{1,60} import |def \w{1,60}\(|class \w{1,60}[:(])", 2),
    ("go", r"^package \w{1,40}\s*$|^func [\w(]", 2),
    ("javascript", r"^(?:const|let|import|export|function|module\.exports) ?\S[^\n]{0,200}[;{)]\s*$", 2),
)  # fmt: skip
_COMPILED = {(name, source): re.compile(source, re.MULTILINE) for name, source, _ in (*_YAML_KINDS, *_FORMS)}
_YAML_LINE = re.compile(r"^[ \t]{0,40}(?:- )?[\w./\"'-]{1,80}:(?:[ \t]|$)", re.MULTILINE)
_INI_LINE = re.compile(r"^\[[\w. -]{1,60}\][ \t]*$|^[\w.-]{1,60} ?= ?\S", re.MULTILINE)
_COMMAND = re.compile(
    r"\A\s{0,8}(?:sudo )?(?:kubectl|docker|podman|helm|terraform|tofu|git|systemctl|journalctl|aws|gcloud|az|ansible(?:-\w+)?|curl|"
    r"ssh|scp|rsync|rm|chmod|chown|dd|find|grep|awk|sed|ls|cat|tar|psql|mysql|redis-cli|apt(?:-get)?|yum|dnf|npm|pip|iptables|"
    r"mkfs\S{0,6}|kill|nginx|openssl|dig|ss|crontab|etcdctl|make|find|xargs|for|while)[ \t]\S"
)


def guess_language(text: str, fence: str = "") -> str:
    """Tell the language of a pasted text.

    Args:
        fence: the word after the opening fence, where there was one.

    Returns:
        kubernetes, compose, github_actions, gitlab_ci, prometheus_rules, ansible, yaml, json, toml, ini, dockerfile,
        terraform, nginx, systemd, shell, sql, promql, makefile, python, javascript, go, java, powershell, xml, markdown
        or diff; log, stack_trace or console for what programs print; text where nothing fits.
    """
    named = _FENCES.get(fence.lower(), "")
    head = text[:_HEAD]
    if named == "yaml":
        return _yaml_kind(head)
    if named and named != "ini":
        return named
    return _form(head) or named or "text"


def is_output(language: str) -> bool:
    """Whether it is what a program printed, not something that a person wrote."""
    return language in _LOGS


def is_source(language: str) -> bool:
    """Whether it is something that a person wrote and that can be reviewed."""
    return language not in _LOGS and language not in _PROSE


def _form(head: str) -> str | None:
    for name, source, least in _FORMS:
        if _count(name, source, head, least) >= least:
            return name
    if re.match(r"\s{0,20}[\[{]", head) and re.search(r"[\]}]\s{0,20}\Z|\"\s{0,4}:", head):
        return "json"
    lines = max(1, len([line for line in head.splitlines() if line.strip()]))
    if len(_YAML_LINE.findall(head)) >= max(2, 0.6 * lines) or re.search(r"^(?:apiVersion|kind): \w", head, re.MULTILINE):
        return _yaml_kind(head)
    if len(_INI_LINE.findall(head)) >= max(2, 0.6 * lines):
        return "ini"
    return "shell" if _COMMAND.match(head) else None


def _yaml_kind(head: str) -> str:
    for name, source, least in _YAML_KINDS:
        if _count(name, source, head, least) >= least:
            return name
    return "yaml"


def _count(name: str, source: str, head: str, least: int) -> int:
    """Matches, counted up to `least`."""
    found = 0
    for _ in _COMPILED[name, source].finditer(head):
        found += 1
        if found >= least:
            break
    return found
