"""Shell text as people show it: prompts, output between the commands, placeholders in angle brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PROMPT = re.compile(
    r"[ \t]*(?:\([\w.-]{1,40}\)[ \t]?)?"  # a virtual environment
    r"(?:(?:\[?[\w.-]{1,60}@[\w.-]{1,60}[: ]?[^\s$#%>]{0,100}\]?|[\w.-]{1,40}:[~/][^\s$#%>]{0,99}|(?:ba)?sh-[\d.]+)[ \t]?[$#%>]"
    r"|[$\u276f\u279c%])[ \t]+(?=\S)"  # the arrows of fancy prompts
)
_ROOT_PROMPT = re.compile(r"[ \t]*#[ \t]+(?=\S)")
_SECOND_PROMPT = re.compile(r"[ \t]*>[ \t]?")
_HEREDOC = re.compile(r"(?<![<\d])<<(-?)[ \t]*(['\"]?)(\w+)\2")
_HEADER = re.compile(r"[A-Z][A-Z0-9()%/_-]*(?:(?:[ \t]{2,}|\t)[A-Z][A-Z0-9()%/_-]*(?: [A-Z][A-Z0-9()%/_-]*)*)+[ \t]*$")
_PLACEHOLDER = re.compile(
    r"(?<![<\w)$&|;])<(?=[A-Za-z])(?:[\w./:@*-]|(?<=[\w.,|])[ |,](?=[\w])){1,60}(?<=[\w.*])>(?![\w$\"'{&>(]|[ \t]*\()"
)
_ATTACHED = re.compile(r"(?<=[\w./:=@-])<(?=[A-Za-z])[A-Za-z][\w-]*(?:[ _.-][\w-]+)*>(?=[\w./:@,=-]|\s|$|['\"])")
_WORD = re.compile(r"(?:[A-Za-z_]\w*=\S*[ \t]+)*(?:sudo[ \t]+(?:-\w+[ \t]+(?:[a-z]\w*[ \t]+(?=\w))?)?)?([\w./+-]+)")
_SESSION_LANGUAGES = frozenset("console shell-session shellsession sh-session bash-session terminal".split())
_CRON = re.compile(
    r"^[ \t]*(?:@[a-z]{4,10}|[\d*][\d*/,-]*(?:[ \t]+[\d*][\d*/,-]*){2}(?:[ \t]+[\d*A-Za-z][\w*/,-]*){2})[ \t]+(?=[\w/.])",
    re.MULTILINE,
)
_MOST_CONTINUED = 200
_COMMANDS = frozenset(
    "ansible ansible-galaxy ansible-playbook ansible-vault apk apt apt-cache apt-get argocd awk aws az basename"
    " bash brew buildah cat cd certbot chmod chown cilium command cp createdb crictl cron crontab ctr curl cut"
    " date dd df dig dirname dmesg dnf docker docker-compose dpkg du echo env etcdctl eval exec export fdisk"
    " ffmpeg find firewall-cmd flux free fuser gcloud gh git glab go grep groupadd gunzip gzip head helm helmfile"
    " host hostname hostnamectl htop id ifconfig iostat ip iptables istioctl journalctl jq k3s k9s kill kind"
    " kubeadm kubectl kubectx kubens kustomize less ln logrotate ls lsblk lsof make minikube mkdir mkfs mount mv"
    " mysql mysqldump nc netstat nft nginx nmap node nohup npm npx nslookup openssl packer passwd pg_dump"
    " pg_restore ping pip pip3 pkill pnpm podman printf promtool ps psql pwd python python3 read redis-cli rm"
    " rmdir rpm rsync scp sed service set sftp sh skaffold skopeo snap sort source ss ssh ssh-copy-id ssh-keygen"
    " stat strace su sudo sysctl systemctl tail tar tcpdump tee telnet terraform terragrunt test time timedatectl"
    " tofu top touch tr traceroute trap trivy ufw umask umount uname uniq unzip uptime useradd usermod uvicorn"
    " vault vi vim velero virtualenv visudo vmstat watch wc wget which while xargs yarn yq yum zcat zip zypper"
    " kubeseal kubelet consul nomad eksctl kops doctl flyctl heroku vagrant mongodump mongosh influx loki logcli"
    " cosign syft grype hadolint shellcheck yamllint pytest cargo rustup mvn gradle dotnet java composer bundle"
    " rake for if until case do done fi then else".split()
)


@dataclass(frozen=True)
class Script:
    """The commands of a block, each still on its line and in its column.

    Attributes:
        text: what a shell would be given; output is blank lines, prompts are spaces, placeholders are words.
        typed: it is commands to type, not a script: neither functions nor a shebang.
    """

    text: str
    typed: bool


def looks_like_commands(text: str) -> bool:
    """The first line is a command of our field, or has a prompt."""
    for line in text.splitlines():
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if _PROMPT.match(line):
            return True
        word = _WORD.match(bare)
        follows = bare[word.end() : word.end() + 1] if word else ""
        return bool(word) and word[1].rpartition("/")[2] in _COMMANDS and follows in ("", " ", "\t", ";", "|", "&", "\\")  # type: ignore[index]
    return False


def read_script(text: str, language: str) -> Script | None:
    """Take the commands out of a block; None if it is output of which nothing says what was typed.

    Args:
        language: the name in the info string; a terminal's session may begin commands of root with `# `.
    """
    lines = text.split("\n")
    session = language in _SESSION_LANGUAGES
    prompted = any(map(_PROMPT.match, lines))
    root = session and not prompted and any(_root_command(line) for line in lines)
    if prompted and (session or _first_is_prompted(lines)):
        lines = _typed_lines(lines, root=False)
    elif root:
        lines = _typed_lines(lines, root=True)
    elif session and not looks_like_commands(text):
        return None
    else:
        lines = _without_tables(lines)
    commands = "\n".join(lines)
    typed = not text.lstrip().startswith("#!") and not re.search(
        r"^[ \t]*(?:function[ \t]+\w+|\w+[ \t]*\(\)[ \t]*\{?)", commands, re.MULTILINE
    )
    if typed:
        commands = _CRON.sub(lambda match: " " * len(match[0]), commands)
    return Script(_without_placeholders(commands), typed)


def _root_command(line: str) -> bool:
    match = _ROOT_PROMPT.match(line)
    return bool(match) and looks_like_commands(line[match.end() :])  # type: ignore[union-attr]


def _first_is_prompted(lines: list[str]) -> bool:
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    return bool(_PROMPT.match(first))


def _typed_lines(lines: list[str], *, root: bool) -> list[str]:
    prompt = _ROOT_PROMPT if root else _PROMPT
    typed: list[str] = []
    command: list[str] = []  # the one that may go on
    for line in lines:
        match = prompt.match(line)
        goes_on = bool(command) and len(command) < _MOST_CONTINUED and (line.startswith("> ") or _goes_on(command))
        if match and not (goes_on and _heredoc_open(command)):
            command = [" " * match.end() + line[match.end() :]]
        elif goes_on:
            second = _SECOND_PROMPT.match(line) if not _heredoc_open(command) or line.startswith("> ") else None
            command.append(" " * second.end() + line[second.end() :] if second else line)
        else:
            command = []
            typed.append(line if not root and line.lstrip().startswith("#") else "")
            continue
        typed.append(command[-1])
    return typed


def _goes_on(command: list[str]) -> bool:
    last = command[-1].rstrip()
    return _heredoc_open(command) or last.endswith(("\\", "|", "&&", "||")) or _quote_open("\n".join(command))


def _heredoc_open(command: list[str]) -> bool:
    for at, line in enumerate(command):
        match = _HEREDOC.search(line)
        if match:
            return all(after.strip() != match[3] for after in command[at + 1 :])
    return False


def _quote_open(text: str) -> bool:
    quote = ""
    escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
    return bool(quote)


def _without_tables(lines: list[str]) -> list[str]:
    """Blank the tables that kubectl, docker and others print, from their headings to the next empty line."""
    kept = []
    table = False
    for line in lines:
        table = bool(line.strip()) and not line.startswith("#") and (table or bool(_HEADER.match(line)))
        kept.append("" if table else line)
    return kept


def _without_placeholders(text: str) -> str:
    """`<pod-name>` becomes a word of the same length: a shell would read it as two redirections."""
    for form in (_ATTACHED, _PLACEHOLDER):
        text = form.sub(lambda match: re.sub(r"\W", "_", match[0]), text)
    return text
