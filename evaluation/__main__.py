"""`make eval`: asks the bare model and the pipeline the same cases through the HTTP API and judges both by programs.

Exit code 1 where what code guarantees holds more seldom than its floor, 2 where it could not be run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import AssistantError
from assistant.settings import Settings
from evaluation import record
from evaluation.asking import PIPELINE
from evaluation.cases import QUESTIONS, RUNBOOKS, Case, chosen, load, sample
from evaluation.kinds import Kind
from evaluation.progress import Progress
from evaluation.report import Report
from evaluation.running import ask_all, judge_all, metrics, served_models
from evaluation.server import ROOT, Server

_RESULTS = ROOT / "evaluation" / "results"
_KEY = "EVALUATION_API_KEY"


def main() -> int:
    """Read the command line, ask, judge, print, keep."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The evaluation was ended."))  # ends the server on the way out
    args = _arguments()
    try:
        cases, skipped = _cases(args)
        report, remarks = _run(args, cases, skipped)
    except (AssistantError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    failures = report.failures(deterministic=True)
    if args.failures:
        print("\n".join(("What did not pass:", *report.failures(deterministic=False), "")))
    if failures:
        print("\n".join(("Deterministic parts that did not hold:", *failures, "")))
    print(f"{report.tables()}\n")
    print("\n".join(remarks))
    _keep(report, remarks)
    if args.record:
        record.write(report.tables(), remarks, failures)
    for kind in report.missed():
        print(f"Below its floor: {kind}", file=sys.stderr)
    return int(bool(report.missed()))


def _run(args: argparse.Namespace, cases: Sequence[Case], skipped: dict[Kind, str]) -> tuple[Report, list[str]]:
    begin_s = time.monotonic()
    key = os.environ.get(_KEY, "")
    with _server(args) as (url, log):
        served = served_models(url, key)
        bare = args.model or next((name for name in served if name != PIPELINE), "")
        models = [name for name in (bare, PIPELINE) if name in served]
        if not models:
            raise RuntimeError(f"{url} serves no model {bare}: it has {', '.join(served)}")
        progress = Progress(len(cases) * len(models))
        asked = asyncio.run(ask_all(url, models, cases, seed=args.seed, at_once=args.at_once, key=key, done=progress.step))
        kept = None if log is None else log.read_text(errors="replace") + metrics(url, key)
    outcomes = asyncio.run(judge_all(asked, kept))
    command = f"make eval ARGS={' '.join(sys.argv[1:])!r}" if sys.argv[1:] else "make eval"
    remark = (
        f"{datetime.now(UTC):%Y-%m-%d}, `{command}`: {len(cases)} cases, {' and '.join(models)}, temperature 0, "
        f"{args.at_once} requests at a time, {time.monotonic() - begin_s:.0f} s on {len(os.sched_getaffinity(0))} cores."
    )
    return Report(outcomes, skipped, is_sample=args.quick, has_floors=_are_ours(args.questions)), [remark]


@contextmanager
def _server(args: argparse.Namespace) -> Iterator[tuple[str, Path | None]]:
    """The address of the server, and its log where it is ours."""
    if args.url:
        yield args.url.rstrip("/").removesuffix("/v1"), None
        return
    settings = {"ASSISTANT_MODEL": args.serve, "ASSISTANT_LOG_LEVEL": "DEBUG"}
    if _has_runbooks():
        settings["ASSISTANT_RUNBOOKS"] = str(RUNBOOKS)
    with tempfile.TemporaryDirectory(prefix="evaluation-") as folder, Server(settings, Path(folder)) as server:
        yield server.url, server.log


def _cases(args: argparse.Namespace) -> tuple[list[Case], dict[Kind, str]]:
    """What is asked, and the kinds that cannot be."""
    cases = load(args.questions)
    if args.only:
        cases = chosen(cases, args.only.split(","))
    elif args.quick:
        cases = sample(cases)
    skipped: dict[Kind, str] = {}
    if args.url and not args.runbooks:
        skipped[Kind.RUNBOOK] = "the server at --url was not said to have the runbooks of the evaluation (--runbooks)"
    elif not args.url and not _has_runbooks():
        skipped[Kind.RUNBOOK] = "the server has no setting ASSISTANT_RUNBOOKS"
    skipped = {kind: reason for kind, reason in skipped.items() if any(case.kind is kind for case in cases)}
    return [case for case in cases if case.kind not in skipped], skipped


def _are_ours(questions: Path) -> bool:
    return questions.resolve() == QUESTIONS.resolve()


def _has_runbooks() -> bool:
    return "runbooks" in Settings.model_fields


def _keep(report: Report, remarks: list[str]) -> None:
    _RESULTS.mkdir(exist_ok=True)
    document = {"remarks": remarks, "outcomes": [each.document() for each in report.outcomes]}
    file = _RESULTS / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}.json"
    file.write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"All answers: {file.relative_to(ROOT)}", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make eval ARGS=...",
        description=(__doc__ or "").partition("\n")[0],
        epilog=f"The key of a server that asks for one is read from the environment variable {_KEY}.",
    )
    parser.add_argument("--quick", action="store_true", help="some cases of every kind")
    parser.add_argument("--only", metavar="NAMES", help="some kinds or ids of cases, separated by commas")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="DIR", help="other cases, without floors")
    parser.add_argument("--url", help="a running server, instead of one that is started for the run")
    parser.add_argument("--model", help="the bare model there; default its first one that is not the pipeline")
    parser.add_argument("--runbooks", action="store_true", help=f"the server at --url was given {RUNBOOKS.relative_to(ROOT)}")
    parser.add_argument("--serve", default="embedded", metavar="MODEL", help="what the started server serves; default embedded")
    parser.add_argument("--seed", default="1", help="of the secrets and logs that are made for the run")
    parser.add_argument("--at-once", type=int, default=6, metavar="N", help="requests at a time")
    parser.add_argument("--failures", action="store_true", help="list the cases that either model does not pass, too")
    parser.add_argument("--record", action="store_true", help="write the table into README.md and evaluation/RESULTS.md")
    args = parser.parse_args()
    if args.record and (args.quick or args.only or args.url or not _are_ours(args.questions)):
        parser.error("--record is for a whole run of the cases here with a server of our own")
    return args


if __name__ == "__main__":
    sys.exit(main())
