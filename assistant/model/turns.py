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
        opening = next((index for index, message in enumerate(messages) if message.role != "system"), len(messages))
        groups: list[list[Message]] = []
        told = False  # whether the last message is a system message of the user's now
        for index, message in enumerate(messages):
            moved = message.role == "system" and not (self.system if index < opening else self.later_system)
            current = replace(message, role="user") if moved else message
            last = groups[-1] if groups else None
            if last and last[0].role == current.role and (told or self._are_joined(last, current)):
                last.append(current)
            else:
                groups.append([current])
            told = moved
        return [_joined(group) for group in groups]

    def _are_joined(self, group: Sequence[Message], other: Message) -> bool:
        """Whether the template refuses one behind the other; two that call functions stay as the format of calls has them."""
        if other.role not in _CHAINS or other.role in self.chains:
            return False
        return not (other.tool_calls and any(message.tool_calls for message in group))


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


def _joined(group: Sequence[Message]) -> Message:
    """Messages of one role as one, blank lines between them."""
    first, *others = group
    if not others:
        return first
    return replace(
        first,
        content="\n\n".join(message.content for message in group if message.content),
        name=first.name if all(message.name == first.name for message in others) else None,
        tool_calls=tuple(call for message in group for call in message.tool_calls),
    )
