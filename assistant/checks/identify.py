"""Which kind a block is: from its info string, the name of its file, and where these say little, from its text."""

from __future__ import annotations

import re

from assistant.checks.kinds import LANGUAGES, Kind, file_of, kind_of_file, language_of
from assistant.checks.shell_session import looks_like_commands
from assistant.checks.yaml_kinds import kind_of_yaml, looks_like_yaml

_MOST_LOOKED_AT = 20_000  # characters
_SHEBANG = re.compile(r"#![ \t]*(?:\S*/)?(?:env[ \t]+(?:-\S+[ \t]+)*)?([\w.]+)")
_INSTRUCTIONS = "ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR"
_DOCKERFILE = re.compile(rf"(?:{_INSTRUCTIONS})[ \t]+\S", re.IGNORECASE)
_UNIT = re.compile(r"^\[(?:Unit|Service|Timer|Socket|Mount|Automount|Path|Slice|Swap|Install)\][ \t]*$", re.MULTILINE)
_SECTION = re.compile(r"^\[{1,2}[^\]\n]{1,200}\]{1,2}[ \t]*(?:[#;].*)?$", re.MULTILINE)
_NGINX = re.compile(
    r"^[ \t]*(?:(?:server|http|events|stream|(?:location|upstream)[ \t][^{\n]{1,200})[ \t]*\{"
    r"|(?:proxy_pass|listen|server_name|proxy_set_header|ssl_certificate|add_header|try_files)[ \t][^\n]{1,300};)",
    re.MULTILINE,
)
_HCL = re.compile(
    r"^(?:resource|data)[ \t]+\"?\w+\"?[ \t]+\"?[\w-]+\"?[ \t]*\{"
    r"|^(?:variable|output|module|provider|backend)[ \t]+\"[\w-]+\"[ \t]*\{|^(?:terraform|locals)[ \t]*\{",
    re.MULTILINE,
)
_PYTHON = re.compile(
    r"^(?:from[ \t]+[\w.]+[ \t]+import[ \t]|import[ \t]+[\w.]+|def[ \t]+\w+\(|class[ \t]+\w+[(:]|>>>[ \t])", re.MULTILINE
)
_SQL = re.compile(
    r"\s*(?:--[^\n]*\s+)*(?:SELECT|INSERT[ \t]+INTO|UPDATE[ \t]+\w+[ \t]+SET|DELETE[ \t]+FROM|WITH[ \t]+\w+[ \t]+AS"
    r"|CREATE[ \t]+(?:TABLE|INDEX|USER|ROLE|DATABASE|EXTENSION)|(?:ALTER|DROP)[ \t]+\w+|GRANT|EXPLAIN|VACUUM)\b"
)
_PROMQL = re.compile(
    r"\s*(?:(?:sum|avg|max|min|count|topk|bottomk|quantile|rate|irate|increase|histogram_quantile|absent|delta|predict_linear)"
    r"[ \t]*(?:(?:by|without)[ \t]*\(|\()|\w+\{[^}\n]*\}(?:\[\w+\])?)"
)
_TEMPLATE = re.compile(
    r"\{\{-?[ \t]*(?:/\*|\.(?:Values|Release|Chart|Capabilities|Files)\b"
    r"|(?:include|define|template|range|with|if|else|end|toYaml|tpl|default|required|block)\b|\$\w*\.?Values\b)"
)
_NAMED_AFTER_A_COMMAND = (Kind.DOCKERFILE, Kind.HELM_TEMPLATE, Kind.PROMQL, Kind.ANSIBLE, Kind.KUBERNETES)
_SAY_NOTHING = ("code", "conf", "config", "configuration")  # names of files of any program
_UNCHECKED_LINES = ("#", "//", ";")


def identify(language: str, text: str, filename: str = "") -> Kind:
    """Say what a block is.

    Args:
        language: the info string of the fence, or the name of a language; may be empty.
        text: the block's.
        filename: that it has or shall have, if anybody said it.

    Returns:
        `UNKNOWN` where a language is named that is none of ours, `TEXT` where nothing speaks for any kind.
    """
    text = text[:_MOST_LOOKED_AT]
    name = language_of(language)
    said = LANGUAGES.get(name)
    if said is None and name:
        said = kind_of_file(name)
    by_file = kind_of_file(filename or file_of(language))
    if said is Kind.YAML or (said is None and filename.endswith((".yaml", ".yml", ".yaml.tpl"))):
        if _TEMPLATE.search(text):
            return Kind.HELM_TEMPLATE
        return by_file or kind_of_yaml(text)
    if said is Kind.JSON or (said is None and by_file is Kind.JSON):
        return by_file if by_file and by_file is not Kind.JSON else _of_json(text)
    kind = said or by_file
    if kind is None:
        return Kind.UNKNOWN if name and name not in _SAY_NOTHING else _of_text(text)
    return _refined(kind, name, text)


def _refined(kind: Kind, name: str, text: str) -> Kind:
    """Some names say less than the text, or people use them for its neighbour."""
    if kind is Kind.SHELL:
        return _of_shebang(text) or kind
    if kind is Kind.INI:
        return Kind.SYSTEMD if _UNIT.search(text) else kind
    if kind in _NAMED_AFTER_A_COMMAND and not _DOCKERFILE.match(_first_line(text)) and looks_like_commands(text):
        return Kind.SHELL
    if (name == "helm" and "{{" not in text) or (name == "prometheus" and looks_like_yaml(text)):
        return kind_of_yaml(text)
    if name == "ansible" and not looks_like_yaml(text) and _SECTION.search(text):
        return Kind.INI
    return kind


def _of_shebang(text: str) -> Kind | None:
    match = _SHEBANG.match(text.lstrip())
    if not match:
        return None
    program = match[1].rstrip("0123456789.")
    return LANGUAGES.get(program, Kind.UNKNOWN)


def _of_json(text: str) -> Kind:
    if re.search(r'"apiVersion"\s*:', text) and re.search(r'"kind"\s*:', text):
        return Kind.KUBERNETES
    return Kind.JSON


def _of_text(text: str) -> Kind:
    by_shebang = _of_shebang(text)
    if by_shebang:
        return by_shebang
    first = _first_line(text)
    tries = (
        (Kind.HELM_TEMPLATE, _TEMPLATE.search(text) and looks_like_yaml(text)),
        (Kind.DOCKERFILE, _DOCKERFILE.match(first) and re.match(rf"(?:{_INSTRUCTIONS})\b", first)),
        (Kind.SHELL, looks_like_commands(text)),
        (Kind.HCL, _HCL.search(text)),
        (Kind.SYSTEMD, _UNIT.search(text)),
        (Kind.NGINX, _NGINX.search(text)),
        (
            Kind.JSON,
            first[:1] in ("{", "[") and re.match(r'\{\s*(?:"|\})|\{$|\[\s*[\[{"\d]|\[$', text.lstrip()) and '"' in text,
        ),
        (Kind.INI, _SECTION.match(first)),
        (Kind.SQL, _SQL.match(text)),
        (Kind.PYTHON, _PYTHON.search(text)),
        (Kind.YAML, looks_like_yaml(text)),
        (Kind.PROMQL, _PROMQL.match(text)),
    )
    kind = next((kind for kind, found in tries if found), Kind.TEXT)
    if kind is Kind.YAML:
        return kind_of_yaml(text)
    return _of_json(text) if kind is Kind.JSON else kind


def _first_line(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if line and not line.startswith(_UNCHECKED_LINES)), "")
