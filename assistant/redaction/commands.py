"""Secrets on command lines, where only the command tells what an argument is: `mysql -p…`, `curl -u user:…`, `sshpass -p …`."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from assistant.redaction.keys import Strength
from assistant.redaction.values import Value, is_literal, is_secret, looks_random, read
from assistant.redaction.view import LINE, Span, Spans, View

OPTION_ANCHORS = (
    r"-(?<=[\s\"',\[(]-)[puawnbkcx]|--(?<=[\s\"'\[]--)(?:user|proxy-user|auth|body|from-literal|authkey|value)(?![a-z-])|/p:"
)
WORD_ANCHORS = r"htpasswd|chpasswd|convertto-securestring|sqlplus|expdp|impdp|sqlldr|conn(?![\w.:/-])|connect(?![\w.:/-])|add_user|change_password|identified|vault|alias|net(?![\w.:/-])|echo(?![\w.:/-])|printf(?![\w.:/-])|add-generic-password|jdbc:oracle:"

Form: TypeAlias = Literal["attached", "argument", "either", "pair", "percent", "comma"]

_COMMANDS: dict[str, list[tuple[str, Form]]] = {
    "p": [
        (r"mysql\w*|mariadb[\w-]*|mycli|mysqladmin|mysqldump|mytop|pt-[\w-]+|7za?|xtrabackup|mysqlsh", "attached"),
        ((r"sshpass|(?:docker|podman|nerdctl|buildah|skopeo|crane|oras|regctl|helm|cf|oc|az|argocd|ibmcloud|ecctl|nexus|jf|jfrog)\b.*\blogin"
         r"|twine|mongo\w*|cqlsh|rdesktop|useradd|usermod|ftp|sshfs|expect|clickhouse-client|cypher-shell|mosquitto_\w+|curlftpfs|freerdp|influx|arangosh|neo4j-admin"
         r"|rabbitmqadmin|bcp|kinit|impala-shell|beeline|snowsql|dbeaver|aerospike|aql|nodetool|telegraf|nats|kcadm\.sh|kadmin|hdbsql|mssql-cli|vncviewer"), "either"),
    ],
    "P": [(r"sqlcmd|bcp|osql|ipmitool|zip|unzip|ssh-keygen|mosquitto_(?:pub|sub)|tsql|rpcclient|kcat|nats|7z", "either")],
    "u": [(r"curl|http|https|xh|wget|rclone|httpie|kafkacat|mc", "pair"), (r"lftp", "comma")],
    "U": [(r"curl", "pair"), (r"smbclient|rpcclient|smbget|winexe|smbmap|net", "percent")],
    "a": [(r"redis-cli|valkey-cli|keydb-cli|redis-benchmark|redis-dump|riot\w*|rdb", "argument"), (r"http|https|xh|httpie|ab|wrk", "pair")],
    "A": [(r"ab", "pair"), (r"snmp\w+", "argument")],
    "X": [(r"snmp\w+", "argument")],
    "w": [(r"ldap(?:search|add|modify|delete|whoami|passwd|modrdn|compare)|nmcli|kadmin|pspg", "argument")],
    "pw": [(r"plink|pscp|psftp|putty|kitty", "argument"), (r"7z", "attached")],
    "N": [(r"ssh-keygen", "argument")],
    "k": [(r"openssl", "argument"), (r"tshark|freeradius", "argument")],
    "b": [(r"gh\b.*\bsecret|gh\b.*\bsecret\b.*\bset", "argument")],
    "c": [(r"snmp\w+|onesixtyone|braa", "argument")],
    "user": [(r"curl|wget|etcdctl|http|consul|kubectl|influx", "pair")],
    "proxy-user": [(r"curl", "pair")],
    "auth": [(r"http|https|xh|httpie|skopeo|influx|neo4j|aria2c", "pair")],
    "body": [(r"gh\b.*\bsecret|glab", "argument")],
    "value": [(r"az\b.*\bkeyvault\b.*\bsecret|aws\b.*\bput-parameter\b.*(?:assw|ecret|oken|key|SecureString).*", "argument")],
    "authkey": [(r"tailscale", "argument")],
}  # fmt: skip
_RUNS = {
    option: [(re.compile(rf"(?:^|[\s/\"'\[(=,])(?:{names})(?:\.exe)?[\s\"',]"), form) for names, form in forms]
    for option, forms in _COMMANDS.items()
}
# A name of a command contains one of these; telling that none is there is much quicker.
_NAMES = {
    option: ("7z", *re.findall(r"[a-z0-9-]{2,}", "|".join(names for names, _ in forms))) for option, forms in _COMMANDS.items()
}
_MOST_COMMAND = 400  # characters before an option
_OPTION = re.compile(r"(--?)([A-Za-z-]+)")
_GAP = re.compile(r"(?:[ \t]*=[ \t]*|[\"'],[ \t]*|[ \t]+(?:\\\r?\n[ \t]*)?)")
_LITERAL = re.compile(r"(?:=|[ \t]+|[\"'],[ \t]*[\"'])[\"']?([\w.-]{1,80})=")
_SEPARATOR = re.compile(r"[|;&`]|\$\(|\bdo\b")
_PIPED = re.compile(
    r"""(?P<command>echo|printf)(?:[ \t]+-[neE]+)*(?:[ \t]+["']?%s(?:\\n)?["']?)?[ \t]+(?P<value>"[^"\n]{1,400}"|'[^'\n]{1,400}'|[^\s|"'`]{1,400})
    [ \t]*\|[ \t]*(?:sudo[ \t]+(?:-\w+[ \t]+)*?)?
    (?P<reader>[^\n|;]{0,200}?(?:--password-stdin|--pass(?:word|phrase)?-(?:stdin|fd[ =]?0)|--with-token|--stdin|login[^\n|;]{0,80}-stdin|-pass(?:in|out)?[ ]stdin)
     |sudo[ \t]+[^\n|;]{0,40}?-S\b|-S\b|chpasswd\b|passwd\b|smbpasswd\b|cryptsetup\b|sshpass\b|gh[ ]secret[ ]set|gcloud[ ]secrets|kinit\b|docker[ ]secret[ ]create|wpa_passphrase)""",
    re.VERBOSE,
)
_HTPASSWD = re.compile(r"htpasswd(?:[ \t]+-\w+)*?[ \t]+-\w*b\w*(?:[ \t]+-\w+)*(?P<rest>[^\n|;&]{1,400})")
_NET = re.compile(
    r"net(?:\.exe)?[ \t]+(?:use[ \t]+(?:\w:[ \t]+)?\\\\\S{1,200}(?:[ \t]+/user:\S{1,100})?|user[ \t]+[^\s/]{1,100})[ \t]+(?!/)(?P<value>\S{1,200})",
    re.IGNORECASE,
)
_IDENTIFIED = re.compile(r"identified(?:\s+with\s+[\w'\"]+)?\s+(?:by|as)\s+(?:password\s+)?(?=['\"]?\S)", re.IGNORECASE)
_SECURE_STRING = re.compile(r"convertto-securestring[ \t]+(?:-string[ \t]+)?(?=[\"'])", re.IGNORECASE)
_SQLPLUS = re.compile(
    r"(?:(?:sqlplus|expdp|impdp|sqlldr|(?P<connect>conn(?:ect)?))[ \t]+(?:-\w+[ \t]+)*[\"']?|jdbc:oracle:\w{1,8}:)[\w.$#]{1,64}/(?P<value>\"[^\"\n]{1,100}\"|[^\s@\"']{1,100})(?(connect)@)",
    re.IGNORECASE,
)
_USER_CHANGE = re.compile(r"(?:add_user|change_password)[ \t]+[\"']?[\w.@-]{1,100}[\"']?[ \t]+", re.IGNORECASE)
_VAULT = re.compile(
    r"vault[ \t]+(?:login[ \t]+(?!-)(?:token=)?(?P<token>[\w.-]{8,300})|operator[ \t]+(?:unseal|rekey)[ \t]+(?:-[\w=-]{1,60}[ \t]+)*(?P<share>[\w.+/=-]{20,300})|kv[ \t]+(?:put|patch)|write)",
    re.IGNORECASE,
)
_VAULT_PAIR = re.compile(r"[ \t](?!@)[\w.-]{1,80}=(?!@)")
_CHPASSWD = re.compile(r"chpasswd[^\n|;]{0,60}<<<?[ \t]*")
_ALIAS = re.compile(r"alias[ \t]+set[ \t]+\S{1,100}[ \t]+https?://\S{1,200}[ \t]+\S{1,200}[ \t]+", re.IGNORECASE)
_KEYCHAIN = re.compile(r"add-generic-password[^\n|;]{0,200}[ \t]-w[ \t]+")


def option(view: View, place: int) -> Spans:
    """The value of an option that means a password for this command."""
    end = view.line_end(place)
    text = view.text
    if text.startswith(("/p:", "/P:"), place):
        return (
            _of(view, place + 3, end)
            if re.search(r"(?:freerdp|mstsc|cmdkey|psexec)", _command(view, place), re.IGNORECASE)
            else ()
        )
    found = _OPTION.match(text, place, end)
    if not found:
        return ()
    name = found[2] if found[1] == "--" else found[2][:2] if found[2][:2] == "pw" and found[2] == "pw" else found[2][:1]
    if found[1] == "--" and name == "from-literal":
        literal = _LITERAL.match(text, found.end(), end)
        return _of(view, literal.end(), end) if literal and re.search(r"\bsecret\b", _command(view, place)) else ()
    before = view.before(place, _MOST_COMMAND)
    if not any(known in before for known in _NAMES.get(name, ())):
        return ()
    command = _command(view, place)
    for pattern, form in _RUNS[name]:
        if pattern.search(command):
            after = place + len(found[1]) + len(name)
            if spans := _argument(view, after, end, form, long=found[1] == "--"):
                return spans
    return ()


def _argument(view: View, place: int, end: int, form: Form, *, long: bool) -> Spans:
    gap = _GAP.match(view.text, place, end)
    if form == "attached":
        return () if gap else _of(view, place, end)
    if not gap and (long or form == "argument"):
        return ()
    start = gap.end() if gap else place
    if view.text.startswith("-", start) and gap:
        return ()
    if form in ("argument", "either"):
        return _of(view, start, end)
    value = read(view.text, start, end, cut=end - place >= LINE)
    if not value:
        return ()
    mark = {"pair": ":", "percent": "%", "comma": ","}[form]
    user, separator, password = value.text.partition(mark)
    if not separator:
        return ()
    if not password or len(password) < 3:
        random = looks_random(user) and is_literal(user, quoted=True)
        return (Span("token", value.start, value.start + len(user)),) if random else ()
    if not is_literal(password, quoted=True):
        return ()
    spans = [Span("password", value.start + len(user) + 1, value.end, "word" if value.open else "none")]
    if len(user) >= 20 and looks_random(user):
        spans.insert(0, Span("token", value.start, value.start + len(user)))
    return spans


def _of(view: View, place: int, end: int, kind: str = "password", strength: Strength = Strength.SURE) -> Spans:
    value = read(view.text, place, end, cut=False)
    if not value or value.text.startswith("-") or not is_secret(value.text, strength, quoted=True):
        return ()
    return (Span(kind, value.start, value.end, "word" if value.end == end == place + LINE else "none"),)


def _command(view: View, place: int) -> str:
    """The command up to here; a line that ends with a backslash goes on."""
    before = re.sub(r"[\\`^]\r?\n", " ", view.before(place, _MOST_COMMAND)).rpartition("\n")[2]
    if re.search(r"(?:^|\s)-\s*$", before):
        return before
    return _SEPARATOR.split(before)[-1] + " "


def word(view: View, place: int) -> Spans:
    """Arguments that their position makes secret."""
    end = view.line_end(place)
    text = view.text
    if found := _PIPED.match(text, place, end):
        return _piped(found)
    if found := _HTPASSWD.match(text, place, end):
        return _last_argument(found)
    for pattern in (_NET, _SQLPLUS):
        if found := pattern.match(text, place, end):
            return _spanned(found)
    if (found := _VAULT.match(text, place, end)) and found["token"]:
        token = found["token"]
        return (Span("vault_token", *found.span("token")),) if is_literal(token, quoted=True) and looks_random(token) else ()
    if found and found["share"]:
        return (Span("secret_key", *found.span("share")),) if looks_random(found["share"]) else ()
    if found:
        return _vault_pairs(view, found.end(), end)
    if found := _CHPASSWD.match(text, place, end):
        value = read(text, found.end(), end, cut=False)
        return _after_colon(value) if value else ()
    if found := _IDENTIFIED.match(text, place, end):
        return () if text.startswith(":", found.end()) else _of(view, found.end(), end)  # a variable of psql
    if (
        found := _SECURE_STRING.match(text, place, end)
        or _USER_CHANGE.match(text, place, end)
        or _ALIAS.match(text, place, end)
    ):
        return _of(view, found.end(), end)
    if found := _KEYCHAIN.match(text, place, end):
        return _of(view, found.end(), end)
    return ()


def _piped(found: re.Match[str]) -> Spans:
    start, end = found.span("value")
    if found["value"][0] in "\"'":
        start, end = start + 1, end - 1
    text = found["value"].strip("\"'")
    while text.endswith("\\n"):
        text, end = text[:-2], end - 2
    value = Value(start, end, text)
    if re.search(r"(?:chpasswd|smbpasswd)$", found["reader"]):
        return _after_colon(value)
    return (Span("password", start, end),) if is_secret(text, Strength.SURE, quoted=True) else ()


def _after_colon(value: Value) -> Spans:
    user, colon, password = value.text.partition(":")
    start = value.start + len(user) + 1
    return (Span("password", start, value.end),) if colon and is_secret(password, Strength.SURE, quoted=True) else ()


def _last_argument(found: re.Match[str]) -> Spans:
    last = re.search(r"(?:\"([^\"]+)\"|'([^']+)'|(\S+))\s*(?:[>#].*)?$", found["rest"])
    if not last or not last.lastindex:
        return ()
    start, end = last.span(last.lastindex)
    offset = found.start("rest")
    ok = is_secret(last[last.lastindex], Strength.SURE, quoted=True) and found["rest"][:start].split()
    return (Span("password", offset + start, offset + end),) if ok else ()


def _spanned(found: re.Match[str]) -> Spans:
    start, end = found.span("value")
    if found["value"][0] == '"' and len(found["value"]) > 1:
        start, end = start + 1, end - 1
    return (Span("password", start, end),) if is_secret(found.string[start:end], Strength.SURE, quoted=True) else ()


def _vault_pairs(view: View, place: int, end: int) -> Spans:
    spans: list[Span] = []
    for found in _VAULT_PAIR.finditer(view.text, place, end):
        if not spans or found.end() > spans[-1].end:
            spans.extend(_of(view, found.end(), end, "secret"))
    return spans
