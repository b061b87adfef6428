"""Write the facts of command-line tools anew: names of sub-commands and flags, out of their own help and manual pages.

    python -m tests.knowledge.cli_help.regenerate [--root FOLDER] [--bin FOLDER ...] [TOOL ...]

Each is a file of `assistant/checks/commands/tools`. `--root` is where packages were unpacked (`dpkg -x`); without it, the
machine's own manual pages are read. `--bin` is searched for tools that are asked themselves (kubectl, docker, docker-compose,
docker-buildx, terraform, ansible..., aws, redis-cli, amtool, promtool, helm), before PATH. A tool that is not there keeps the
facts it has; those of helm were taken from its published reference. The form of the files:
`assistant/checks/commands/facts.py`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.checks.commands.facts import FOLDER

Facts = dict[str, set[str]]  # path of words -> flags, `=` after those that take a value, and [word] for sub-commands

MANUALS = """
namei lslocks mountpoint swapoff renice blockdev hwclock prlimit setsid rename script chcpu lsmem apt apt-get
apt-cache dpkg awk base64 basename blkid lsblk mount umount findmnt fdisk sfdisk swapon mkswap losetup dmesg flock
nsenter unshare lscpu lsns last chrt ionice taskset wipefs logger cat chmod chown chgrp chroot cp cut date dd df
dirname du echo env expand false fold groups head hostname id install join kill killall less link ln ls md5sum mkdir
mkfifo mktemp mv nice nl nohup nproc od paste pidof pgrep pkill printenv printf pwd readlink realpath rm rmdir seq
sha256sum shuf sleep sort split stat stdbuf stty sum sync tac tail tee test timeout touch tr true truncate tty uname
uniq uptime users wc who whoami xargs yes find grep sed tar lsof dig host nslookup tcpdump iptables iptables-save
iptables-restore nft jq nc ping traceroute mtr strace iostat mpstat pidstat sar logrotate pvs vgs lvs pvcreate
vgextend lvextend resize2fs e2fsck tune2fs mkfs.ext4 fsck useradd usermod userdel groupadd passwd chage pstree fuser
sudo crontab gzip zip unzip wget curl certbot ethtool conntrack ab zstd xz skopeo bash diff cmp tree chronyc lsmod
modprobe rmmod ps top free vmstat pmap sysctl w watch ss rsync ssh scp sftp ssh-keygen ssh-keyscan ssh-copy-id ssh-add
ssh-agent sshd nginx psql pg_dump pg_restore pg_dumpall pg_isready createdb dropdb createuser vacuumdb reindexdb
pg_basebackup pgbench gpg getent ldd column hexdump journalctl systemctl systemd-analyze systemd-run systemd-cgls
systemd-cgtop loginctl hostnamectl timedatectl resolvectl networkctl coredumpctl systemd-tmpfiles systemd-delta
ip xfs_growfs xfs_repair growpart parted partprobe iotop visudo
setfacl getfacl ufw firewall-cmd update-ca-certificates htpasswd fallocate dnf apt-mark numfmt pvresize last
""".split()  # noqa: SIM905  # a list of one word a line is read by nobody
COMMANDS_AS_HEADINGS = {  # their manual pages list commands as headings of paragraphs
    "systemctl",
    "systemd-analyze",
    "loginctl",
    "hostnamectl",
    "timedatectl",
    "resolvectl",
    "networkctl",
    "coredumpctl",
    "apt",
    "apt-get",
    "apt-cache",
    "certbot",
}
AWS = """
acm autoscaling ce cloudformation cloudfront cloudtrail cloudwatch configure dynamodb ec2 ecr ecs efs eks elasticache
elbv2 events iam kms lambda login logout logs organizations rds route53 s3 s3api secretsmanager sns sqs ssm sso sts
""".split()  # noqa: SIM905  # a list of one word a line is read by nobody
ANSIBLE = """
ansible ansible-playbook ansible-galaxy ansible-vault ansible-inventory ansible-doc ansible-config
""".split()  # noqa: SIM905  # a list of one word a line is read by nobody
ALIASES_OF_PAGES = {
    "awk": "gawk",
    "pkill": "pgrep",
    "mkfs.ext4": "mke2fs",
    "nc": "nc_openbsd",
    "traceroute": "traceroute.db",
    "sar": "sar.sysstat",
    "dnf": "dnf4",
}
VERSIONS = {
    "kubectl": (("version", "--client"),),
    **dict.fromkeys(
        ("docker", "terraform", "helm", "aws", "gh", "amtool", "promtool", "redis-cli", *ANSIBLE), (("--version",),)
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, default=Path("/"))
    parser.add_argument("--bin", type=Path, action="append", default=[])
    parser.add_argument("tools", nargs="*")
    arguments = parser.parse_args()
    os.environ["PATH"] = os.pathsep.join([*map(str, arguments.bin), os.environ["PATH"]])
    os.environ |= {"MANWIDTH": "300", "LC_ALL": "C.UTF-8", "COLUMNS": "200", "MANROFFOPT": "-c", "CHECKPOINT_DISABLE": "1"}
    for tool, read in sources(arguments.root):
        if arguments.tools and tool not in arguments.tools:
            continue
        facts = read()
        if facts.get(tool) or len(facts) > 1:
            (FOLDER / f"{tool}.json").write_text(table(version_of(tool, arguments.root), facts))
        else:
            print(f"{tool}: not here")


def table(version: str, facts: Facts) -> str:
    """JSON with a line for each command, which versions of the file can be compared by."""
    rows = (f"{json.dumps(path)}: {json.dumps(' '.join(sorted(facts[path])))}" for path in sorted(facts))
    return f'{{"version": {json.dumps(version)}, "commands": {{\n' + ",\n".join(rows) + "\n}}\n"


def version_of(tool: str, root: Path) -> str:
    """As the tool says it, or the last line of its manual page; nothing where neither does."""
    for arguments in VERSIONS.get(tool, ()):
        if found := re.search(r"\d+\.\d+(?:\.\d+)*", said(tool, *arguments)):
            return found[0]
    lines = page(root, ALIASES_OF_PAGES.get(tool, tool)).rstrip().splitlines()
    found = re.search(r"\b\d+(?:\.\d+)+\w*", lines[-1]) if lines else None
    return found[0] if found else ""


def sources(root: Path) -> Iterator[tuple[str, Callable[[], Facts]]]:
    for tool in MANUALS:
        yield tool, lambda tool=tool: manual(root, tool)
    yield "git", lambda: with_completion(manuals(root, "git", nested=False))
    yield "openssl", lambda: manuals(root, "openssl", nested=False)
    yield "podman", lambda: manuals(root, "podman", nested=True)
    yield "kubectl", kubectl
    yield "gh", lambda: manuals(root, "gh", nested=True)
    yield "glab", lambda: manuals(root, "glab", nested=True)
    yield "docker", docker
    yield "helm", lambda: cobra(["helm"], "helm")
    yield "terraform", terraform_with_shared_flags
    for tool in ("amtool", "promtool"):
        yield tool, lambda tool=tool: kingpin(tool)
    yield "redis-cli", lambda: plain_help("redis-cli")
    for tool in ANSIBLE:
        yield tool, lambda tool=tool: argparse_help([tool])
    yield "aws", aws


def said(*command: str) -> str:
    """What a tool says of itself; nothing where it is not installed."""
    if shutil.which(command[0]) is None:
        return ""
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    return run.stdout or run.stderr


def flags_of_head(head: str) -> set[str]:
    """The flags of a line that begins with some: `-n, --lines=NUM`, `--[no-]ff`, `-C <path>`."""
    found = set()
    for match in re.finditer(
        r"(?<![\w\]/<=:.-])(--?(?:\[no-\]|\[no\])?[A-Za-z0-9?@#][\w.-]*)(=\S|\[=| (?=[<A-Z\[a-z{\"'])(?!or\b|and\b))?", head
    ):
        names = match[1].rstrip(".")
        value = "=" if match[2] and match[2] != "[=" else ""
        for name in (names.replace("[no-]", "").replace("[no]", ""), names.replace("[no-]", "no-").replace("[no]", "no")):
            found.add((name, value))
    value = "=" if ", " in head and any(value for _, value in found) else ""  # -n, --lines=NUM: both take one
    return {name + (value or its_own) for name, its_own in found}


def paragraphs(text: str) -> Facts:
    flags: set[str] = set()
    for line in text.splitlines():
        row = line.strip().removeprefix("[!] ")  # of iptables: may be negated
        if re.match(r"(\[)?-[-\w?\[@#]", row):
            head = re.split(r"\s{2,}|\t|  ", row.lstrip("["))[0]
            flags |= flags_of_head(head)
    return {"": flags}


def page(root: Path, name: str) -> str:
    for section in ("1", "8", "1ssl", "1m", "2"):
        for suffix in (".gz", ""):
            for path in root.glob(f"usr/share/**/man{section[0]}/{name}.{section}{suffix}"):
                return render(path)
    return ""


def render(path: Path) -> str:
    for _ in range(3):  # links between pages, which are absolute in a root of its own
        if path.is_symlink():
            path = path.parent / path.readlink().name
    if not path.exists():
        return ""
    run = subprocess.run(["man", "-P", "cat", "-l", str(path)], capture_output=True, text=True, timeout=60, check=False)
    text = re.sub(r".\x08", "", run.stdout).replace("\u2010", "-").replace("\u2212", "-")
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def manual(root: Path, tool: str) -> Facts:
    text = page(root, ALIASES_OF_PAGES.get(tool, tool))
    if not text:
        return {}
    flags = paragraphs(text)[""] | synopsis_flags(text)
    if tool in COMMANDS_AS_HEADINGS:
        flags |= {f"[{word}]" for word in re.findall(r"^ {7}([a-z][a-z-]*)(?:(?: [A-Z\[<(].*)?)$", text, re.MULTILINE)}
        flags |= {
            f"[{each}]"
            for row in re.findall(r"^ {7}([a-z-]+(?:, [a-z-]+)+)(?: .*)?$", text, re.MULTILINE)
            for each in row.split(", ")
        }
        flags |= {
            f"[{word}]" for word in re.findall(rf"^ +{tool} (?:\[OPTIONS\.\.\.\] )?\[?([a-z][a-z0-9-]*)\b", text, re.MULTILINE)
        }
    facts = {tool: flags}
    if tool == "ip":
        for path in sorted(root.glob("usr/share/man/man8/ip-*.8.gz")):
            facts[f"ip {path.name.removeprefix('ip-').removesuffix('.8.gz')}"] = paragraphs(render(path))[""]
    if tool == "iptables":
        facts[tool] |= paragraphs(page(root, "iptables-extensions"))[""]
    if tool in ("pkill", "pgrep"):
        facts[tool] |= {"--signal=", "-f", "--full"}
    return facts


def synopsis_flags(text: str) -> set[str]:
    match = re.search(r"^SYNOPSIS\n(.*?)^\S", text, re.MULTILINE | re.DOTALL)
    found = set(re.findall(r"[{|]\s*(-[A-Za-z])(?=\s*[|}])", match[1] if match else ""))  # {-e | -l}: one of them is needed
    for option in re.findall(r"\[(-[^\]\s|]+)( [^\]|]+)?", match[1] if match else ""):
        name, value = option
        if re.fullmatch(r"-[A-Za-z0-9]{3,}", name) and not value and len(set(name[1:])) == len(name) - 1:
            found |= {f"-{letter}" for letter in name[1:]}  # [-46AaCf]: flags of one letter
        elif re.fullmatch(r"--?[A-Za-z0-9][\w-]*", name):
            found.add(name + ("=" if value.strip() else ""))
    return found


def manuals(root: Path, tool: str, *, nested: bool) -> Facts:
    """One page for each sub-command, `tool-word-word`."""
    names = {path.name.split(".")[0] for path in root.glob(f"usr/share/man/man1/{tool}-*.1*")}
    facts = {tool: paragraphs(page(root, tool))[""]}
    for name in sorted(names):
        words = name.removeprefix(f"{tool}-")
        first = words.partition("-")[0]
        if (nested or first == "lfs") and first != words and f"{tool}-{first}" in names:  # git lfs has sub-commands of its own
            words = words.replace("-", " ", 1)
        text = page(root, name)
        flags = paragraphs(text)[""]
        synopsis = re.search(r"^SYNOPSIS\n(.*?)^\S", text, re.MULTILINE | re.DOTALL)
        if tool == "git" and synopsis and first != "lfs":
            flags |= {
                f"[{word}]"
                for word in re.findall(rf"^\s*git {words} (?:\[[^\]]*\] )*\[?([a-z][a-z-]+)\b", synopsis[1], re.MULTILINE)
            }
            flags |= {
                f"[{each}]"
                for group in re.findall(rf"^\s*git {words} \(([a-z|-]+(?: \| [a-z|-]+)*)\)", synopsis[1], re.MULTILINE)
                for each in re.findall(r"(?<![\w-])[a-z][a-z-]+", group)
            }
            flags |= synopsis_flags(text) | set(re.findall(r"(?<=[ (])--[a-z][a-z-]+(?=[ )|]|$)", synopsis[1], re.MULTILINE))
            flags |= set(re.findall(r"(--[a-z-]+) is a\s+synonym", text))
        if tool == "openssl" and "-digest" in flags:  # it stands for the name of each
            flags |= {"-sha256", "-sha384", "-sha512"}
        facts[f"{tool} {words}"] = flags
    return facts if len(facts) > 1 else {}


def with_completion(facts: Facts) -> Facts:
    """With the flags that git's own commands tell a shell that completes them; some stand in no manual page."""
    for path in list(facts):
        words = path.split(" ")
        if len(words) == 2 and "lfs" not in path:
            run = subprocess.run(
                [*words, "--git-completion-helper-all"], capture_output=True, text=True, check=False, timeout=60
            )
            told = run.stdout.split() if run.returncode == 0 else ()
            facts[path] |= {word for word in told if re.fullmatch(r"--[a-z][\w-]*=?", word) and "completion-helper" not in word}
    return facts


