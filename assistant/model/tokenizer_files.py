"""The files of a model folder that say how the model reads and writes text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.model.chat_template import DEFAULT

if TYPE_CHECKING:
    from tokenizers import AddedToken
    from tokenizers import Tokenizer as Backend

_TOKENIZER = "tokenizer.json"
_SENTENCEPIECE = "tokenizer.model"
_CONFIG = "tokenizer_config.json"
_SPECIAL_TOKENS = "special_tokens_map.json"
_TEMPLATE = "chat_template.jinja"
_MORE_TEMPLATES = "additional_chat_templates"
_TEMPLATE_JSON = "chat_template.json"
_NAMES = ("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token")
_FLAGS = ("single_word", "lstrip", "rstrip", "normalized", "special")


def read_backend(folder: Path) -> tuple[Backend, dict[str, str]]:
    """Read the tokenizer, and the names that its model has for control tokens, such as `bos_token`.

    Raises:
        ModelError: a file is missing or damaged.
    """
    whole = (folder / _TOKENIZER).is_file()
    backend, special_tokens = _read(folder) if whole else _convert(folder)
    backend.no_truncation()  # some files carry the length of their training
    backend.no_padding()
    return backend, special_tokens


def read_eos_token_ids(folder: Path) -> set[int]:
    """Read which tokens end an answer: from generation_config.json, or where that says nothing, from config.json.

    Raises:
        ModelError: a file is damaged, or says something else than token ids.
    """
    for name in ("generation_config.json", "config.json"):
        config = _read_json(folder / name)
        text_config = config.get("text_config")
        for place in (config, text_config if isinstance(text_config, dict) else {}):
            ends = place.get("eos_token_id")
            if ends is not None:
                return _token_ids(ends, folder / name)
    return set()


def read_chat_templates(folder: Path) -> dict[str, str]:
    """Read the chat templates by name: those in files of their own, or else those in tokenizer_config.json.

    Raises:
        ModelError: there is none named `default`, or a file is damaged.
    """
    templates: dict[str, str] = {}
    for found in (
        _template_files(folder),
        _templates_in(folder / _CONFIG),
        _templates_in(folder / _TEMPLATE_JSON),
    ):
        templates = {**found, **templates}
        if DEFAULT in templates:
            return templates
    if templates:
        raise ModelError(
            f"{folder} has only chat templates for {', '.join(sorted(templates))}: choose an instruction-tuned model."
        )
    raise ModelError(
        f"{folder} has no chat template: choose an instruction-tuned model, such as one whose name ends in -Instruct."
    )


def _read(folder: Path) -> tuple[Backend, dict[str, str]]:
    backend = _read_tokenizer(folder / _TOKENIZER)
    config = _read_json(folder / _CONFIG)
    named, others = _special_tokens(config, folder / _CONFIG)
    if "added_tokens_decoder" not in config:  # the older format
        more_named, more = _special_tokens(_read_json(folder / _SPECIAL_TOKENS), folder / _SPECIAL_TOKENS)
        named, others = named | more_named, others + more
    _add_tokens(backend, _declared_tokens(config, folder / _CONFIG), [*named.values(), *others])
    return backend, {name: token.content for name, token in named.items()}


def _read_tokenizer(file: Path) -> Backend:
    from tokenizers import Tokenizer as Backend

    try:
        return Backend.from_file(str(file))
    except Exception as error:  # noqa: BLE001 - tokenizers raises nothing narrower
        raise ModelError(f"{file} cannot be read ({error}): copy the model again.") from None


def _convert(folder: Path) -> tuple[Backend, dict[str, str]]:
    """Have transformers convert a tokenizer of SentencePiece, in memory."""
    if not (folder / _SENTENCEPIECE).is_file():
        raise ModelError(f"{folder} has no {_TOKENIZER}: copy the whole model folder, tokenizer included.")
    from transformers import AutoTokenizer

    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        return tokenizer.backend_tokenizer, dict(tokenizer.special_tokens_map)
    except Exception as error:  # noqa: BLE001 - the readers of foreign files raise whatever they meet
        reason = str(error).strip().split("\n")[0]
        raise ModelError(
            f"{folder} has only {_SENTENCEPIECE}, which cannot be converted here ({reason}): add its {_TOKENIZER}."
        ) from None


def _read_json(file: Path) -> dict[str, Any]:
    """The object in `file`; empty where there is no such file."""
    if not file.is_file():
        return {}
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        raise ModelError(f"{file} cannot be read ({error}): copy the model again.") from None
    if not isinstance(content, dict):
        raise ModelError(f"{file} is not a JSON object: copy the model again.")
    return content


def _special_tokens(content: Mapping[str, Any], file: Path) -> tuple[dict[str, AddedToken], list[AddedToken]]:
    """The control tokens that have a name, which templates know, and those that have none."""
    named = {name: value for name, value in content.items() if name.endswith("_token") and isinstance(value, str | dict)}
    if wrong := [name for name in _NAMES if content.get(name) is not None and name not in named]:
        raise ModelError(f"{file}: {wrong[0]} is not a token: copy the model again.")
    extra = content.get("extra_special_tokens") or content.get("additional_special_tokens") or []
    if isinstance(extra, dict):
        named |= extra
        extra = []
    if not isinstance(extra, list):
        raise ModelError(f"{file}: extra_special_tokens is not a list: copy the model again.")
    return {name: _token(value, file) for name, value in named.items()}, [_token(value, file) for value in extra]


def _declared_tokens(config: Mapping[str, Any], file: Path) -> list[AddedToken]:
    declared = config.get("added_tokens_decoder", {})
    try:
        return [_token(token, file, special=False) for _, token in sorted(declared.items(), key=lambda item: int(item[0]))]
    except (AttributeError, ValueError):
        raise ModelError(f"{file}: added_tokens_decoder does not map ids to tokens: copy the model again.") from None


def _token(value: object, file: Path, *, special: bool = True) -> AddedToken:
    """A token that is written as its spelling or as an object; `special` where it does not say."""
    from tokenizers import AddedToken

    fields = value if isinstance(value, dict) else {"content": value}
    content = fields.get("content")
    if not isinstance(content, str):
        raise ModelError(f"{file}: {str(value)[:100]!r} is not a token: copy the model again.")
    flags = {flag: bool(fields[flag]) for flag in _FLAGS if flag in fields}
    return AddedToken(content, **{"special": special, **flags})


def _add_tokens(backend: Backend, declared: Iterable[AddedToken], specials: Iterable[AddedToken]) -> None:
    """Add what tokenizer.json lacks or describes in another way."""
    known = {repr(token) for token in backend.get_added_tokens_decoder().values()}
    missing = [token for token in declared if repr(token) not in known]
    spellings = {token.content for token in [*backend.get_added_tokens_decoder().values(), *missing]}
    backend.add_tokens([*missing, *(token for token in specials if token.content not in spellings)])


def _template_files(folder: Path) -> dict[str, str]:
    files = {file.name.removesuffix(".jinja"): file for file in sorted((folder / _MORE_TEMPLATES).glob("*.jinja"))}
    if (folder / _TEMPLATE).is_file():
        files[DEFAULT] = folder / _TEMPLATE
    try:
        return {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    except (OSError, ValueError) as error:
        raise ModelError(f"A chat template in {folder} cannot be read ({error}): copy the model again.") from None


def _templates_in(file: Path) -> dict[str, str]:
    """What the key `chat_template` holds: one template, or several with names."""
    found = _read_json(file).get("chat_template")
    if found is None:
        return {}
    if isinstance(found, str):
        return {DEFAULT: found}
    try:
        named = {entry["name"]: entry["template"] for entry in found} if isinstance(found, list) else dict(found)
    except (TypeError, KeyError, ValueError):
        named = {None: None}
    if not all(isinstance(text, str) for text in (*named, *named.values())):
        raise ModelError(f"{file}: chat_template is neither a text nor texts with names: copy the model again.")
    return named


def _token_ids(value: object, file: Path) -> set[int]:
    ids = value if isinstance(value, list) else [value]
    if not all(type(number) is int and number >= 0 for number in ids):
        raise ModelError(f"{file}: eos_token_id is {str(value)[:100]}, not token ids: copy the model again.")
    return set(ids)
