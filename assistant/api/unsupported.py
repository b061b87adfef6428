"""Fields that a server may know and this one does not honour: they are refused, not ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from assistant.errors import UnsupportedParameter

Neutral = Mapping[str, tuple[Any, ...]]
"""Fields, each with the values of it that ask for nothing."""

OF_OTHER_SERVERS: Neutral = {
    # vLLM's
    "add_special_tokens": (),
    "allowed_token_ids": ([],),
    "bad_words": ([],),
    "chat_template": (),
    "chat_template_kwargs": ({},),
    "detokenize": (True,),
    "documents": ([],),
    "guided_choice": (),
    "guided_grammar": (),
    "guided_json": (),
    "guided_regex": (),
    "include_stop_str_in_output": (False,),
    "length_penalty": (1,),
    "logits_processors": ([],),
    "prompt_logprobs": (0,),
    "return_tokens_as_token_ids": (False,),
    "skip_special_tokens": (True,),
    "stop_token_ids": ([],),
    "structured_outputs": (),
    "truncate_prompt_tokens": (),
    "use_beam_search": (False,),
    # llama.cpp's
    "dry_multiplier": (0,),
    "dynatemp_range": (0,),
    "grammar": ("",),
    "json_schema": (),
    "max_new_tokens": (),
    "mirostat": (0,),
    "n_predict": (-1,),
    "n_probs": (0,),
    "repeat_last_n": (-1,),
    "repeat_penalty": (1,),
    "tfs_z": (1,),
    "top_n_sigma": (-1, 0),
    "typical_p": (1,),
    "xtc_probability": (0,),
    # SGLang's and Text Generation Inference's
    "do_sample": (True,),
    "ebnf": (),
    "min_new_tokens": (0,),
    "no_stop_trim": (False,),
    "regex": (),
    "top_a": (0,),
}
"""Fields beyond OpenAI's that change an answer."""

_WHERE_ANSWERS_BEGIN: Neutral = {"add_generation_prompt": (True,), "continue_final_message": (False,)}  # vLLM's too
IN_MESSAGES: Neutral = {"audio": (), "function_call": ()}
IN_TEXT_OPTIONS: Neutral = {"verbosity": ("medium",)}
IN_STREAM_OPTIONS: Neutral = {"include_obfuscation": (False,)}

IN_CHAT_COMPLETIONS: Neutral = {
    "audio": (),
    "best_of": (1,),
    "echo": (False,),
    "function_call": ("none", "auto"),
    "functions": ([],),
    "modalities": (["text"],),
    "moderation": (),
    "prediction": (),
    "reasoning_effort": ("none",),
    "service_tier": ("auto", "default"),
    "store": (False,),
    "verbosity": ("medium",),
    "web_search_options": (),
}
IN_COMPLETIONS: Neutral = {**_WHERE_ANSWERS_BEGIN, "best_of": (1,), "suffix": ("",)}
IN_RESPONSES: Neutral = {
    **_WHERE_ANSWERS_BEGIN,
    "access_programs": (),
    "background": (False,),
    "background_options": (),
    "context_management": (),
    "conversation": (),
    "image": (),
    "max_completion_tokens": (),
    "max_tokens": (),
    "max_tool_calls": (),
    "moderation": (),
    "n": (1,),
    "prompt": (),
    "reasoning": ({}, {"effort": "none"}, {"effort": None, "summary": None}),
    "response_format": (),
    "service_tier": ("auto", "default"),
    "stream_options": ({}, {"include_obfuscation": False}),
    "truncation": ("disabled",),
}
_OF_PROMPTS = ("add_special_tokens", "chat_template")
IN_TOKENIZE: Neutral = {**_WHERE_ANSWERS_BEGIN, **{name: OF_OTHER_SERVERS[name] for name in _OF_PROMPTS}}


def refuse_unsupported(part: BaseModel, unsupported: Neutral, prefix: str = "") -> None:
    """Refuse fields that ask for what this server does not do.

    Args:
        prefix: of the names of the fields.

    Raises:
        UnsupportedParameter: with the name of the field.
    """
    for name, value in (part.model_extra or {}).items():
        neutral = unsupported.get(name)
        if neutral is not None and value is not None and not any(_same(value, other) for other in neutral):
            raise UnsupportedParameter(f"This server does not support {name!r} here: leave it out.", param=prefix + name)


def refuse_unsupported_in_body(body: BaseModel, unsupported: Neutral) -> None:
    """The same for a body that asks for an answer, with what other servers know.

    Raises:
        UnsupportedParameter: with the name of the field.
    """
    refuse_unsupported(body, {**OF_OTHER_SERVERS, **unsupported})


def _same(value: Any, other: Any) -> bool:
    """Whether they are the same in JSON, where true is not 1."""
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)
