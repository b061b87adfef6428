"""Replays steps in which every sequence gets one token as CUDA graphs: one launch instead of hundreds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from assistant.model.runner import SequenceChunk
from assistant.model.torch.batch_layout import Answers, BatchLayout
from assistant.model.torch.kv_cache import BLOCK_TOKENS, LayerCache

_log = logging.getLogger(__name__)


Compute = Callable[[], Tensor]


@dataclass(frozen=True)
class Recording:
    """A step of fixed shapes that can be taken again.

    Attributes:
        layout: what it reads.
        replay: takes it.
        logits: (sequences, vocab) float32, what it writes.
    """

    layout: BatchLayout
    replay: Callable[[], None]
    logits: Tensor


def record(compute: Compute, device: torch.device) -> tuple[Callable[[], None], Tensor]:
    """Capture a computation as a CUDA graph.

    Returns:
        What computes it again from the same tensors, and the result, which that writes anew.

    Raises:
        RuntimeError: something in it cannot be captured, or the memory does not suffice.
    """
    current = torch.cuda.current_stream(device)
    stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
    stream.wait_stream(current)
    with torch.cuda.stream(stream):  # libraries set themselves up at the first call, which cannot be captured
        compute()
    current.wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.stream(current), torch.cuda.graph(graph):  # where it fails, the inner one does not leave its stream
        result = compute()
    return graph.replay, result


class DecodeGraphs:
    """The recorded steps of a model.

    A recording has fixed shapes, so the batch and the longest block table are filled up to powers of two. Where one
    cannot be made, that is said once, no other one is tried, and those that there are stay in use.
    """

    def __init__(
        self,
        compute: Callable[[BatchLayout, Tensor], Tensor],
        caches: list[LayerCache],
        spare_block: int,
        record: Callable[[Compute, torch.device], tuple[Callable[[], None], Tensor]] = record,
    ) -> None:
        """
        Args:
            compute: gives the logits of some rows of a batch.
            caches: all on one device.
            spare_block: a block that no sequence has.
            record: makes a computation repeatable, see `record`.
        """
        self._compute = compute
        self._caches = caches
        self._spare = SequenceChunk([0], 0, [spare_block], logits=1)
        self._record = record
        self._device = caches[0].keys.device
        self._recordable = True
        self._recordings: dict[tuple[int, int], Recording] = {}

    def run(self, batch: Sequence[SequenceChunk]) -> Tensor | None:
        """Take a step in which every sequence gets one token.

        Returns:
            (sequences, vocab) logits, valid until the next run; None where this step is not recorded and cannot be.
        """
        blocks = max(-(-(chunk.cached + 1) // BLOCK_TOKENS) for chunk in batch)
        sizes = (_power_of_two(len(batch)), _power_of_two(blocks))
        recording = self._recording(*sizes)
        if recording is None:
            return None
        _copy(self._filled(batch, *sizes), recording.layout)
        recording.replay()
        return recording.logits[: len(batch)]

    def _recording(self, sequences: int, blocks: int) -> Recording | None:
        sizes = (sequences, blocks)
        if sizes not in self._recordings and self._recordable:
            layout = self._filled([], *sizes)
            rows = torch.arange(sequences, device=self._device)
            try:
                replay, logits = self._record(lambda: self._compute(layout, rows), self._device)
            except RuntimeError as error:
                self._recordable = False
                _log.warning("CUDA graphs cannot be made, so that steps take longer: %s", str(error).strip().split("\n")[0])
            else:
                self._recordings[sizes] = Recording(layout, replay, logits)
        return self._recordings.get(sizes)

    def _filled(self, batch: Sequence[SequenceChunk], sequences: int, blocks: int) -> BatchLayout:
        layout = BatchLayout.of([*batch, *[self._spare] * (sequences - len(batch))], self._caches, self._device)
        return replace(layout, answers=_filled_up(_required(layout.answers), blocks))


def _filled_up(answers: Answers, blocks: int) -> Answers:
    """The same with block tables of `blocks` blocks."""
    return replace(answers, tables=functional.pad(answers.tables, (0, blocks - answers.tables.shape[1])))


def _copy(source: BatchLayout, target: BatchLayout) -> None:
    """Put a batch into the tensors that a graph reads."""
    for name in ("ids", "positions", "slots"):
        getattr(target, name).copy_(getattr(source, name))
    for name in ("tables", "lengths"):
        getattr(_required(target.answers), name).copy_(getattr(_required(source.answers), name))


def _required(answers: Answers | None) -> Answers:
    if answers is None:
        raise ValueError("a batch without answers has no graph")
    return answers


def _power_of_two(number: int) -> int:
    return 1 << (number - 1).bit_length()
