"""SQL of PostgreSQL, MySQL and SQLite, and the commands of their clients, such as `.tables`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from assistant.checks.risk.assessment import Risk, Verdict, worst
from assistant.checks.risk.transcript import CONSOLES

if TYPE_CHECKING:
    from assistant.checks.risk.judge import Judge

_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*|/\*(?:(?!\*/).)*(?:\*/|$)|#[^\n]*)"
    r"|(?P<text>'(?:[^']|'')*(?:'|$))"
    r"|(?P<name>\"[^\"]*(?:\"|$)|`[^`]*(?:`|$)|\[[A-Za-z_][^\]\n]*\])"
    r"|(?P<dollar>\$(?P<tag>\w{0,30})\$(?:(?!\$(?P=tag)\$).)*(?:\$(?P=tag)\$|$))"
    r"|(?P<meta>\\(?:[A-Za-z!?]\S*)?[^\n]*)"
    r"|(?P<word>[A-Za-z_][\w$]*)|(?P<sign>[^\s\w])",
    re.DOTALL,
)
_MOST_STATEMENTS = 500
_READS = frozenset("SELECT SHOW DESCRIBE DESC EXPLAIN VALUES TABLE WITH USE HELP FETCH PRAGMA ANALYSE STATUS".split())
_HARMLESS = frozenset("BEGIN START COMMIT ROLLBACK END SAVEPOINT RELEASE CHECKPOINT DISCARD DECLARE CLOSE".split())
_FUNCTIONS = """
    abs age any array_* ascii avg bit_* btrim cast ceil ceiling char_length chr coalesce col_description concat* count cume_dist
    curdate current_* curtime database date date_* datediff day dayofweek decode degrees dense_rank encode every exists exp extract
    first_value floor format format_type generate_series geo* greatest group_concat has_*_privilege hex host hour if ifnull iif in
    inet_* initcap instr is_* isnull json* jsonb_* julianday lag last_day last_value lead least left length listagg ln localtime*
    locate log lower lpad ltrim make_date make_interval max md5 median mid min minute mod month name now nth_value ntile nullif
    nvl obj_description octet_length over overlay over partition password_hash percent_rank percentile_* pg_*size* pg_backend_pid
    pg_blocking_pids pg_conf_load_time pg_current_* pg_database_size pg_describe_object pg_get_* pg_has_role pg_is_* pg_last_*
    pg_lsn pg_ls_* pg_postmaster_start_time pg_relation_* pg_safe_snapshot_blocking_pids pg_size_pretty pg_stat_get_* pg_table_*
    pg_tablespace_* pg_total_relation_size pg_typeof pg_wal_lsn_diff pg_walfile_name pow power printf quarter quote_* radians
    random rank regexp_* repeat replace reverse right round row row_number row_to_json rpad rtrim schema second sha* shobj_description
    sign some split_part sqlite_version sqrt st_* starts_with stddev* str_to_date strftime string_agg strpos substr* sum sysdate
    system_user table_name time time_* timediff timestamp* timezone to_* total translate trim trunc truncate typeof unhex
    unix_timestamp unixepoch unnest upper user utc_* uuid values var_* variance version week weekday width_bucket xmlagg year
    decimal numeric varchar char int integer bigint float double real text boolean interval lateral using on and or not as
    where having from by distinct all case when then else between like ilike select filter within group union intersect except
    txid_current_if_assigned pg_stat_statements pg_buffercache_* pg_locks pg_control_* pgstattuple unnest array set_bit nulls
    into_
