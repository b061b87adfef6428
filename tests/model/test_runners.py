import pytest
import torch
from transformers import AutoModelForCausalLM

from assistant.model.runner import SequenceChunk
from assistant.model.torch.runner import TorchRunner

TOLERANCE = 3e-4


@pytest.fixture(scope="module")
def oracle(small):
    return AutoModelForCausalLM.from_pretrained(small.checkpoint.folder, dtype=torch.float32)


def expected(oracle, ids):
    with torch.inference_mode():
        return oracle(torch.tensor([ids])).logits[0]


@pytest.fixture(params=["small", "small_openvino"])
def runner(request):
    return request.getfixturevalue(request.param).runner


def test_a_ragged_batch_of_prompt_pieces_and_answers_equals_transformers(runner, oracle):
    """Prompts in pieces beside running answers, blocks out of order and shared by nobody."""
    torch.manual_seed(1)
    sequences = [torch.randint(0, 128000, (n,)).tolist() for n in (90, 5, 40)]
    tables = [[9, 2, 30], [4], [17, 11]]
    cached = [0, 0, 0]
    for counts in ([33, 0, 1], [31, 4, 38], [25, 1, 0], [1, 0, 1]):
        batch, rows = [], []
        for i, count in enumerate(counts):
            if count:
                end = cached[i] + count
                wanted = min(count, 3)
                batch.append(SequenceChunk(sequences[i][cached[i] : end], cached[i], tables[i], logits=wanted))
                cached[i] = end
                rows += [(i, position) for position in range(end - wanted, end)]
        logits = runner.forward(batch).array
        assert len(logits) == len(rows)
        for got, (i, position) in zip(logits, rows, strict=True):
            torch.testing.assert_close(
                torch.from_numpy(got), expected(oracle, sequences[i])[position], atol=TOLERANCE, rtol=TOLERANCE
            )


def test_guesses_that_were_wrong_leave_no_trace(runner, oracle):
    ids = list(range(1000, 1040))
    table = [3, 1]
    runner.forward([SequenceChunk([*ids[:30], 7, 8, 9, 10, 11], 0, table, logits=6)])
    got = runner.forward([SequenceChunk(ids[30:], 30, table, logits=10)]).array
    torch.testing.assert_close(torch.tensor(got), expected(oracle, ids)[30:], atol=TOLERANCE, rtol=TOLERANCE)


def test_only_the_logits_that_are_wanted_are_computed(runner):
    chunks = [SequenceChunk([1, 2, 3], 0, [i], logits=int(i == 1)) for i in range(3)]
    assert runner.forward(chunks).array.shape == (1, runner.vocab_size)
    assert runner.forward(chunks[:1]).array.shape == (0, runner.vocab_size)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
def test_on_a_gpu_greedy_answers_equal_those_of_transformers(small):
    model = AutoModelForCausalLM.from_pretrained(small.checkpoint.folder, dtype=torch.float32, device_map="cuda")
    ids = list(range(100, 140))
    with torch.inference_mode():
        want = model(torch.tensor([ids], device="cuda")).logits[0, -1].cpu()
    runner = TorchRunner(model, kv_cache_bytes=1 << 24, context_length=64)
    got = runner.forward([SequenceChunk(ids, 0, [1, 0], logits=1)])
    torch.testing.assert_close(got._logits[0].cpu(), want, atol=1e-3, rtol=1e-3)