def kubectl() -> Facts:
    def options(text: str) -> set[str]:
        flags = set()
        for names, default in re.findall(r"^    ((?:-\w, )?--[\w-]+)=(.*):$", text, re.MULTILINE):
            flags |= {name + ("" if default in ("true", "false") else "=") for name in names.split(", ")}
        return flags

    def walk(words: tuple[str, ...]) -> None:
        text = said(*words, "--help")
        facts[" ".join(words)] = options(text) | {"-h", "--help"}
        for block in re.findall(r"Commands[^\n]*:\n((?:  \S.*\n)+)", text):
            for word in re.findall(r"^  ([a-z][\w-]*)", block, re.MULTILINE):
                walk((*words, word))

    facts: Facts = {}
    if shutil.which("kubectl"):
        walk(("kubectl",))
        facts["kubectl"] |= options(said("kubectl", "options"))
    return facts


def cobra(command: list[str], path: str) -> Facts:
    text = said(*command, "--help")
    if not text:
        return {}
    facts = {path: paragraphs(text)[""] | {"-h", "--help"}}
    for block in re.findall(r"^(?:[\w ]*Commands[^\n]*):\n((?:  .*\n)+)", text, re.MULTILINE):
        for word in re.findall(r"^  ([a-z][\w-]*)\*?(?=\s|$)", block, re.MULTILINE):
            if word != "help":
                facts |= cobra([*command, word], f"{path} {word}")
    return facts