""".split()
_ENDS_OTHERS = ("pg_terminate_backend", "pg_drop_replication_slot", "pg_wal_replay_pause", "lo_unlink", "drop_*", "dblink_exec")
_META_READS = re.compile(
    r"\\(?:d\S*|l\+?|z|sf\+?|sv\+?|x|timing|conninfo|c|connect|pset|a|t|h|help|\?|q|echo|encoding|errverbose|p|s|G|g|watch|if|endif"
    r"|else|set|gset|gx|gdesc|crosstabview|u|R|P|n|r|\.)?(?=[\s;+]|$)"
)
_DOT_READS = re.compile(
    r"\.(?:tables|schema|databases|indexes|indices|headers?|mode|dump|width|help|show|quit|exit|stats|timer|explain|eqp|fullschema"
    r"|nullvalue|separator|echo|dbinfo|lint|changes|bail|print)\b"
)
_PRAGMA_WRITES = re.compile(r"\bPRAGMA\s+[\w.]+\s*=", re.IGNORECASE)
_Token = tuple[str, str]
_SECOND_WORDS = {
    "DROP": ("TABLE", "DATABASE", "SCHEMA", "INDEX", "VIEW", "USER", "ROLE", "FUNCTION", "PROCEDURE", "TRIGGER", "LOGIN"),
    "ALTER": ("TABLE", "DATABASE", "SCHEMA", "USER", "ROLE", "LOGIN"),
    "CREATE": ("TABLE", "DATABASE", "SCHEMA", "INDEX", "VIEW", "USER", "ROLE", "LOGIN"),
    "DELETE": ("FROM",),
    "TRUNCATE": ("TABLE",),
    "INSERT": ("INTO",),
}


def program(judge: Judge, text: str) -> Verdict:
    """What SQL does: the worst of its statements."""
    found = []
    for number, statement in enumerate(_statements(text)):
        if number >= _MOST_STATEMENTS:
            found.append(Verdict(Risk.UNKNOWN, "there are too many statements to look at all of them"))
            break
        found.append(_statement(judge, statement))
    return worst(found) if found else Verdict(Risk.READ_ONLY, "no statement is in it")


def _statements(text: str) -> Iterator[list[_Token]]:
    """Statements as tokens: (kind, text), words in capitals, comments left out except those that MySQL executes."""
    current: list[_Token] = []
    for line in _dot_commands(text):
        if isinstance(line, tuple):
            if current:
                yield current
                current = []
            yield [line]
            continue
        for found in _TOKEN.finditer(line):
            kind, token = found.lastgroup or "", found[0]
            if kind == "tag":
                kind = "dollar"
            if kind == "comment":
                if token.startswith("/*!"):
                    yield [("executed", token)]
            elif token == ";":
                if current:
                    yield current
                current = []
            elif kind == "meta":
                if current and not token.startswith(("\\g", "\\G", "\\watch")):
                    yield current
                    current = []
                yield [("meta", token)]
            else:
                current.append((kind, token.upper() if kind == "word" else token))
    if current:
        yield current


def _dot_commands(text: str) -> Iterator[str | _Token]:
    """The lines that are commands of sqlite3's own, and the text between them."""
    gathered: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith(".") and re.match(r"\s*\.[a-z]", line):
            if gathered:
                yield "".join(gathered)
                gathered = []
            yield ("dot", line.strip())
        else:
            gathered.append(line)
    if gathered:
        yield "".join(gathered)


def _statement(judge: Judge, tokens: list[_Token]) -> Verdict:
    kind, text = tokens[0]
    if kind == "meta":
        return _meta(judge, text)
    if kind == "dot":
        return _dot(judge, text)
    if kind == "executed":
        return Verdict(Risk.UNKNOWN, "a comment that MySQL executes")
    words = [token for each, token in tokens if each == "word"]
    while tokens and tokens[0][1] == "(":
        tokens = tokens[1:]
    if not words or not tokens or tokens[0][0] != "word":
        return Verdict(Risk.UNKNOWN, "this is no SQL statement that is known here")
    first = words[0]
    if first in _HARMLESS:
        return Verdict(Risk.READ_ONLY, f"{first} alone changes no data", verb=first)
    if first == "EXPLAIN":
        return _explain(judge, tokens, words)
    if first in _READS:
        return _query(tokens, words)
    return _change(tokens, words)


