"""`assistant chat`: asks a running server from a terminal."""

from __future__ import annotations

import json
import re
import sys
from urllib.parse import urlsplit

import click

from assistant.chat.fenced import fenced
from assistant.terminal.connection import ChatError, Connection
from assistant.terminal.conversation import Conversation
from assistant.terminal.display import Display, wants_colours
from assistant.terminal.harmless import harmless
from assistant.terminal.prompt import INTERRUPTED, converse

_FAILED = 1
_LARGEST_PASTE = 4 << 20  # bytes; what servers take unless they are told otherwise
_KEY = re.compile(r"[\x21-\x7e]+")


def _address(_context: click.Context, _option: click.Parameter, url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise click.BadParameter("it is not an address such as http://localhost:8000") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter("it is not an address such as http://localhost:8000")
    if "@" in parts.netloc:
        raise click.BadParameter("it must not hold a user name or password: a key goes into ASSISTANT_API_KEY")
    return url.rstrip("/").removesuffix("/v1").rstrip("/")


def _key(_context: click.Context, _option: click.Parameter, key: str | None) -> str | None:
    key = key.strip() if key else None
    if key and not _KEY.fullmatch(key):
        raise click.BadParameter("a key has no spaces, line ends or letters beyond ASCII")
    return key


@click.command(
    help="""Ask QUESTION of a running server, or talk with it.

    The answer comes as it is written, with what was redacted, what the checkers say of each code block and what its commands
    would do. Standard input that is no terminal is a paste behind the question.

    \b
    Exit codes:
      0    answered
      1    no answer, or no whole one
      2    wrong usage
      130  interrupted

    Examples: `assistant chat "how do I roll back deployment api?"`, `kubectl logs web-0 | assistant chat "why does it fail?"`,
    `assistant chat`."""
)
@click.argument("question", nargs=-1)
@click.option(
    "--url",
    default="http://localhost:8000",
    show_default=True,
    envvar="ASSISTANT_URL",
    show_envvar=True,
    callback=_address,
    help="Address of the server.",
)
@click.option(
    "--api-key",
    envvar="ASSISTANT_API_KEY",
    show_envvar=True,
    callback=_key,
    metavar="KEY",
    help="The key that it asks for. Others on this machine can see what stands on a command line: better set the variable.",
)
@click.option("--model", default="devops-assistant", show_default=True, help="Who answers; GET /v1/models lists them.")
@click.option("--json", "as_json", is_flag=True, help="Write the whole answer as JSON, as the API gives it.")
def chat(question: tuple[str, ...], url: str, api_key: str | None, model: str, as_json: bool) -> None:
    asked = _asked(" ".join(question))
    if not asked and (as_json or not sys.stdin.isatty()):
        raise click.UsageError("There is no question: give one, or something on standard input.")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # of a locale that lacks some of the letters
    connection = Connection(url, api_key)
    display = Display(sys.stdout, url, colours=wants_colours(sys.stdout))
    conversation = Conversation(connection, display, model, _tell)
    try:
        if as_json:
            _write_json(conversation.whole(asked))
        elif asked:
            conversation.ask(asked)
        else:
            sys.exit(converse(conversation, _tell, _fail))
    except ChatError as error:
        _fail(error.message)
        sys.exit(_FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        connection.close()


def _asked(question: str) -> str:
    """The question with what comes on standard input."""
    if sys.stdin.isatty():
        return question
    raw = sys.stdin.buffer.read(_LARGEST_PASTE + 1)
    if len(raw) > _LARGEST_PASTE:
        _fail(f"standard input is larger than {_LARGEST_PASTE >> 20} MiB: send a part of it, as with tail")
        sys.exit(_FAILED)
    paste = raw.decode("utf-8", "replace")
    return "\n\n".join(part for part in (question, fenced(paste) if paste.strip() else "") if part)


def _write_json(answer: object) -> None:
    """As it is; for a terminal with all that it might obey escaped."""
    shown = sys.stdout.isatty()
    text = json.dumps(answer, ensure_ascii=shown, indent=2)
    click.echo(text.replace("\x7f", "\\u007f") if shown else text)


def _tell(message: str) -> None:
    click.echo(harmless(message), err=True)


def _fail(message: str) -> None:
    click.echo(f"error: {harmless(message)}", err=True)
