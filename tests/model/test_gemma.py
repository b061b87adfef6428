"""Gemma 3, the second real family: sliding windows, norms of queries and keys, a vocabulary of SentencePiece."""

import json

import httpx
import pytest
import torch

from assistant.errors import InvalidParameter
from assistant.model.conversation import Message, Tool, ToolCall
from assistant.model.runner import SequenceChunk
from assistant.model.tool_format import schema
from assistant.model.torch.kv_cache import BLOCK_TOKENS
from tests import gemma
from tests.llama_cpp import LlamaCppServer
from tests.oracle import oracle
from tests.prompts import QUESTIONS

TEXTS = (
    *QUESTIONS[:12],
    "def f(x):\n    if x:\n\t\treturn  {'a': 1}\n\n\n# Ende, größer: 12345",
    "你好,世界。こんにちは 🦙🏳️‍🌈 e\u0301",
    "  two leading spaces, trailing  ",
)


def test_long_and_short_prompts_in_one_batch_equal_transformers_logits(gemma_3):
    """Far over the window of 512 tokens: in pieces, beside another, then token by token."""
    tokenizer = gemma_3.tokenizer
    long = tokenizer.encode(" ".join(QUESTIONS) * 2)[:700]
    short = tokenizer.encode(QUESTIONS[3])
    reference = oracle(gemma_3)
    with torch.inference_mode():
        expected = [reference(torch.tensor([ids])).logits[0] for ids in (long, short)]
    tables = [list(range(40, 40 - -(-len(long) // BLOCK_TOKENS), -1)), [50, 3]]
    cached = [0, 0]
    for counts in ([300, 0], [396, len(short) - 2], [1, 1], [1, 1], [1, 0], [1, 0]):
        chunks, wanted = [], []
        for i, ids in enumerate((long, short)):
            if count := counts[i]:
                chunks.append(SequenceChunk(ids[cached[i] : cached[i] + count], cached[i], tables[i], min(count, 20)))
                cached[i] += count
                wanted.append(expected[i][cached[i] - min(count, 20) : cached[i]])
        got = torch.from_numpy(gemma_3.runner.forward(chunks).array)
        torch.testing.assert_close(got, torch.cat(wanted), atol=2e-3, rtol=1e-3)
    assert cached == [700, len(short)]


def test_the_text_becomes_the_tokens_that_llama_cpp_makes_of_it(gemma_3, tmp_path):
    with LlamaCppServer(gemma_3.checkpoint.files[0], "gemma", log=tmp_path / "log") as server:
        for text in TEXTS:
            body = {"content": text, "add_special": False, "parse_special": False}
            expected = httpx.post(f"{server.url}/tokenize", json=body, timeout=60).json()["tokens"]
            assert gemma_3.tokenizer.encode(text) == expected, text
            assert gemma_3.tokenizer.decode(expected) == text


def test_the_conversation_is_spelt_in_the_models_format_and_ends_with_its_turn(gemma_3):
    tokenizer = gemma_3.tokenizer
    ids = tokenizer.encode_chat([Message("user", "hi <end_of_turn>")])
    pieces = [tokenizer._backend.id_to_token(number) for number in ids]
    assert pieces[:4] == ["<bos>", "<start_of_turn>", "user", "\n"]
    assert pieces[-5:] == ["<end_of_turn>", "\n", "<start_of_turn>", "model", "\n"]
    assert pieces.count("<end_of_turn>") == 1  # what a user types stays text
    assert tokenizer.eos_token_ids == {1, 106}
    assert json.loads((gemma_3.checkpoint.folder / "generation_config.json").read_text()) == {"eos_token_id": [1, 106]}


def spelt(model, messages, tools=()) -> str:
    return model.tokenizer.decode_raw(model.tokenizer.encode_chat(messages, tools))


def test_a_template_without_a_system_role_gets_what_it_says_from_the_user(gemma_3):
    turns = gemma_3.tokenizer.turns
    assert (turns.system, turns.later_system, turns.chains) == (False, False, frozenset())
    messages = [Message("system", "Be brief."), Message("system", "Be kind."), Message("user", "hi")]
    turn = "<start_of_turn>user\nBe brief.\n\nBe kind.\n\nhi<end_of_turn>\n<start_of_turn>model\n"
    assert spelt(gemma_3, messages) == "<bos>" + turn


def test_consecutive_messages_of_one_role_are_one_turn(gemma_3):
    roles = ("user", "user", "assistant", "assistant", "user", "system", "user")
    messages = [Message(role, f"text {number}") for number, role in enumerate(roles)]
    assert spelt(gemma_3, messages) == (
        "<bos><start_of_turn>user\ntext 0\n\ntext 1<end_of_turn>\n"
        "<start_of_turn>model\ntext 2\n\ntext 3<end_of_turn>\n"
        "<start_of_turn>user\ntext 4\n\ntext 5\n\ntext 6<end_of_turn>\n<start_of_turn>model\n"
    )
    with pytest.raises(InvalidParameter, match="turns must alternate"):
        gemma_3.tokenizer.encode_chat([Message("assistant", "a")])


def test_functions_and_parallel_results_find_a_place_in_turns_that_alternate(gemma_3):
    tool = Tool("pods", "Lists pods.", {"type": "object"})
    calls = (ToolCall("1", "pods", "{}"), ToolCall("2", "pods", '{"a": 1}'))
    results = [Message("tool", "one", tool_call_id="1"), Message("tool", "two", tool_call_id="2")]
    messages = [Message("user", "which?"), Message("assistant", "", tool_calls=calls), *results, Message("user", "so?")]
    text = spelt(gemma_3, messages, [tool])
    assert [turn.partition("\n")[0] for turn in text.split("<start_of_turn>")[1:]] == ["user", "model", "user", "model"]
    first, second, third, _ = text.split("<start_of_turn>")[1:]
    assert json.dumps(schema(tool)["function"]) in first
    assert first.endswith("\n\nwhich?<end_of_turn>\n")
    assert second.count("<tool_call>") == 2
    responses = [f"<tool_response>\n{content}\n</tool_response>" for content in ("one", "two")]
    assert third == "user\n" + "\n\n".join([*responses, "so?"]) + "<end_of_turn>\n"


def test_the_weights_are_read_from_the_file_itself(gemma_3):
    assert gemma_3.checkpoint.files == (gemma.make(gemma_3.checkpoint.files[0].parent),)
    assert not list(gemma_3.checkpoint.folder.glob("*.safetensors"))
