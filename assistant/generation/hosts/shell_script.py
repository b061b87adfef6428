"""Shell scripts that stop at the first error: waiting, cleaning up, backing up, retrying, watching a disk, reading options."""

from __future__ import annotations

from collections.abc import Callable

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.quoting import shell

_HEAD = ("#!/usr/bin/env bash", "set -euo pipefail", "")
_PORTS = {"postgres": 5432, "mysql": 3306, "mongo": 27017}


def script(p: Parameters) -> Draft:
    """A script for what the request says that it does."""
    name, lines, told = _SCRIPTS.get(p["purpose"] or "", _options)(p)
    file = f"{name}.sh"
    text = "\n".join([*_HEAD, *lines]) + "\n"
    steps = (
        NextStep(f"bash -n {file}", "read-only"),
        NextStep(f"shellcheck {file}", "read-only"),
        NextStep(f"chmod +x {file}", "changes state"),
    )
    return Draft((Block("bash", file, text),), steps, tuple(told))


_Script = tuple[str, list[str], list[str]]


def _wait(p: Parameters) -> _Script:
    limit = p["limit_s"] or 60
    told = [] if p["limit_s"] else ["The request names no time limit; assumed: 60 seconds."]
    if p["url"]:
        what, test = p["url"], 'curl --fail --silent --show-error --max-time 5 --output /dev/null "$URL" 2>/dev/null'
        values = [f"URL={shell(p['url'])}"]
    else:
        host, port = p["remote_host"] or "localhost", p["port"] or _PORTS.get(p["engine"] or "", 8080)
        what, test = f"{host}:{port}", 'timeout 2 bash -c "</dev/tcp/$HOST/$PORT" 2>/dev/null'
        values = [f"HOST={shell(host)}", f"PORT={port}"]
    lines = [
        *values,
        f"TIMEOUT={limit} # seconds",
        "",
        "deadline=$((SECONDS + TIMEOUT))",
        f"until {test}; do",
        "  if ((SECONDS >= deadline)); then",
        f'    echo "{_plain(what)} did not answer within $TIMEOUT seconds" >&2',
        "    exit 1",
        "  fi",
        "  sleep 1",
        "done",
        f'echo "{_plain(what)} answers"',
    ]
    return "wait-for", lines, told


def _probe(p: Parameters) -> _Script:
    url = p["url"] or f"http://{p['remote_host'] or 'localhost'}:{p['port'] or 8080}/health"
    lines = [
        f"URL={shell(url)}",
        f"TIMEOUT={p['limit_s'] or 5} # seconds",
        "",
        'if ! curl --fail --silent --show-error --max-time "$TIMEOUT" --output /dev/null "$URL"; then',
        '  echo "$URL is not healthy" >&2',
        "  exit 1",
        "fi",
    ]
    return "healthcheck", lines, [] if p["url"] else [f"The request names no address; assumed: {url}."]


def _rsync(p: Parameters) -> _Script:
    source = p["directory"] or "/srv/data"
    target = p["remote"] or (p["destination"] if p["destination"] and p["destination"] != source else "/var/backups")
    lines = [
        f"SOURCE={shell(source)}",
        f"TARGET={shell(target)}",
        "",
        "# a trailing slash takes what is in the directory, not the directory itself",
        'rsync --archive --delete --partial --human-readable --stats "$SOURCE/" "$TARGET/"',
    ]
    return "sync", lines, ["--delete removes from the target what is gone from the source: try it with --dry-run first."]


def _cleanup(p: Parameters) -> _Script:
    directory, days = p["directory"] or "/var/cache/app", p["age_days"] or 30
    pattern = p["pattern"] or "*"
    lines = [
        f"DIRECTORY={shell(directory)}",
        f"PATTERN={shell(pattern)}",
        f"DAYS={days}",
        "",
        '[[ -d "$DIRECTORY" ]] || {',
        '  echo "$DIRECTORY is no directory" >&2',
        "  exit 1",
        "}",
        "# -print before -delete tells what goes",
        'find "$DIRECTORY" -xdev -type f -name "$PATTERN" -mtime +"$DAYS" -print -delete',
    ]
    told = [f"With +{days}, find takes files of at least {days + 1} whole days. Leave out -delete for a look first."]
    told += [] if p["age_days"] else ["The request names no age; assumed: 30 days."]
    told += [] if p["directory"] else [f"The request names no directory; assumed: {directory}."]
    return "cleanup", lines, told