def docker() -> Facts:
    """docker itself and its plugins; `docker build` is that of buildx, where it is installed."""
    facts = (
        cobra(["docker"], "docker") | cobra(["docker-compose"], "docker compose") | cobra(["docker-buildx"], "docker buildx")
    )
    for command in ("docker build", "docker image build", "docker builder build"):
        if command in facts:
            facts[command] |= facts.get("docker buildx build", set())
    return facts


def terraform_with_shared_flags() -> Facts:
    """apply takes the flags of plan, destroy those of apply: their help refers to each other."""
    facts = terraform(["terraform"])
    for command, other in (("apply", "plan"), ("destroy", "apply"), ("refresh", "apply")):
        if facts:
            facts[f"terraform {command}"] |= facts[f"terraform {other}"]
    return facts


def terraform(command: list[str]) -> Facts:
    text = said(*command, "-help")
    if not text:
        return {}
    facts = {
        " ".join(command): {re.sub(r"=.+", "=", flag) for flag in re.findall(r"^\s*(-[a-z][\w-]*(?:=\S)?)", text, re.MULTILINE)}
    }
    if len(command) == 1:
        for word in re.findall(r"^  ([a-z][\w-]+) +\S", text, re.MULTILINE):
            facts |= terraform([*command, word])
    elif match := re.search(r"^Subcommands:\n((?:    .*\n)+)", text, re.MULTILINE):
        for word in re.findall(r"^    ([a-z][\w-]*) ", match[1], re.MULTILINE):
            facts |= terraform([*command, word])
    return facts


