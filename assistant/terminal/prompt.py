"""A conversation at a terminal: questions are typed or pasted until Ctrl-D."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable
from contextlib import suppress

from assistant.terminal.connection import ChatError
from assistant.terminal.conversation import Conversation

INTERRUPTED = 130  # what shells say of a program that Ctrl-C ended
_MORE_S = 0.05  # in which the next line of a paste is there
_HELP = """Type a question, or paste lines: those that come together are one message.
/new begins a new conversation, /quit or Ctrl-D leaves. Ctrl-C stops an answer; a second one leaves."""


def converse(conversation: Conversation, tell: Callable[[str], None], fail: Callable[[str], None]) -> int:
    """Ask until the person leaves.

    Args:
        fail: shows an error.

    Returns:
        The exit code.
    """
    with suppress(ImportError):  # Windows has none
        import readline  # noqa: F401 - gives `input` editing, and a history that is kept nowhere: questions may hold secrets
    tell("Ctrl-D leaves; /help says more.")
    interrupted = False
    while True:
        try:
            question = _question()
            interrupted = False
            match question.strip():
                case "":
                    pass
                case "/quit" | "/exit":
                    return 0
                case "/help":
                    tell(_HELP)
                case "/new":
                    conversation.forget()
                case _:
                    conversation.ask(question)
        except ChatError as error:
            fail(error.message)
        except EOFError:
            tell("")
            return 0
        except KeyboardInterrupt:
            if interrupted:
                tell("")
                return INTERRUPTED
            interrupted = True
            tell("\nCtrl-C again leaves.")


def _question() -> str:
    """What was typed, with the lines that came with it."""
    lines = [input("> ")]
    while _more_waits():
        try:
            lines.append(input())
        except EOFError:
            break
    return "\n".join(lines)


def _more_waits() -> bool:
    if sys.platform == "win32":  # where only sockets can be asked
        return False
    return bool(select.select([sys.stdin], [], [], _MORE_S)[0])
