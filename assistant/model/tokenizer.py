"""Text to token ids and back, with the chat template of the model."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InvalidParameter
from assistant.model import tokenizer_files
from assistant.model.chat_template import ChatTemplate
from assistant.model.conversation import Message, Tool
from assistant.model.detokenizer import (
    MARKS,
    Detokenizer,
    MarkingDetokenizer,
    detokenizers,
    spells_text,
    token_spelling,
)
from assistant.model.tool_format import ToolFormat, as_json, find_tool_format, schema
from assistant.model.turns import Turns, find_turns

if TYPE_CHECKING:
    from tokenizers import Tokenizer as Backend


class Tokenizer:
    """The tokenizer of a model, and the ids that end its answers."""

    def __init__(self, backend: Backend, chat_template: ChatTemplate, eos_token_ids: Collection[int]) -> None:
        self._backend = backend
        self._chat_template = chat_template
        self.eos_token_ids = frozenset(eos_token_ids)
        self._detokenizers = detokenizers(backend)
        self._spelling = token_spelling(backend)
        added = backend.get_added_tokens_decoder()
        self._controls = {token.content: number for number, token in added.items() if token.special}
        spellings = sorted(self._controls, key=len, reverse=True)
        self._control = re.compile("|".join(map(re.escape, spellings)) or r"(?!)")

    @classmethod
    def load(cls, folder: Path, eos_token_ids: Collection[int] | None = None) -> Tokenizer:
        """Read the tokenizer of a model folder.

        Args:
            eos_token_ids: what ends an answer, beside the `eos_token` of the tokenizer; None for what the folder says.

        Raises:
            ModelError: a file is missing or damaged.
        """
        backend, special_tokens = tokenizer_files.read_backend(folder)
        chat_template = ChatTemplate(tokenizer_files.read_chat_templates(folder), special_tokens)
        ends = tokenizer_files.read_eos_token_ids(folder) if eos_token_ids is None else set(eos_token_ids)
        own = backend.token_to_id(special_tokens["eos_token"]) if "eos_token" in special_tokens else None
        return cls(backend, chat_template, ends if own is None else {*ends, own})

    @cached_property
    def tool_format(self) -> ToolFormat:
        """How the model spells the calls of functions."""
        return find_tool_format(self._chat_template)

    @cached_property
    def turns(self) -> Turns:
        """The order of messages that the model's template takes."""
        return find_turns(self._chat_template)

    def encode_chat(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> list[int]:
        """Token ids of the conversation, up to where the model's answer begins.

        A control token that somebody typed into a message stays the text it was.

        Args:
            tools: what the model may call.

        Raises:
            InvalidParameter: the model's template refuses these messages, or they are no text.
        """
        typed = _TypedControls(self._control)
        chat = [as_json(message) for message in self._spelt(messages, tools)]
        told = [schema(tool) for tool in tools] if tools and self.tool_format.native else None
        try:
            text = self._chat_template.render(typed.hide_all(chat), tools=typed.hide_all(told))
        except RecursionError:
            raise InvalidParameter("tools: a schema is nested too deep.", param="tools") from None
        if not typed.hidden:
            return _encode(self._backend, text)
        ids: list[int] = []
        for index, piece in enumerate(re.split(f"({self._control.pattern})", text)):
            ids += [self._controls[piece]] if index % 2 else self.encode(typed.show(piece))
        return ids

    def encode(self, text: str) -> list[int]:
        """Token ids of plain text; what looks like a control token is text too."""
        return _encode(self._plain_backend if self._control.search(text) else self._backend, text)

    def _spelt(self, messages: Sequence[Message], tools: Sequence[Tool]) -> Sequence[Message]:
        """The messages as the template takes them."""
        if tools or any(message.tool_calls or message.role == "tool" for message in messages):
            messages = self.tool_format.messages(messages, tools)
        return self.turns.arranged(messages)

    def encode_raw(self, text: str) -> list[int]:
        """Token ids of a whole prompt, in which control tokens are what they say, with those that begin every text."""
        return _encode(self._backend, text, add_special_tokens=True)

    def decode_raw(self, ids: Sequence[int]) -> str:
        """The text of all `ids` at once, control tokens included."""
        return str(self._backend.decode(list(ids), skip_special_tokens=False))

    def token_bytes(self, token_id: int) -> bytes:
        """What a token stands for where it is neither the first nor a control token, which is spelt as it is."""
        return self._spelling(token_id)

    def decode(self, ids: Sequence[int]) -> str:
        """The text of all `ids` at once, without control tokens."""
        return str(self._backend.decode(list(ids), skip_special_tokens=True))

    def detokenizer(self, marks: Mapping[int, str] | None = None) -> Detokenizer:
        """A decoder for one answer that comes token by token.

        Args:
            marks: what is shown in the place of some control tokens, see `marked`.
        """
        text = self._detokenizers()
        return MarkingDetokenizer(text, marks) if marks else text

    def marked(self, form: ToolFormat) -> tuple[ToolFormat, Mapping[int, str]]:
        """A format of calls as it is in the text of a detokenizer that gets the marks of its control tokens."""
        spelt = dict.fromkeys([*self._control.findall(form.begin), *self._control.findall(form.end)])
        marks = {spelling: chr(mark) for spelling, mark in zip(spelt, MARKS, strict=False)}

        def with_marks(text: str) -> str:
            return self._control.sub(lambda found: marks[found[0]], text)

        changed = replace(form, begin=with_marks(form.begin), end=with_marks(form.end))
        return changed, {self._controls[spelling]: mark for spelling, mark in marks.items()}

    @property
    def controls(self) -> Mapping[str, int]:
        """The control tokens by their spelling."""
        return self._controls

    def vocabulary(self) -> list[bytes] | None:
        """What each token stands for, by id; None where a text is more than its tokens one after the other."""
        if not spells_text(self._backend):
            return None
        return [self._spelling(token_id) for token_id in range(self._backend.get_vocab_size())]

    @cached_property
    def longest_token(self) -> int | None:
        """Bytes of the longest token; None where a text is more than its tokens one after the other."""
        vocabulary = self.vocabulary()
        return max(map(len, vocabulary)) if vocabulary else None

    @cached_property
    def _plain_backend(self) -> Backend:
        """The same tokenizer, blind to control tokens; it shares the vocabulary, so it costs next to nothing."""
        from tokenizers import Tokenizer as Backend

        plain = Backend(self._backend.model)
        for part in ("normalizer", "pre_tokenizer"):
            if (value := getattr(self._backend, part)) is not None:
                setattr(plain, part, value)
        added = self._backend.get_added_tokens_decoder()
        plain.add_tokens([added[number] for number in sorted(added)])  # in the order of their ids, which stay the same
        plain.encode_special_tokens = True
        return plain


def _encode(backend: Backend, text: str, *, add_special_tokens: bool = False) -> list[int]:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidParameter(
            f"The prompt has half of a surrogate pair in it ({text[error.start]!a}), which is no character: take it out of "
            "messages and tools.",
            param="messages",
        ) from None
    # the batch form lets other threads run meanwhile; `encode` holds them all for seconds on a long log
    return [int(token) for token in backend.encode_batch_fast([text], add_special_tokens=add_special_tokens)[0].ids]


class _TypedControls:
    """Hides the spellings of control tokens in messages from the template, and shows them again."""

    def __init__(self, control: re.Pattern[str]) -> None:
        self._control = control
        self._mark = f"\ufdd0{secrets.token_hex(8)}:"  # nobody can have typed it
        self.hidden: list[str] = []

    def hide_all(self, value: Any) -> Any:
        """A JSON value with all its strings hidden."""
        match value:
            case str():
                return self.hide(value)
            case list():
                return [self.hide_all(item) for item in value]
            case dict():
                return {self.hide(key): self.hide_all(item) for key, item in value.items()}
        return value

    def hide(self, text: str) -> str:
        return self._control.sub(self._hide_one, text)

    def show(self, text: str) -> str:
        return re.sub(f"{self._mark}(\\d+);", lambda match: self.hidden[int(match[1])], text)

    def _hide_one(self, match: re.Match[str]) -> str:
        self.hidden.append(match[0])
        return f"{self._mark}{len(self.hidden) - 1};"
