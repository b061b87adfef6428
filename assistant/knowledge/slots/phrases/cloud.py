"""Objects of S3, and resources as Terraform addresses them: `bucket acme-backups`, `aws_instance.web[0]`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.phrases.files import SOME_PATH
from assistant.knowledge.slots.slot import Slot

_BUCKET = re.compile(r"(?i)\bbuckets?\s+(?:named\s+|called\s+)?[\"'`]?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?![\w/])")
_PREFIX_OF_S3 = re.compile(r"(?<!\w)(s3://[\w.-]+(?:/[\w-]+)*/?)(?![\w./-])")
_OF_TERRAFORM = re.compile(
    r"(?<![\w./-])((?:module\.[\w-]+|(?:data\.)?[a-z][a-z0-9]+_\w+\.[\w-]+)(?:\.[\w-]+)*(?:\[[^\]\s'\"]{0,60}\])?)(?![\w/])"
)


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    bucket = _BUCKET.search(text)
    if "file" in slots and "object" in slots and (prefix := _PREFIX_OF_S3.search(text)) and (file := SOME_PATH.search(text)):
        yield "object", f"{prefix[1]}{'' if prefix[1].endswith('/') else '/'}{file[1].rsplit('/', 1)[-1]}"
    if bucket and "file" in slots and "object" in slots and "s3://" not in text and (file := SOME_PATH.search(text)):
        yield "object", f"s3://{bucket[1]}/{file[1].rsplit('/', 1)[-1]}"
    for name, slot in slots.items():
        if name == "address" and slot.kind == "name" and (match := _OF_TERRAFORM.search(text)):
            yield name, match[1]
        elif bucket and slot.kind == "url" and slot.example.startswith("s3://") and "s3://" not in text:
            yield name, f"s3://{bucket[1]}"
