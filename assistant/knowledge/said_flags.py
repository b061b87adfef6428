"""Flags that a question asks for in words, `errors of this boot`, `all namespaces`, and the tools that take them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.knowledge.slots.slot import Slot


@dataclass(frozen=True, slots=True)
class Said:
    """A flag as it stands in a command.

    Attributes:
        command: matches the words that a command begins with.
        flag: with its value; several words where it is several.
        spellings: with any of which the command has it already.
        meaning: in one line.
    """

    command: re.Pattern[str]
    flag: str
    spellings: tuple[str, ...]
    meaning: str


# Of values that commands take besides the slots of their template: the name of the slot, its kind and an example.
SLOTS = {
    name: Slot(name, kind, example, name)
    for name, kind, example in (
        ("namespace", "namespace", "default"),
        ("region", "name", "eu-central-1"),
        ("profile", "name", "prod"),
        ("port", "port", "22"),
        ("inventory", "path", "inventory.yaml"),
        ("tags", "name", "config"),
        ("hosts", "name", "web1.example.com"),
        ("user", "name", "postgres"),
        ("lines", "number", "100"),
        ("var_file", "path", "prod.tfvars"),
        ("repository", "name", "acme/app"),
        ("timeout", "duration", "60s"),
        ("database", "name", "app"),
        ("author", "name", "alice"),
        ("forks", "number", "10"),
        ("variable", "label", "name=value"),
        ("env_file", "path", "app.env"),
    )
}
_OF_VALUES = (  # command, slot, flag, other spellings, meaning
    (r"kubectl (?!config|cluster-info|api-|explain|drain|cordon|uncordon|taint|version|\S+ (?:nodes?|namespaces?|ns|pv|crd)(?:\b|(?<=\})))|helm (?!repo|pull|show|lint|package|create)",
     "namespace", "-n {}", ("-n", "--namespace", "-A", "--all-namespaces"), "the namespace"),
    (r"aws \w", "region", "--region {}", ("--region",), "the region"),
    (r"aws \w", "profile", "--profile {}", ("--profile",), "the profile"),
    (r"ssh(?:-copy-id)? ", "port", "-p {}", ("-p",), "the port of the SSH server"),
    (r"scp ", "port", "-P {}", ("-P",), "the port of the SSH server"),
    (r"rsync ", "port", "-e 'ssh -p {}'", ("-e", "--rsh"), "the port of the SSH server"),
    (r"redis-cli|psql|pg_dump|pg_restore", "port", "-p {}", ("-p", "--port"), "the port of the server"),
    (r"docker (?:exec|compose exec|compose run|run)|podman (?:exec|run)", "user", "-u {}", ("-u", "--user"), "as this user"),
    (r"journalctl(?! --(?:vacuum|disk|rotate|list))", "lines", "-n {}", ("-n", "--lines"), "only so many of the last lines"),
    (r"(?:docker|podman) logs|docker compose logs", "lines", "--tail {}", ("--tail", "-n"), "only so many of the last lines"),
    (r"kubectl logs", "lines", "--tail={}", ("--tail",), "only so many of the last lines"),
    (r"kubectl (?:wait|rollout status)", "timeout", "--timeout={}", ("--timeout",), "give up after this"),
    (r"terraform (?:plan|apply|destroy|import|refresh|console)(?! \S*tfplan)", "var_file", "-var-file={}", ("-var-file",), "values of variables"),
    (r"(?:docker|podman) run", "env_file", "--env-file {}", ("--env-file",), "variables from a file"),
    (r"git (?:log|shortlog)", "author", "--author={}", ("--author",), "of this author"),
    (r"ansible(?:-playbook)? (?!-)|ansible-playbook ", "forks", "-f {}", ("-f", "--forks"), "so many hosts at a time"),
    (r"terraform (?:plan|apply|destroy|import|refresh|console)(?! \S*tfplan)", "variable", "-var={}", ("-var",), "the value of a variable"),
    (r"gh (?!repo|auth|api)", "repository", "-R {}", ("-R", "--repo"), "the repository"),
    (r"glab (?!auth|api)", "repository", "-R {}", ("-R", "--repo"), "the project"),
    (r"ansible(?:-playbook|-inventory)? ", "inventory", "-i {}", ("-i", "--inventory"), "the inventory"),
    (r"ansible-playbook ", "tags", "--tags {}", ("-t", "--tags", "--skip-tags"), "only tasks with this tag"),
    (r"ansible-playbook ", "hosts", "--limit {}", ("-l", "--limit"), "only these hosts"),
)  # fmt: skip
_OF_WORDS = (  # command, what is said, flag, other spellings, meaning
    (r"kubectl (?:get|top) (?!nodes?\b|namespaces?\b|ns\b|pv\b|\{\{)", r"\b(?:all|every|any|across|each) (?:the )?namespaces?\b|\bcluster[- ]wide\b|\b(?:whole|entire) cluster\b", "-A", ("-A", "-n", "--namespace"), "all namespaces"),
    (r"kubectl get", r"\b(?:on|with) (?:which|what|their) nodes?\b|\bwide\b", "-o wide", ("-o", "--output"), "with nodes and addresses"),
    (r"kubectl get", r"\bas (?:yaml|yml)\b", "-o yaml", ("-o", "--output"), "all of it, as YAML"),
    (r"kubectl get", r"\bas json\b", "-o json", ("-o", "--output"), "all of it, as JSON"),
    (r"kubectl get", r"\bkeep watching\b|\bwatch (?:the|them|it|for)\b|\bas they (?:change|come)\b", "-w", ("-w", "--watch"), "go on as it changes"),
    (r"kubectl get", r"\b(?:with|show|and) (?:their |its |the )?labels\b", "--show-labels", ("--show-labels",), "with labels"),
    (r"kubectl logs", r"\b(?:previous|before (?:the|its) (?:last )?(?:restart|crash)|last (?:crash|restart|run))\b", "-p", ("-p", "--previous"), "of the run before the restart"),
    (r"kubectl logs", r"\ball (?:its |the )?containers\b", "--all-containers", ("--all-containers", "-c"), "of every container"),
    (r"(?:kubectl|docker|docker compose|podman) logs|journalctl|tail", r"\bfollow\w*\b|\blive\b|\bstream\w*\b|\bas (?:they|it) comes?\b|\blaufend\b", "-f", ("-f", "--follow", "-F"), "go on as new lines come"),
    (r"(?:kubectl|docker|podman) logs", r"\bwith (?:the )?(?:time ?stamps?|times?)\b", "--timestamps", ("--timestamps", "-t"), "the time before each line"),
    (r"kubectl (?:apply|create|delete|run|scale|label)", r"\bdry[- ]run\b|\bwithout (?:really )?(?:applying|doing|creating)\b", "--dry-run=server", ("--dry-run",), "try it, change nothing"),
    (r"docker ps", r"\b(?:stopped|exited|ended|all)\b", "-a", ("-a", "--all", "-q", "-aq"), "those that have ended too"),
    (r"docker run", r"\b(?:throw[- ]?away|remove(?:d)? (?:it )?(?:afterwards|when)|clean(?:ed)? up afterwards|gone afterwards)\b", "--rm", ("--rm", "-d"), "remove it when it ends"),
    (r"docker run|docker compose up|podman run", r"\b(?:background|detached|daemon)\b|\bim hintergrund\b", "-d", ("-d", "--detach", "--rm"), "in the background"),
    (r"docker (?:build|buildx build|compose build)", r"\b(?:no|without|ignor\w+|skip\w*)(?: the| any)? cache\b|\bfrom scratch\b", "--no-cache", ("--no-cache",), "without the cache"),
    (r"docker compose up", r"\brebuil[dt]\w*\b|\bbuild (?:it|them|the images?) again\b", "--build", ("--build",), "build images first"),
    (r"docker compose down", r"\bvolumes?\b", "-v", ("-v", "--volumes"), "remove its volumes and their data too"),
    (r"helm (?:upgrade|install)", r"\bcreate (?:it|the namespace|that namespace)\b|\bif (?:it is |it's )?(?:missing|not there|absent)\b|\bnamespace (?:may|might|does) not\b", "--create-namespace", ("--create-namespace",), "make the namespace where it is missing"),
    (r"helm (?:upgrade|install)", r"\b(?:roll(?:s|ed)? ?back|go(?:es)? back|revert\w*|undo\w*|back out)\b.{0,40}\b(?:fail\w*|error|wrong|automatic\w*)|\b(?:fail\w*|automatic\w*)\b.{0,40}\b(?:roll\w* ?back|go\w* back|revert\w*|undo\w*)|\batomic\w*\b",
     "--atomic", ("--atomic", "--rollback-on-failure"), "go back by itself if it fails; Helm 4 calls it `--rollback-on-failure`"),
    (r"helm (?:upgrade|install|rollback|uninstall)", r"\bwait\w*\b.{0,20}\b(?:ready|done|finish\w*|up|complete)\b|\buntil (?:it|all|everything)\b", "--wait", ("--wait", "--atomic"), "until all is ready"),
    (r"helm (?:upgrade|install|uninstall)", r"\bdry[- ]run\b", "--dry-run=server", ("--dry-run",), "change nothing"),
    (r"ansible(?:-playbook)? ", r"\bask\w*\b.{0,30}\b(?:sudo|become|root)\b.{0,10}\bpass\w*|\b(?:sudo|become) password\b", "-K", ("-K", "--ask-become-pass"), "ask for the password of sudo"),
    (r"ansible-playbook ", r"\bdry[- ]?run\b|\bcheck mode\b|\bwithout chang\w+\b|\bchang\w+ (?:nothing|anything)\b", "--check", ("--check", "-C"), "change nothing"),
    (r"ansible-playbook ", r"\b(?:diffs?|differences?|what would change)\b", "--diff", ("--diff", "-D"), "show what differs"),
    (r"ansible(?:-playbook)? ", r"\bvault password\b|\bask\w*\b.{0,20}\bvault\b", "--ask-vault-pass", ("--ask-vault-pass", "--vault-password-file"), "ask for the password of the vault"),
    (r"ansible (?!-)", r"\b(?:as root|with sudo|sudo|become)\b(?! password)", "-b", ("-b", "--become"), "as root"),
    (r"journalctl(?! --(?:vacuum|disk|rotate|list))", r"\b(?:only |just )?(?:errors?|error (?:messages|level|lines))\b|\bfehler\b|\berrores\b|\berreurs\b", "-p err", ("-p", "--priority"), "errors and worse"),
    (r"journalctl(?! --(?:vacuum|disk|rotate|list))", r"\bwarnings?\b", "-p warning", ("-p", "--priority"), "warnings and worse"),
    (r"journalctl(?! --(?:vacuum|disk|rotate|list))", r"\b(?:this|current|since(?: the)?(?: last)?) (?:re)?boot\b|\bsince (?:it|the machine|the server) (?:re)?booted\b", "-b", ("-b", "--boot", "--since"), "of this boot"),
    (r"journalctl(?! --(?:vacuum|disk|rotate|list))", r"\b(?:previous|last|prior) boot\b|\bboot before\b|\bbefore the (?:re)?boot\b", "-b -1", ("-b", "--boot"), "of the boot before"),
    (r"journalctl(?! --(?:vacuum|disk|rotate|list))", r"\bkernel\b", "-k", ("-k", "--dmesg"), "messages of the kernel"),
    (r"journalctl(?! --(?:vacuum|disk|rotate|list))", r"\b(?:newest|latest|most recent) first\b|\breverse\w*\b", "-r", ("-r", "--reverse"), "newest first"),
    (r"git log", r"\bone[- ]?lin\w+\b|\bshort\b", "--oneline", ("--oneline", "--format", "--pretty"), "one line for each"),
    (r"git log", r"\bgraph\b", "--graph", ("--graph",), "with the branches drawn"),
    (r"rsync ", r"\b(?:resum\w+|continu\w+|abort\w*|interrupt\w*|partial\w*|breaks? off|go on)\b", "--partial", ("--partial", "-P", "--append"), "keep half a file, so that the next run goes on"),
    (r"rsync ", r"\bcompress\w*\b|\bslow (?:link|line|connection|network)\b", "-z", ("-z", "--compress", "-avz", "-az"), "compress on the way"),
    (r"terraform (?:apply|destroy)", r"\b(?:auto[- ]?approv\w+|without (?:asking|confirm\w*|prompt\w*|questions?)|no(?:n[- ]interactive\w*| prompts?))\b", "-auto-approve", ("-auto-approve",), "ask nothing"),
    (r"z?grep (?!-[a-zA-Z]*i)", r"\b(?:case[- ]?insensitiv\w*|ignor\w+ (?:the )?case|without regard to case|regardless of case|upper and lower case)\b", "-i", ("-i", "--ignore-case"), "capitals do not matter"),
    (r"kubectl (?:apply|diff|delete|create) (?=-f|.* -f)", r"\brecursiv\w*\b|\ball (?:sub ?folders|subdirector\w+)\b", "-R", ("-R", "--recursive"), "all folders below"),
    (r"ps (?!-[a-zA-Z]*p )", r"\b(?:sort\w*|order\w*) by (?:cpu|processor)\b|\bby (?:cpu|processor)(?: usage| use| time)?\b|\bmost cpu\b", "--sort=-pcpu", ("--sort", "--forest"), "most processor time first"),
    (r"ps (?!-[a-zA-Z]*p )", r"\b(?:sort\w*|order\w*) by (?:mem\w*|ram|rss)\b|\bby (?:memory|ram)(?: usage| use)?\b|\bmost (?:memory|ram)\b", "--sort=-rss", ("--sort", "--forest"), "most memory first"),
    (r"helm uninstall", r"\bkeep\w*\b.{0,20}\bhistory\b", "--keep-history", ("--keep-history",), "so that it can be rolled back"),
    (r"docker compose (?:up|run)", r"\b(?:no|without|leave|not|only|just|untouched|alone)\b.{0,30}\bdep(?:s|endenc\w+)?\b|\bdep(?:s|endenc\w+)?\b.{0,30}\b(?:untouched|alone|not|out)\b", "--no-deps", ("--no-deps",), "leave what it depends on alone"),
    (r"docker compose up", r"\b(?:force\w*|always)\b.{0,20}\brecreat\w+|\brecreat\w+\b.{0,30}\bunchanged\b", "--force-recreate", ("--force-recreate",), "anew, although nothing changed"),
    (r"pg_dump ", r"\bschema[- ]only\b|\bonly (?:the )?schema\b|\bwithout (?:the )?(?:data|rows)\b", "--schema-only", ("--schema-only", "-s"), "no rows"),
    (r"pg_dump |pg_restore ", r"\bdata[- ]only\b|\bonly (?:the )?(?:data|rows)\b|\bwithout (?:the )?schema\b", "--data-only", ("--data-only", "-a"), "rows only"),
    (r"aws s3 (?:cp|mv|rm|sync)", r"\bdry[- ]?run\b|\bwhat (?:it )?would\b", "--dryrun", ("--dryrun",), "change nothing"),
    (r"git push (?!-)", r"\ball (?:the |my )?tags\b", "--tags", ("--tags",), "all tags"),
    (r"git clone", r"\b(?:with|and|including) (?:all |its |the )?submodules\b", "--recurse-submodules", ("--recurse-submodules",), "submodules too"),
    (r"git (?:log|diff|show)", r"\b(?:only |just )?(?:the )?(?:file names|names of (?:the )?(?:changed )?files|which files)\b", "--name-only", ("--name-only", "--name-status", "--stat"), "only names"),
    (r"kubectl (?:get|describe|top)", r"\bsort\w* by (?:age|creation)\b|\bnewest (?:first|last)\b", "--sort-by=.metadata.creationTimestamp", ("--sort-by",), "by age"),
    (r"curl ", r"\b(?:ignor\w+|skip\w*|without check\w*) (?:the )?(?:invalid |self[- ]signed |bad )?cert\w*|\binsecure\b", "-k", ("-k", "--insecure"), "do not check the certificate"),
    (r"curl ", r"\bfollow\w* (?:the )?redirects?\b", "-L", ("-L", "--location"), "follow redirects"),
    (r"curl ", r"\b(?:only|just) (?:the )?headers?\b", "-I", ("-I", "--head"), "only the headers"),
    (r"systemctl (?:enable|disable|mask)", r"\b(?:and|also) (?:start|stop)\b|\bright (?:now|away)\b|\bimmediately\b|\bat once\b|\bnow (?:and|too|as well)\b", "--now", ("--now",), "at once too"),
    (r"certbot ", r"\bdry[- ]?run\b|\btest(?: run)?\b", "--dry-run", ("--dry-run",), "try it, change nothing"),
    (r"apt(?:-get)? (?:install|upgrade|remove)|dnf (?:install|upgrade|remove)", r"\bwithout (?:asking|prompt\w*|questions?)\b|\bnon[- ]?interactive\w*\b", "-y", ("-y",), "ask nothing"),
    (r"ssh-keygen -t", r"\b(?:no|without|empty)(?: an?)? pass ?(?:phrase|word)\b", "-N ''", ("-N",), "without a passphrase"),
)  # fmt: skip
_VALUES = tuple((re.compile(command), slot, flag, spellings, meaning) for command, slot, flag, spellings, meaning in _OF_VALUES)
_WORDS = tuple(
    (re.compile(command), re.compile(words, re.IGNORECASE), flag, spellings, meaning)
    for command, words, flag, spellings, meaning in _OF_WORDS
)
_FIND = re.compile(r"find ")
_SIZE = re.compile(
    r"(?i)\b(over|above|more than|larger than|bigger than|greater than|exceed\w*|at least|under|below|less than|smaller than|ab|größer als|mas de)"
    r"\s+(\d+)\s?([kmgt])i?b?\b"
)
_RECENT = re.compile(
    r"(?i)\b(?:changed|modified|written|touched|edited|created|new)\b[^\n]{0,25}?\b(?:last|past|within|in)\s+(?:the\s+)?(?:last\s+|past\s+)?(\d+|day|24 hours|week|hour)\s*(days?|hours?|weeks?|minutes?)?"
)
_OLD = re.compile(
    r"(?i)\b(?:older than|not (?:changed|modified|touched|used) (?:for|in|since)|unchanged for)\s+(?:the last )?(\d+|a)\s*(days?|weeks?|months?)"
)
_OWNED = re.compile(
    r"(?i)\b(?:owned by|belong(?:s|ing)? to|of) (?:the )?user\s+([a-z_][\w-]{0,30})\b|\bowned by\s+([a-z_][\w-]{0,30})\b"
)
_DAYS = {"d": 1, "w": 7, "m": 30}
_LESS = frozenset({"under", "below", "less than", "smaller than"})


def said(question: str, values: Mapping[str, str]) -> Iterator[Said]:
    """The flags that a question says.

    Args:
        values: of `SLOTS`, those that the question gives.
    """
    for command, slot, flag, spellings, meaning in _VALUES:
        if (
            slot in values
            and (slot != "variable" or re.search(r"(?i)\bvar(?:iable)?s?\b", question))
            and (slot != "port" or re.search(rf"(?i)\b(?:port|listens?|on)\b[^\n]{{0,30}}\b{values[slot]}\b", question))
        ):
            yield Said(command, flag.format(values[slot]), spellings, meaning)
    for command, words, flag, spellings, meaning in _WORDS:
        if words.search(question):
            yield Said(command, flag, spellings, meaning)
    yield from _of_find(question)


def _of_find(question: str) -> Iterator[Said]:
    if match := _SIZE.search(question):
        sign = "-" if match[1].casefold() in _LESS else "+"
        unit = match[3].casefold() if match[3] in "kK" else match[3].upper()
        yield Said(_FIND, f"-size {sign}{match[2]}{unit}", ("-size",), "of this size; `+` is more, `-` is less")
    if match := _RECENT.search(question):
        yield _recent(match[1].casefold(), (match[2] or match[1]).casefold())
    if match := _OLD.search(question):
        count = (1 if match[1] == "a" else int(match[1])) * _DAYS[match[2][0].casefold()]
        yield Said(_FIND, f"-mtime +{count}", ("-mtime", "-mmin", "-newermt"), "changed more than so many days ago")
    if match := _OWNED.search(question):
        yield Said(_FIND, f"-user {match[1] or match[2]}", ("-user",), "of this user")


def _recent(number: str, unit: str) -> Said:
    count = int(number) if number.isdigit() else 1
    if unit.startswith("m") or (unit.startswith("h") and number != "24 hours"):
        minutes = count * (60 if unit.startswith("h") else 1)
        return Said(_FIND, f"-mmin -{minutes}", ("-mmin", "-mtime"), "changed in the last minutes")
    days = 1 if number == "24 hours" else count * (7 if unit.startswith("w") else 1)
    return Said(_FIND, f"-mtime -{days}", ("-mtime", "-mmin"), "changed in the last days")