def _images(p: Parameters) -> _Script:
    hours = (p["age_days"] or 10) * 24
    days = p["age_days"] or 10
    lines = [
        f"DAYS={days}",
        "",
        "docker image ls",
        f'docker image prune --all --force --filter "until=$((DAYS * 24))h" # {hours} hours',
    ]
    return "prune-images", lines, ["Only images that no container uses are removed; each is named."]


def _backup(p: Parameters) -> _Script:
    source = p["directory"] or "/srv/data"
    target = p["destination"] if p["destination"] and p["destination"] != source else "/var/backups"
    kept = p["kept"] or p["age_days"] or 7
    lines = [
        f"SOURCE={shell(source)}",
        f"TARGET={shell(target)}",
        f"KEEP={kept}",
        "",
        'mkdir -p "$TARGET"',
        'file="$TARGET/$(basename "$SOURCE")-$(date +%Y-%m-%dT%H%M%S).tar.gz"',
        "trap 'rm -f \"$file.part\"' EXIT",
        'tar -czf "$file.part" -C "$(dirname "$SOURCE")" "$(basename "$SOURCE")"',
        'mv "$file.part" "$file"',
        *_copied(p, '"$file"'),
        'echo "wrote $file"',
        *_rotated('"$TARGET"', '"$(basename "$SOURCE")-*.tar.gz"'),
    ]
    told = [] if p["kept"] or p["age_days"] else ["The request does not say how many are kept; assumed: 7."]
    told += [] if p["directory"] else [f"The request names no directory to save; assumed: {source}."]
    return "backup", lines, told


def _dump(p: Parameters) -> _Script:
    database, engine = p["database"] or "app", p["engine"] or "postgres"
    target = p["directory"] or "/var/backups"
    command = {
        "postgres": f'pg_dump {_at(p, "--host")}--format=custom --file="$file.part" "$DATABASE"',
        "mysql": f'mysqldump {_at(p, "--host")}--single-transaction --routines --result-file="$file.part" "$DATABASE"',
        "mongo": f'mongodump {_at(p, "--host")}--db="$DATABASE" --gzip --archive="$file.part"',
    }[engine]
    ending = {"postgres": "dump", "mysql": "sql", "mongo": "archive.gz"}[engine]
    lines = [
        f"DATABASE={shell(database)}",
        f"TARGET={shell(target)}",
        f"KEEP={p['kept'] or p['age_days'] or 7}",
        "",
        'mkdir -p "$TARGET"',
        f'file="$TARGET/$DATABASE-$(date +%Y-%m-%dT%H%M%S).{ending}"',
        "trap 'rm -f \"$file.part\"' EXIT",
        command,
        'mv "$file.part" "$file"',
        *_copied(p, '"$file"'),
        'echo "wrote $file"',
        *_rotated('"$TARGET"', f'"$DATABASE-*.{ending}"'),
    ]
    access = {"postgres": "~/.pgpass", "mysql": "~/.my.cnf", "mongo": "the URI of --config"}[engine]
    return "dump", lines, [f"The password comes from {access}, not from the script."]


def _at(p: Parameters, flag: str) -> str:
    host = p["remote_host"]
    return f"{flag}={shell(host)} " if host else ""


def _copied(p: Parameters, file: str) -> list[str]:
    return [f"aws s3 cp --only-show-errors {file} {shell('s3://' + p['s3'] + '/')}"] if p["s3"] else []


def _rotated(directory: str, pattern: str) -> list[str]:
    return [
        "# the newest $KEEP stay",
        f"find {directory} -maxdepth 1 -type f -name {pattern} -printf '%T@ %p\\n' |",
        '  sort -rn | tail -n +"$((KEEP + 1))" | cut -d" " -f2- |',
        "  while IFS= read -r old; do",
        '    rm -- "$old"',
        '    echo "removed $old"',
        "  done",
    ]


def _retry(p: Parameters) -> _Script:
    tries = p["tries"] or 5
    lines = [
        f"TRIES={tries}",
        "",
        "if (($# == 0)); then",
        '  echo "usage: $0 COMMAND [ARGUMENT...]" >&2',
        "  exit 2",
        "fi",
        "delay=1",
        "for ((attempt = 1; attempt <= TRIES; attempt++)); do",
        '  "$@" && exit 0',
        '  echo "attempt $attempt of $TRIES failed" >&2',
        "  if ((attempt < TRIES)); then",
        '    sleep "$delay"',
        "    delay=$((delay * 2))",
        "  fi",
        "done",
        "exit 1",
    ]
    return "retry", lines, ["It waits 1, 2, 4 ... seconds between attempts."]


