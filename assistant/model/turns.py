"""What order of messages a chat template takes, found out from it, and conversations brought into that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.errors import InvalidParameter
from assistant.model.chat_template import ChatTemplate
from assistant.model.conversation import Message, Role

_CHAINS: dict[Role, tuple[Role, ...]] = {
    "system": ("system", "system", "user"),
    "user": ("user", "user"),
    "assistant": ("user", "assistant", "assistant", "user"),
}


@dataclass(frozen=True)
class Turns:
    """The order of messages that a template takes.

    Attributes:
        system: whether it knows the role `system`.
        later_system: whether a system message may stand behind others.
        chains: the roles of which two messages may follow each other.
    """

    system: bool = True
    later_system: bool = True
    chains: frozenset[Role] = frozenset(_CHAINS)

    def arranged(self, messages: Sequence[Message]) -> list[Message]:
        """The conversation in this order, with nothing left out.

        A system message that the template does not take becomes the beginning of the user's next message. Messages of one
        role that may not follow each other become one.
        """
        arranged: list[Message] = []
        told = False  # whether the last message is a system message of the user's now
        for index, message in enumerate(messages):
            is_system = message.role == "system"
            moved = is_system and not (self.system if self._opens(messages, index) else self.later_system)
            current = replace(message, role="user") if moved else message
            last = arranged[-1] if arranged else None
            if last and last.role == current.role and (told or self._are_joined(last, current)):
                arranged[-1] = _joined(last, current)
            else:
                arranged.append(current)
            told = moved
        return arranged

    def _opens(self, messages: Sequence[Message], index: int) -> bool:
        return all(message.role == "system" for message in messages[:index])

    def _are_joined(self, one: Message, other: Message) -> bool:
        """Whether the template refuses one behind the other; two that call functions stay as the format of calls has them."""
        return one.role in _CHAINS and one.role not in self.chains and not (one.tool_calls and other.tool_calls)


def find_turns(template: ChatTemplate) -> Turns:
    """The order that the template shows when it is given one; everything is taken where it cannot be asked."""
    if not _takes(template, "user"):
        return Turns()
    system = _takes(template, "system", "user")
    return Turns(
        system=system,
        later_system=system and _takes(template, "user", "assistant", "system", "user"),
        chains=frozenset(role for role, chain in _CHAINS.items() if _takes(template, *chain)),
    )


def _takes(template: ChatTemplate, *roles: Role) -> bool:
    """Whether the template shows what messages of these roles say."""
    words = [f"probe {index} of {role}" for index, role in enumerate(roles)]
    try:
        text = template.render([{"role": role, "content": word} for role, word in zip(roles, words, strict=True)])
    except InvalidParameter:
        return False
    return all(word in text for word in words)


def _joined(one: Message, other: Message) -> Message:
    """Two messages of one role as one, a blank line between them."""
    return replace(
        one,
        content="\n\n".join(filter(None, (one.content, other.content))),
        name=one.name if one.name == other.name else None,
        tool_calls=(*one.tool_calls, *other.tool_calls),
    )
