"""What the bodies of all routes are made of: the strictness of requests, and kinds of fields that many have."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

_NO_TEXT = ("file", "image_url", "input_audio", "input_file", "input_image")


def _text_alone(kind: object) -> object:
    """Say why pictures and the like are refused, which the list of the kinds that are taken does not."""
    if kind in _NO_TEXT:
        raise PydanticCustomError(
            "text_alone", "the models of this server read text alone; leave the {kind} out", {"kind": kind}
        )
    return kind


def _whole(number: object) -> object:
    """Take 2.0 for the integer that it is to JSON Schema (draft 2020-12): some clients write every number so."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


OnlyText = BeforeValidator(_text_alone)
Whole = BeforeValidator(_whole)  # of an integer, behind its limits
NonEmpty = Annotated[str, Field(min_length=1)]
TokenId = Annotated[int, Field(ge=0), Whole]
FunctionName = Annotated[str, Field(pattern="^[a-zA-Z0-9_.-]{1,64}$")]


class Request(BaseModel):
    """Strict: a number in quotes is not a number. Fields that OpenAI may add later are let through."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


class Response(BaseModel):
    """Every field is always sent."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)