def _disk(p: Parameters) -> _Script:
    full = p["fullness"] or 80
    places = list(p["mount_points"] or ([p["directory"]] if p["directory"] else []))
    where = "".join(f" {shell(place)}" for place in places)
    lines = [
        f"LIMIT={full} # percent",
        *([f"MAIL={shell(p['mail'])}"] if p["mail"] else []),
        *([': "${WEBHOOK_URL:?set it to the address of the webhook}"'] if p["webhook"] else []),
        "",
        f"report=$(df -P{'' if places else ' -x tmpfs -x devtmpfs -x overlay'}{where} |",
        '  awk -v limit="$LIMIT" \'NR > 1 { sub(/%/, "", $5); if ($5 + 0 > limit) print $6 ": " $5 "% used" }\')',
        'if [[ -n "$report" ]]; then',
        *(f"  {line}" for line in _message(p, "disk almost full")),
        *([] if p["mail"] or p["webhook"] else ["  exit 1"]),
        "fi",
    ]
    told = [] if p["mail"] or p["webhook"] else ["It ends with 1 where a disk is too full."]
    return "check-disk", lines, [*told, *_message_needs(p)]


def _message(p: Parameters, subject: str) -> list[str]:
    """How the lines in `$report` get to somebody."""
    if p["webhook"]:
        field = "content" if p["webhook"] == "discord" else "text"
        return [
            f'text="{subject} on $(hostname): $report"',
            f"payload=$(jq -cn --arg text \"$text\" '{{{field}: $text}}')",
            'curl --fail --silent --show-error --header "Content-Type: application/json" --data "$payload" "$WEBHOOK_URL"',
        ]
    if p["mail"]:
        return [f'printf "%s\\n" "$report" | mail -s "{subject} on $(hostname)" "$MAIL"']
    return ['printf "%s\\n" "$report" >&2']


def _message_needs(p: Parameters) -> list[str]:
    if p["webhook"]:
        return [
            "jq and curl are installed, and WEBHOOK_URL is set where the script runs: it is a secret and stands in no file."
        ]
    return ["A mail transfer agent and the command mail are installed."] if p["mail"] else []


def _options(p: Parameters) -> _Script:
    options: dict[str, str] = dict(p["options"] or {"f": "file", "v": "verbose"})
    flags = {
        letter: word
        for letter, word in options.items()
        if word in {"verbose", "debug", "quiet", "force", "help", "dry", "dryrun"}
    }
    taking = {letter: word.replace("-", "_") for letter, word in options.items() if letter not in flags and letter != "h"}
    flags.pop("h", None)
    shown = "".join(f" [-{letter}]" for letter in flags) + "".join(
        f" [-{letter} {word.upper()}]" for letter, word in taking.items()
    )
    lines = [
        "usage() {",
        f'  echo "usage: $0{shown} [-h]"',
        "}",
        "",
        *(f"{word}=false" for word in flags.values()),
        *(f'{word}=""' for word in taking.values()),
        f'while getopts "{"".join(flags)}{"".join(letter + ":" for letter in taking)}h" option; do',
        '  case "$option" in',
        *(f"    {letter}) {word}=true ;;" for letter, word in flags.items()),
        *(f'    {letter}) {word}="$OPTARG" ;;' for letter, word in taking.items()),
        "    h) usage; exit 0 ;;",
        "    *) usage >&2; exit 2 ;;",
        "  esac",
        "done",
        "shift $((OPTIND - 1))",
        "",
        "main() {",
        *(f'  echo "{word}: ${word}"' for word in (*flags.values(), *taking.values())),
        f"  {p['command']}" if p["command"] else '  echo "arguments: $*"',
        "}",
        "",
        'main "$@"',
    ]
    told = (
        []
        if p["purpose"] == "options"
        else ["The request names no task that is known here: this is a skeleton, whose main() is yours to write."]
    )
    return "script", lines, told


def _plain(text: str) -> str:
    """Inside double quotes."""
    return "".join(character for character in text if character not in '"$`\\')


_SCRIPTS: dict[str, Callable[[Parameters], _Script]] = {
    "probe": _probe,
    "rsync": _rsync,
    "wait": _wait,
    "cleanup": _cleanup,
    "images": _images,
    "backup": _backup,
    "dump": _dump,
    "retry": _retry,
    "disk": _disk,
    "options": _options,
}
