"""What others may have written into a conversation, and which commands of an answer stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model.conversation import Message
from assistant.understanding.intent import Understanding
from assistant.understanding.parts import split

_SPACE = re.compile(r"\s+")
_WRAPPERS = frozenset({"sudo", "doas", "nohup", "time", "nice", "env", "exec", "command"})
_MOST_WRAPPING = 8  # words that one of them has before the command


def pasted_text(messages: Sequence[Message], understood: Understanding | None) -> str:
    """What others may have written: results of tools, and what a person pasted; in one line.

    Args:
        understood: the last message, which need not be taken apart again.
    """
    texts = [message.content for message in messages if message.role == "tool"]
    for message in messages if understood is None else messages[:-1]:
        if message.role == "user":
            texts += [part.text for part in split(message.content) if part.pasted]
    if understood:
        texts += [part.text for part in understood.pasted]
    return _one_line("\n".join(texts))


def is_pasted(command: str, pasted: str) -> bool:
    """Whether a command stands in what was pasted, with or without the rights that a model put before it.

    Args:
        pasted: in one line.
    """
    words = command.split()
    starts = range(max(1, min(_MOST_WRAPPING, len(words) - 1))) if words and words[0] in _WRAPPERS else (0,)
    return any(" ".join(words[start:]) in pasted for start in starts)


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
