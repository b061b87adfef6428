"""The gate of the 8-bit runners: their answers stay those of the float32 model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from assistant.model.conversation import Message
from assistant.model.loader import LoadedModel
from assistant.model.runner import ModelRunner, SequenceChunk
from tests.conftest import OPENVINO_EXACT, load_embedded
from tests.oracle import oracle
from tests.prompts import QUESTIONS

ANSWER_TOKENS = 40


@dataclass(frozen=True)
class Text:
    """A question and the beginning of an answer.

    Attributes:
        ids: of both.
        answer: index of the answer's first token.
        expected: (answer tokens, vocab) log-probabilities of transformers in float32.
    """

    ids: list[int]
    answer: int
    expected: np.ndarray


@pytest.fixture(scope="module")
def texts(embedded_openvino) -> list[Text]:
    reference = oracle(embedded_openvino)
    return [text(embedded_openvino, reference, question) for question in QUESTIONS]


def text(model: LoadedModel, reference, question: str) -> Text:
    ids = model.tokenizer.encode_chat([Message("user", question)])
    begin, cached = len(ids), 0
    for _ in range(ANSWER_TOKENS):
        [token] = model.runner.forward([SequenceChunk(ids[cached:], cached, table(ids), 1)]).argmax()
        cached = len(ids)
        ids.append(token)
    with torch.inference_mode():
        logits = reference(torch.tensor([ids])).logits[0, begin - 1 : -1]
    return Text(ids, begin, torch.log_softmax(logits.double(), -1).numpy())


def table(ids: Sequence[int]) -> range:
    return range(-(-(len(ids) + 1) // 32))


def compare(runner: ModelRunner, texts: Sequence[Text]) -> tuple[float, float]:
    """Share of positions with the same likeliest token, and mean KL(reference || runner)."""
    same, divergences = [], []
    for text in texts:
        chunk = SequenceChunk(text.ids[:-1], 0, table(text.ids), len(text.ids) - text.answer)
        got = runner.forward([chunk]).array.astype(np.float64)
        got -= got.max(-1, keepdims=True)
        got -= np.log(np.exp(got).sum(-1, keepdims=True))
        same += (got.argmax(-1) == text.expected.argmax(-1)).tolist()
        divergences += (np.exp(text.expected) * (text.expected - got)).sum(-1).tolist()
    return float(np.mean(same)), float(np.mean(divergences))


@pytest.mark.parametrize("name", ["embedded_native", "embedded_openvino"])
def test_the_8_bit_default_agrees_with_transformers_in_float32(request, name, texts):
    assert len(texts) >= 50
    agreement, divergence = compare(request.getfixturevalue(name).runner, texts)
    assert (agreement >= 0.95, divergence <= 0.02) == (True, True), f"{agreement:.2%}, KL {divergence:.4f}"


def test_without_quantisation_the_graph_is_the_model(texts):
    agreement, divergence = compare(load_embedded(OPENVINO_EXACT).runner, texts[:12])
    assert agreement >= 0.99
    assert divergence < 1e-4