def kingpin(tool: str) -> Facts:
    """One text for all commands, each at a line's beginning with its flags below; groups have flags in their own help."""
    _, *commands = re.split(r"^(?=[a-z])", said(tool, "--help-long").partition("\nCommands:\n")[2], flags=re.MULTILINE)
    facts: Facts = {}
    for text in commands:
        words = re.match(r"[a-z-]+(?: [a-z][a-z-]*)*", text)
        path = f"{tool} {words[0]}" if words else tool
        facts[path] = paragraphs(text.partition("\n")[2])[""]
        for group in itertools.accumulate(path.split()[:-1], lambda before, word: f"{before} {word}"):
            if group not in facts:
                facts[group] = paragraphs(said(*group.split(), "--help").partition("\nCommands:\n")[0])[""]
    return facts


def plain_help(tool: str) -> Facts:
    text = said(tool, "--help")
    return {tool: paragraphs(text)[""]} if text else {}


def argparse_help(command: list[str]) -> Facts:
    text = said(*command, "--help")
    if not text:
        return {}
    facts = {" ".join(command): paragraphs(re.sub(r"(?s)^usage:.*?\n\n", "", text))[""]}
    match = re.search(r"^  (?:[A-Z_]+|\{[\w,-]+\})\n((?:    \w.*\n(?:      .*\n)*)+)", text, re.MULTILINE)
    if match and len(command) < 3:
        for word in re.findall(r"^    ([a-z][\w-]*)(?=\s|$)", match[1], re.MULTILINE):
            facts |= argparse_help([*command, word])
    return facts