def _explain(judge: Judge, tokens: list[_Token], words: list[str]) -> Verdict:
    """EXPLAIN only plans, EXPLAIN ANALYZE runs the statement."""
    if not {"ANALYZE", "ANALYSE"} & set(words[:8]):
        return Verdict(Risk.READ_ONLY, "EXPLAIN only shows the plan", verb="EXPLAIN")
    for at, (kind, token) in enumerate(tokens[1:], 1):
        if kind == "word" and (token in ("INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "EXECUTE") or token in _READS):
            verdict = _statement(judge, tokens[at:])
            if verdict.risk is Risk.READ_ONLY:
                return Verdict(Risk.READ_ONLY, "EXPLAIN ANALYZE runs a query that only reads", verb="EXPLAIN ANALYZE")
            return Verdict(verdict.risk, f"EXPLAIN ANALYZE runs the statement: {verdict.reason}", verb="EXPLAIN ANALYZE")
    return Verdict(Risk.UNKNOWN, "EXPLAIN ANALYZE runs the statement", verb="EXPLAIN ANALYZE")


def _query(tokens: list[_Token], words: list[str]) -> Verdict:
    first = words[0]
    if first == "WITH":
        for at, (kind, token) in enumerate(tokens):
            if kind == "word" and token in ("INSERT", "UPDATE", "DELETE", "MERGE") and not _is_lock(tokens, at):
                return _change(tokens[at:], [each for kind, each in tokens[at:] if kind == "word"])
    if at := _second_statement(tokens):
        return _change(tokens[at:], [each for kind, each in tokens[at:] if kind == "word"])
    if first == "PRAGMA":
        changes = any(token == "=" for _, token in tokens)
        return Verdict(Risk(int(changes)), "PRAGMA sets an option" if changes else "PRAGMA shows an option", verb=first)
    if "INTO" in words and first in ("SELECT", "WITH", "TABLE", "VALUES"):
        after = words[words.index("INTO") + 1 :][:1]
        return Verdict(
            Risk.CHANGES_STATE, f"SELECT ... INTO {'a file' if after in (['OUTFILE'], ['DUMPFILE']) else 'a new table'} writes"
        )
    if "FOR" in words and words[words.index("FOR") + 1 :][:1] in (["UPDATE"], ["SHARE"], ["NO"]):
        return Verdict(Risk.CHANGES_STATE, "locks the rows that it selects", verb=first)
    return _functions(tokens, first)


def _second_statement(tokens: list[_Token]) -> int:
    """Where a statement that changes something follows a query without a semicolon, as T-SQL allows; 0 for nowhere."""
    for at in range(2 if tokens[0][1] == "SHOW" else 1, len(tokens) - 1):  # SHOW CREATE TABLE
        (kind, word), (_, following) = tokens[at], tokens[at + 1]
        if kind == "word" and following in _SECOND_WORDS.get(word, ()) and not _is_lock(tokens, at):
            return at
    return 0


def _is_lock(tokens: list[_Token], at: int) -> bool:
    return at > 0 and tokens[at - 1][1] in ("FOR", "KEY", "ON")


def _functions(tokens: list[_Token], verb: str) -> Verdict:
    """A query reads, unless it calls a function that does more; those that nobody knows may."""
    for (kind, name), (_, following), before in zip(tokens, tokens[1:], [("", ""), *tokens], strict=False):
        if following != "(" or kind not in ("word", "name"):
            continue
        if before[1] in ("AS", "WITH", "RECURSIVE", "JOIN", "INTO", "TABLE") or before[1] == ",":
            if kind == "word" and not _called(name, _ENDS_OTHERS) and before[1] != ",":
                continue
        name = name.strip('"`').lower()
        if _called(name, _ENDS_OTHERS):
            what = "ends other sessions" if "terminate" in name else "destroys something"
            return Verdict(Risk.DESTRUCTIVE, f"the function {name} {what}", verb=verb)
        if not _called(name, _FUNCTIONS):
            sure = name.startswith(("pg_", "set", "next", "lo_", "dblink", "sleep", "load_"))
            risk = Risk.CHANGES_STATE if sure else Risk.UNKNOWN
            return Verdict(risk, f"the function {name[:60]} may do more than read", verb=verb)
    return Verdict(Risk.READ_ONLY, f"{verb} only reads", verb=verb)


def _called(name: str, known: tuple[str, ...] | list[str]) -> bool:
    return any(fnmatchcase(name.lower(), each) for each in known)


def _change(tokens: list[_Token], words: list[str]) -> Verdict:
    first, second = words[0], words[1] if len(words) > 1 else ""
    verb = f"{first} {second}".strip() if second in _OBJECTS else first
    if first == "DROP":
        return Verdict(Risk.DESTRUCTIVE, f"deletes the {second.lower() or 'object'} and what is in it", verb=verb)
    if first == "TRUNCATE":
        return Verdict(Risk.DESTRUCTIVE, "deletes all rows of the table", verb=first)
    if first in ("DELETE", "UPDATE"):
        return _rows(tokens, words, first)
    if first == "ALTER" and ("DROP" in words or "TRUNCATE" in words or "DISCARD" in words):
        return Verdict(Risk.DESTRUCTIVE, "drops a part of it with its data", verb=verb)
    if first in ("KILL", "SHUTDOWN", "PURGE", "FLUSH", "RESET"):
        destroys = first in ("PURGE", "SHUTDOWN", "RESET") and second not in ("QUERY", "SESSION", "ROLE")
        return Verdict(Risk.DESTRUCTIVE if destroys else Risk.CHANGES_STATE, f"{first} acts on the running server", verb=first)
    if first == "COPY":
        return _copy(tokens, words)
    if first == "SET":
        changes = second in ("GLOBAL", "PERSIST", "PASSWORD")
        return Verdict(Risk(int(changes)), "sets an option of the " + ("server" if changes else "session"), verb=first)
    if first in ("DO", "CALL", "EXECUTE", "EXEC", "LOAD", "SOURCE", "PREPARE", "DELIMITER"):
        destroys = any(re.search(r"\b(?:DROP|TRUNCATE)\b", token, re.IGNORECASE) for _, token in tokens)
        return Verdict(
            Risk.DESTRUCTIVE if destroys else Risk.UNKNOWN, f"{first} runs code that is not to be seen here", verb=first
        )
    if first in _CHANGES:
        return Verdict(Risk.CHANGES_STATE, f"{verb} changes the database", verb=verb)
    return Verdict(Risk.UNKNOWN, f"{first[:40]} is no SQL statement that is known here", verb=first[:40])


_OBJECTS = frozenset(
    "TABLE DATABASE SCHEMA INDEX VIEW USER ROLE FUNCTION TRIGGER SEQUENCE EXTENSION TYPE TABLESPACE COLUMN MATERIALIZED".split()
)
_CHANGES = frozenset(
    "INSERT CREATE ALTER GRANT REVOKE MERGE REPLACE UPSERT VACUUM ANALYZE REINDEX CLUSTER COMMENT REFRESH LOCK UNLOCK RENAME "
    "OPTIMIZE REPAIR CHECK NOTIFY LISTEN UNLISTEN SECURITY REASSIGN ATTACH DETACH IMPORT STOP CHANGE INSTALL UNINSTALL".split()
)


def _rows(tokens: list[_Token], words: list[str], first: str) -> Verdict:
    what = "deletes" if first == "DELETE" else "changes"
    if "WHERE" not in words:
        return Verdict(Risk.DESTRUCTIVE, f"{what} all rows of the table: it has no WHERE", verb=first)
    condition = "".join(token for _, token in tokens[[token for _, token in tokens].index("WHERE") + 1 :][:5]).upper()
    numbers = re.sub(r"\s", "", condition)
    if numbers in ("TRUE", "=", "''=''", "NOTFALSE") or re.fullmatch(r"('[^']*')=\1", numbers):
        return Verdict(Risk.DESTRUCTIVE, f"{what} all rows of the table: its WHERE holds for every row", verb=first)
    return Verdict(Risk.CHANGES_STATE, f"{what} the rows that its WHERE finds", verb=first)


def _copy(tokens: list[_Token], words: list[str]) -> Verdict:
    if "PROGRAM" in words:
        return Verdict(Risk.UNKNOWN, "COPY ... PROGRAM runs a program on the server", verb="COPY")
    if "TO" in words and "STDOUT" in words and tokens:
        return Verdict(Risk.READ_ONLY, "COPY ... TO STDOUT only reads", verb="COPY")
    return Verdict(Risk.CHANGES_STATE, "COPY writes to a table or a file", verb="COPY")


def _meta(judge: Judge, text: str) -> Verdict:
    if text.startswith("\\!"):
        return judge.script(text[2:])
    if text.startswith("\\copy") and not re.search(r"\bto\s+(?:stdout|pstdout)\b", text, re.IGNORECASE):
        return Verdict(Risk.CHANGES_STATE, "\\copy writes to a table or a file", verb="\\copy")
    if _META_READS.match(text) or text.startswith("\\copy"):
        return Verdict(Risk.READ_ONLY, "a command of the client that only shows", verb=text.split()[0])
    return Verdict(Risk.UNKNOWN, f"the client's command {text.split()[0][:40]} may run something else", verb=text.split()[0])


def _dot(judge: Judge, text: str) -> Verdict:
    if text.startswith((".shell", ".system")):
        return judge.script(text.partition(" ")[2])
    if _DOT_READS.match(text):
        return Verdict(Risk.READ_ONLY, "a command of the client that only shows", verb=text.split()[0])
    return Verdict(Risk.CHANGES_STATE, f"the client's command {text.split()[0][:40]} writes a file or changes the database")


def statements(text: str) -> Iterator[tuple[int, int]]:
    """The places of the statements of a script: characters, the end excluded; comments before one are no part of it."""
    at = 0
    for line in _pieces(text):
        if line.strip():
            yield from _spans(line, at)
        at += len(line)


def has_prompts(text: str) -> bool:
    """Whether it shows a session of a client, with its prompts: `shop=# DROP TABLE carts;`."""
    return any(console.match(line) for line in text.splitlines()[:_MOST_STATEMENTS] for _, console in CONSOLES)


def _pieces(text: str) -> Iterator[str]:
    """The text, cut at lines that only a client reads: those of sqlite3, and `GO` or `/` that end a batch."""
    gathered: list[str] = []
    for line in text.splitlines(keepends=True):
        alone = re.match(r"\s*\.[a-z]", line) is not None or line.strip().upper() in ("GO", "/")
        if alone and gathered:
            yield "".join(gathered)
            gathered = []
        if alone:
            yield line if line.lstrip().startswith(".") else " " * len(line)
        else:
            gathered.append(line)
    if gathered:
        yield "".join(gathered)


def _spans(text: str, offset: int) -> Iterator[tuple[int, int]]:
    if text.lstrip().startswith("."):
        start = len(text) - len(text.lstrip())
        yield offset + start, offset + len(text.rstrip())
        return
    start = end = -1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "comment" and not found[0].startswith("/*!"):
            continue
        meta = kind == "meta" and not found[0].startswith(("\\g", "\\G", "\\watch"))
        if (found[0] == ";" or meta) and start >= 0:
            yield offset + start, offset + (end if meta else found.end())
            start = -1
        if meta:
            yield offset + found.start(), offset + len(text[: found.end()].rstrip())
        elif found[0] != ";":
            start = found.start() if start < 0 else start
            end = found.end()
    if start >= 0:
        yield offset + start, offset + end
