"""One run: every case asked of every model, and then judged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from assistant.checks.block_checker import BlockChecker
from assistant.settings import SYSTEM_PROMPT
from evaluation.asking import PIPELINE, Answer, ask
from evaluation.cases import Case
from evaluation.kinds import TERMS
from evaluation.outcome import Outcome, judge

_TIMEOUT_S = 300.0
_ANY = 1 << 20


@dataclass(frozen=True)
class Asked:
    """A case as one model was asked it."""

    case: Case
    is_pipeline: bool
    answer: Answer
    secrets: tuple[str, ...]


async def ask_all(
    url: str,
    models: Sequence[str],
    cases: Sequence[Case],
    *,
    seed: str,
    at_once: int,
    key: str = "",
    most_tokens: int | None = None,
    done: Callable[[str], None] = lambda _: None,
) -> list[Asked]:
    """Ask every model every case, some at a time. The bare model gets the system prompt that the pipeline has by default.

    Args:
        seed: of the secrets; each model gets its own, so that a leak tells whose it is.
        most_tokens: of each answer, where that is less than its kind may have.
        done: told the id of each case that was answered.
    """
    places = asyncio.Semaphore(at_once)
    headers = {"authorization": f"Bearer {key}"} if key else {}
    limits = httpx.Limits(max_connections=at_once)
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=_TIMEOUT_S, limits=limits) as client:

        async def one(case: Case, model: str) -> Asked:
            messages, secrets = case.filled(f"{seed} {model}")
            if model != PIPELINE:
                messages = [{"role": "system", "content": SYSTEM_PROMPT}, *messages]
            async with places:
                answer = await ask(client, model, messages, min(TERMS[case.kind].answer_tokens, most_tokens or _ANY))
            done(case.id)
            return Asked(case, model == PIPELINE, answer, secrets)

        return await asyncio.gather(*(one(case, model) for case in cases for model in models))


async def judge_all(asked: Sequence[Asked], kept: str | None) -> list[Outcome]:
    """Hold every answer to what its case expects.

    Args:
        kept: the log and the metrics of the server; None where they cannot be had.
    """
    checker = BlockChecker()
    try:
        return [
            await judge(each.case, each.answer, checker, is_pipeline=each.is_pipeline, secrets=each.secrets, kept=kept)
            for each in asked
        ]
    finally:
        await checker.close()


def served_models(url: str, key: str = "") -> list[str]:
    """The names of the models of a server.

    Raises:
        RuntimeError: it cannot be asked.
    """
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        response = httpx.get(f"{url}/v1/models", headers=headers, timeout=30)
        response.raise_for_status()
        return [str(model["id"]) for model in response.json()["data"]]
    except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
        raise RuntimeError(f"{url}/v1/models gives no list of models: {error}") from None


def metrics(url: str, key: str = "") -> str:
    """What the server tells Prometheus; nothing where it does not."""
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        response = httpx.get(f"{url}/metrics", headers=headers, timeout=30)
    except httpx.HTTPError:
        return ""
    return response.text if response.is_success else ""
