"""The chat template of a model: conversations to the text that the model was trained on.

Templates are programs in Jinja that come with the weights; they are rendered as transformers renders them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn

from jinja2 import Template, TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from assistant.errors import InvalidParameter, ModelError

DEFAULT = "default"
TOOL_USE = "tool_use"
_REASONING = ("reasoning_content", "thinking", "reasoning")
# what Jinja and the expressions of a template raise
_RENDER_ERRORS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
_COMPILE_ERRORS = (*_RENDER_ERRORS, SyntaxError)


class ChatTemplate:
    """The templates of a model, compiled.

    A template is a stranger's program: it runs in Jinja's sandbox, where it reaches neither Python's internals nor files,
    and changes nothing that it was given. Its time and memory have no limit.
    """

    def __init__(self, templates: Mapping[str, str], special_tokens: Mapping[str, str]) -> None:
        """
        Args:
            templates: by name; `default`, and perhaps `tool_use` for conversations with tools.
            special_tokens: what templates know under names such as `bos_token`.

        Raises:
            ModelError: a template is not valid Jinja.
        """
        self._special_tokens = dict(special_tokens)
        self._default = _compile(DEFAULT, templates[DEFAULT])
        self._tool_use = _compile(TOOL_USE, templates[TOOL_USE]) if TOOL_USE in templates else self._default

    def render(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        tools: Sequence[Mapping[str, Any]] | None = None,
        documents: Sequence[Mapping[str, Any]] | None = None,
        add_generation_prompt: bool = True,
        **variables: Any,
    ) -> str:
        """Give the text of a conversation.

        Args:
            messages: in the format of OpenAI's API, of JSON's types; keys whose value is None are left out.
            tools: the functions that the model may call, as JSON schemas.
            documents: what the model shall answer from, each with `title` and `text`.
            add_generation_prompt: whether the text ends where the model's answer begins.
            variables: whatever else this template knows, such as `enable_thinking`.

        Raises:
            InvalidParameter: the template refuses these messages.
        """
        template = self._default if tools is None else self._tool_use
        known = {
            **self._special_tokens,
            **variables,
            "messages": [_message(message) for message in messages],
            "tools": tools,
            "documents": documents,
            "add_generation_prompt": add_generation_prompt,
        }
        try:
            return template.render(known)
        except _RENDER_ERRORS as error:
            raise InvalidParameter(
                f"This model cannot take these messages: {error or type(error).__name__}.", param="messages"
            ) from None


def _compile(name: str, source: str) -> Template:
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[_Generation, loopcontrols])
    environment.filters["tojson"] = _to_json
    environment.globals |= {
        "raise_exception": _raise_exception,
        "strftime_now": _strftime_now,
        "dict": _Dict(),
        "namespace": _Namespace,
    }
    try:
        return environment.from_string(source)
    except _COMPILE_ERRORS as error:
        line = f" in line {error.lineno}" if isinstance(error, SyntaxError | TemplateError) and hasattr(error, "lineno") else ""
        raise ModelError(
            f"The model's chat template {name!r} is wrong{line} ({error or type(error).__name__}): copy the model again."
        ) from None


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is None, and give the model's reasoning under each name that templates have for it."""
    known = {key: value for key, value in message.items() if value is not None}
    reasoning = next((known[name] for name in _REASONING if name in known), None)
    return known if reasoning is None else {"thinking": reasoning, **known, "reasoning_content": reasoning}


def _to_json(
    value: Any,
    ensure_ascii: bool = False,
    indent: int | str | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    """JSON as the models have seen it; Jinja's own filter escapes the characters of HTML."""
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def _raise_exception(message: str) -> NoReturn:
    raise TemplateError(message)


def _strftime_now(form: str) -> str:
    return datetime.now().strftime(form)  # noqa: DTZ005 - the date of where the server stands


class _Dict:
    """What templates call as `dict(...)`, without the type itself."""

    def __call__(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return dict(*args, **kwargs)

    def fromkeys(self, *args: Any) -> dict[Any, Any]:
        return dict.fromkeys(*args)


class _Namespace(Namespace):
    """What templates call as `namespace(...)`, without names that Python gives a meaning."""

    def __init__(self, /, *args: Any, **kwargs: Any) -> None:
        attributes = dict(*args, **kwargs)
        for name in attributes:
            _refuse_internal(name)
        super().__init__(attributes)

    def __setitem__(self, name: str, value: Any) -> None:
        _refuse_internal(name)
        super().__setitem__(name, value)


def _refuse_internal(name: object) -> None:
    if isinstance(name, str) and name.startswith("_"):
        raise SecurityError(f"a namespace has no attribute {name!r}")


class _Generation(Extension):
    """The block `{% generation %}`, which marks for training what the model said; here it is only a scope."""

    tags = {"generation"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        return nodes.Scope(parser.parse_statements(("name:endgeneration",), drop_needle=True), lineno=line)
