"""Recorded steps: the same logits as without, and none where a recording cannot be made."""

import logging

import pytest
import torch
from transformers import AutoModelForCausalLM

from assistant.model.runner import SequenceChunk
from assistant.model.torch.decode_graphs import DecodeGraphs
from assistant.model.torch.runner import TorchRunner

LENGTHS = (3, 40, 31, 70, 64, 1, 32)  # of the texts, in tokens; a block holds 32


class Recorder:
    """Stands for CUDA graphs on a machine without a GPU: a replay computes anew from the same tensors.

    Args:
        limit: how many it makes before it fails as torch does.
    """

    def __init__(self, limit: int = 1000) -> None:
        self.limit, self.asked, self.replayed = limit, 0, 0

    def __call__(self, compute, device):
        self.asked += 1
        if self.asked > self.limit:
            raise RuntimeError("CUDA error: operation not permitted when stream is capturing\nmore of it")
        result = compute()

        def replay():
            self.replayed += 1
            result.copy_(compute())

        return replay, result


@pytest.fixture
def runner(small, monkeypatch):
    """The small model; `DecodeGraphs` may be put into it."""
    monkeypatch.setattr(small.runner, "_graphs", None)
    return small.runner


def put_graphs(runner: TorchRunner, record) -> None:
    runner._graphs = DecodeGraphs(runner._compute, runner._caches, runner.blocks, record)


def answers(runner: TorchRunner) -> list[torch.Tensor]:
    """The logits of steps with one, two, ... of the texts, each of which gets the same token again and again."""
    ids = [list(range(100 * i, 100 * i + n)) for i, n in enumerate(LENGTHS)]
    tables = [[5 * i, 5 * i + 2, 5 * i + 1] for i in range(len(LENGTHS))]
    prompts = [SequenceChunk(x, 0, table, logits=0) for x, table in zip(ids, tables, strict=True)]
    runner.forward(prompts)
    return [
        torch.tensor(runner.forward([SequenceChunk([9], LENGTHS[i], tables[i], 1) for i in range(count)]).array)
        for count in range(1, len(LENGTHS) + 1)
    ]


def same(one: list[torch.Tensor], other: list[torch.Tensor]) -> bool:
    return all(torch.allclose(a, b, atol=1e-4) for a, b in zip(one, other, strict=True))


def test_recorded_steps_give_the_same_logits(runner):
    plain = answers(runner)
    put_graphs(runner, recorder := Recorder())
    assert same(answers(runner), plain)
    assert recorder.replayed == len(LENGTHS)


def test_steps_of_similar_size_share_a_recording(runner):
    put_graphs(runner, recorder := Recorder())
    answers(runner)
    answers(runner)
    assert recorder.asked == 5  # up to 1, 2, 4, 4 and 8 texts of up to 1, 2, 2, 4 and 4 blocks


def test_where_a_step_cannot_be_recorded_it_is_said_once_and_all_goes_on(runner, caplog):
    plain = answers(runner)
    put_graphs(runner, recorder := Recorder(limit=0))
    with caplog.at_level(logging.WARNING):
        assert same(answers(runner), plain)
    assert (recorder.asked, recorder.replayed) == (1, 0)
    [line] = caplog.messages
    assert line.endswith("operation not permitted when stream is capturing")


def test_what_was_recorded_before_stays_in_use(runner):
    plain = answers(runner)
    put_graphs(runner, recorder := Recorder(limit=2))
    assert same(answers(runner), plain)
    assert (recorder.asked, recorder.replayed) == (3, 2)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
def test_on_a_gpu_real_graphs_give_the_same_and_what_cannot_be_captured_goes_on_without(small, monkeypatch, caplog):
    model = AutoModelForCausalLM.from_pretrained(small.checkpoint.folder, dtype=torch.float32, device_map="cuda")
    runner = TorchRunner(model, kv_cache_bytes=1 << 22, context_length=256)
    batch = [SequenceChunk([9], 0, [3], 1), SequenceChunk([8], 0, [5], 1)]

    def logits() -> torch.Tensor:
        return runner.forward(batch)._logits.clone()

    recorded = logits()
    assert runner._graphs._recordings
    compute = runner._compute

    def synchronising(layout, rows):
        result = compute(layout, rows)
        result.sum().item()  # not permitted in a capture
        return result

    runner._graphs = DecodeGraphs(synchronising, runner._caches, runner.blocks)
    with caplog.at_level(logging.WARNING):
        refused = logits()
    assert len(caplog.messages) == 1
    monkeypatch.setattr(runner, "_graphs", None)
    assert torch.allclose(recorded, logits(), atol=1e-4)
    assert torch.allclose(refused, logits(), atol=1e-4)
    assert torch.cuda.current_stream() == torch.cuda.default_stream()
