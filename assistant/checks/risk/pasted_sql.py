"""SQL that is asked about as it is, without its client: `DROP TABLE users;`."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.checks.risk.languages import sql

_OBJECT = (
    r"(?:TABLE|DATABASE|SCHEMA|(?:UNIQUE\s+)?INDEX|(?:MATERIALIZED\s+)?VIEW|USER|ROLE|FUNCTION|PROCEDURE|TRIGGER|LOGIN|SEQUENCE|TYPE"
    r"|EXTENSION|TABLESPACE|PUBLICATION|SUBSCRIPTION|POLICY|RULE|EVENT|SERVER|DOMAIN|COLLATION|SYSTEM|DEFAULT\s+PRIVILEGES)\b"
)
_ALONE = re.compile(
    rf"(?:SELECT\s+(?![\w\"]+\s+in\s+(?!\())|INSERT\s+(?:IGNORE\s+)?INTO\s|REPLACE\s+INTO\s|MERGE\s+INTO\s|UPDATE\s+\S+\s+(?:\w+\s+)?SET\s|DELETE\s+FROM\s"
    rf"|(?:DROP|ALTER)\s+{_OBJECT}|CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:GLOBAL|LOCAL)\s+)?(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+)?{_OBJECT}"
    r"|TRUNCATE\s+(?!-)(?:TABLE\s+)?[\w.\"`]+\s*(?:,|CASCADE|RESTRICT|RESTART|CONTINUE|;|$)|WITH\s+(?:RECURSIVE\s+)?\w+\s*(?:\([^)]*\)\s*)?AS\s*\("
    r"|EXPLAIN\s+(?:\(|ANALYZE\b|ANALYSE\b|VERBOSE\b|FORMAT\b|EXTENDED\b|SELECT\b|INSERT\b|UPDATE\b|DELETE\b|WITH\b)|GRANT\s[^;]*\sTO\s|REVOKE\s[^;]*\sFROM\s"
    r"|SHOW\s+(?:CREATE|TABLES|DATABASES|SCHEMAS|COLUMNS|INDEX(?:ES)?|KEYS|GRANTS|(?:FULL\s+)?PROCESSLIST|(?:GLOBAL\s+|SESSION\s+)?(?:STATUS|VARIABLES)|ENGINES?|WARNINGS|BINARY|MASTER|SLAVE|REPLICA|\w+\s*;?\s*$)"
    r"|VACUUM\b|REINDEX\s|REFRESH\s+MATERIALIZED\s|RENAME\s+TABLE\s|OPTIMIZE\s+TABLE\s|COMMENT\s+ON\s|PURGE\s+BINARY\s|PRAGMA\s)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:BEGIN|COMMIT|ROLLBACK|END|START\s+TRANSACTION|SAVEPOINT\s+\w+|RELEASE\s+(?:SAVEPOINT\s+)?\w+|ABORT|USE\s+[\w`\"]+|ANALYZE(?:\s+[\w.\"]+)?"
    r"|SET\s+(?:(?:LOCAL|SESSION|GLOBAL)\s+)?[\w.@]+\s*(?:=|TO)\s[^;]*|LOCK\s+TABLES?\s[^;]*|UNLOCK\s+TABLES|(?:BEGIN|COMMIT|ROLLBACK|END)\s+(?:WORK|TRANSACTION)|ROLLBACK\s+TO\s[^;]*|CHECKPOINT|FLUSH\s+\w+)\s*;?",
    re.IGNORECASE,
)
_OF_SHELL = re.compile(
    r"\$[({]|<<|>>|[<>]\(|\d?&?>\s*[/~.$&]|(?<!\|)\|(?!\|)|&|\\\n|`(?![\w. -]+`)|^[ \t]*[./~$]", re.MULTILINE
)
_FIRST = re.compile(r"(?:\s*--[^\n]*\n)*\s*([A-Za-z]+)")
_VERBS = frozenset(
    "select insert replace merge update delete drop alter create truncate with explain grant revoke show vacuum reindex refresh rename "
    "optimize comment purge pragma begin commit rollback start use set lock analyze".split()
)
_LINES_OF_BOTH = frozenset("select set join truncate explain show use update declare".split())


def is_sql(text: str, is_command: Callable[[str], bool]) -> bool:
    """Whether a text is SQL and nothing else; where it could be a script of a shell, it is none.

    Args:
        is_command: whether a line begins with a tool that is known.
    """
    first = _FIRST.match(text)
    if not first or first[1].lower() not in _VERBS or _OF_SHELL.search(text):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    if any(line.split(None, 1)[0].lower() not in _LINES_OF_BOTH and is_command(line) for line in lines):
        return False
    found = [text[start:end] for start, end in sql.statements(text)]
    certain = [_ALONE.match(statement) is not None for statement in found]
    return any(certain) and all(sure or _BETWEEN.fullmatch(statement) for sure, statement in zip(certain, found, strict=True))