def aws() -> Facts:
    """awscli's own tables of commands, which its renamings and additions are part of; of version 2, which Debian packages."""
    found = shutil.which("aws")
    interpreter = Path(found).parent / "python" if found else None
    if interpreter is None or not interpreter.exists():
        return {}
    code = f"""
from awscli.clidriver import create_clidriver
driver = create_clidriver()
def flags(table):
    named = [(name, each) for name, each in table.items() if not getattr(each, "positional_arg", False)]
    return " ".join("--" + name + "=" * (getattr(each, "cli_type_name", "string") != "boolean") for name, each in named)
def children(command):
    table = getattr(command, "subcommand_table", None)
    return table or (command._get_command_table() if hasattr(command, "_get_command_table") else {{}})
def walk(path, command):
    found = children(command)  # building it registers flags: those of s3 sync come so
    print(path + ": " + (flags(command.arg_table) if hasattr(command, "arg_table") else ""))
    for name, sub in found.items():
        if name != "help":
            walk(path + " " + name, sub)
print("aws: " + flags(driver._get_argument_table()))
for name, command in driver._get_command_table().items():
    if name in {AWS!r}:
        walk("aws " + name, command)
"""
    run = subprocess.run([interpreter, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    return {path: set(flags.split()) for path, _, flags in (row.partition(":") for row in run.stdout.splitlines())}


if __name__ == "__main__":
    main()
