"""`make bench`: starts each server in turn, drives all with the same load, prints one table of medians.

The servers take turns, round after round, so that a machine that changes its speed does so for all of them.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import machine, record, report
from benchmarks.environments import ROOT, llama_cpp_is_native
from benchmarks.models import MODELS, Model
from benchmarks.prompts import Chat, Message, load_chat, questions_before_the_model
from benchmarks.scenarios import (
    FULL,
    IN_QUICK,
    NEED_MEANING,
    QUICK,
    SCENARIOS,
    Bench,
    Figures,
    Size,
    beside_the_engine,
    quantile,
    warm_up,
)
from benchmarks.servers import OURS, PLAIN, STREAMS, Running, Spec, clean_environment, specs

_START_LIMIT_S = 240.0
_QUICK_S = 290.0
_PEERS = "llamacpp-q8_0,openvino-int8,llamacpp-q4_0,openvino-int4"
_MIB = 1 << 20
_UNTOLD = {"Jinja2", "numpy", "cmake", "ninja", "tokenizers"}  # packages that do not bear on the figures
IN_PROCESS, BEFORE = "in-process", "before-model"  # the scenarios of our own server alone


@dataclass
class Run:
    """One call of the benchmark: what it compares and what it found.

    Attributes:
        rounds: server -> figures, of each round.
        failures: server -> why it has no figures in some round.
    """

    model: Model
    chat: Chat
    servers: list[Spec]
    scenarios: list[str]
    size: Size
    machine: machine.Machine
    command: str
    ours: Path
    python: Path
    date: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="minutes"))
    rounds: list[dict[str, Figures]] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def medians(self) -> report.Medians:
        """Of all rounds so far, with the share of the memory bandwidth that one stream's weights take."""
        found = report.medians({name: figures.values for name, figures in one.items()} for one in self.rounds)
        for name, figures in found.items():
            if "decode" in figures:
                read = figures["decode"] * self.model.weight_bytes(name)
                figures["bandwidth_share"] = 100 * read / self.machine.read_bytes_per_s
        return found

    @property
    def other_cores(self) -> list[float]:
        """Cores that other programs used during each load."""
        return [cores for one in self.rounds for figures in one.values() for cores in figures.other_cores.values()]

    def tables(self) -> str:
        """What is printed and recorded."""
        labels = {spec.name: spec.label for spec in self.servers}
        figures = self.medians
        verdicts = report.judge(figures, self.model.name)
        return "\n\n".join((report.figures_table(figures, labels), report.targets_table(verdicts, labels)))

    def document(self) -> dict[str, Any]:
        """All of it, as JSON."""
        return {
            "date": self.date,
            "command": self.command,
            "name": self.model.name,
            "model": self.model.label,
            "versions": _versions(self),
            "other_cores": sum(self.other_cores) / max(len(self.other_cores), 1),
            "machine": asdict(self.machine),
            "size": asdict(self.size),
            "servers": {
                spec.name: {"label": spec.label, "precision": spec.precision, "note": spec.note} for spec in self.servers
            },
            "rounds": [{name: asdict(figures) for name, figures in one.items()} for one in self.rounds],
            "medians": self.medians,
            "failures": self.failures,
        }


def main() -> None:
    """Read the command line, measure, print, keep."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The benchmark was ended."))  # ends the servers on the way out
    args = _arguments()
    model = MODELS[args.model]
    python = args.python or args.ours / ".venv" / "bin" / "python"
    known = specs(model, ours=args.ours, python=python)
    names = _names(args)
    if unknown := [name for name in names if name not in known]:
        raise SystemExit(f"No such server: {', '.join(unknown)}. Known are {', '.join(known)}.")
    _say("looking at the machine and making what is missing ...")
    for name in names:
        known[name].prepare()
    run = Run(
        model=model,
        chat=load_chat(model.folder()),
        servers=[known[name] for name in names],
        scenarios=_scenarios(args, model),
        size=_size(args),
        machine=machine.describe(),
        command=f"make bench ARGS={' '.join(sys.argv[1:])!r}" if sys.argv[1:] else "make bench",
        ours=args.ours,
        python=python,
    )
    start_s = time.monotonic()
    for number in range(args.rounds or (2 if args.quick else 3)):
        passed_s = time.monotonic() - start_s
        if args.quick and number and passed_s * (number + 1) / number > _QUICK_S:
            _say(f"round {number + 1} would not fit into five minutes: the figures are of {number} round(s)")
            break
        run.rounds.append({})
        for spec in run.servers:
            _measure(run, spec, number)
    again = machine.read_bandwidth()  # a busy moment measures too little: the better of two counts
    run.machine = replace(run.machine, read_bytes_per_s=max(again, run.machine.read_bytes_per_s))
    print(run.tables())
    _remarks(run)
    _keep(run)
    if args.record:
        record.write(run.document(), run.tables())


def _measure(run: Run, spec: Spec, number: int) -> None:
    """One server in one round; where it fails, that is said and the others go on."""
    _say(f"round {number + 1}: {spec.label}")
    figures = Figures()
    log = ROOT / "benchmarks" / "results" / f"{spec.name}.log"
    log.parent.mkdir(exist_ok=True)
    try:
        with Running(spec, log=log, limit_s=_START_LIMIT_S) as server:
            figures.add("start_s", server.start_s)
            bench = Bench(server, run.chat, run.size, figures)
            warm_up(bench)
            for name in (name for name in run.scenarios if name in SCENARIOS):
                _play(run, bench, name, number)
            figures.add("peak_memory_mb", machine.peak_memory_bytes(server.pid) / _MIB)
            if spec.name == OURS and IN_PROCESS in run.scenarios:
                _in_process(run, bench)
        if spec.name == OURS and BEFORE in run.scenarios:
            _before_the_model(run, spec, figures)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        run.failures[spec.name] = f"round {number + 1}: {error}"
        _say(f"  {spec.label} failed: {error}")
    run.rounds[-1][spec.name] = figures


def _play(run: Run, bench: Bench, scenario: str, number: int) -> None:
    """One scenario; where it fails, the next one may still go."""
    begin_s = time.monotonic()
    try:
        SCENARIOS[scenario](bench)
    except (RuntimeError, OSError) as error:
        run.failures[f"{bench.server.spec.name} {scenario}"] = f"round {number + 1}: {error}"
        _say(f"  {scenario} failed: {error}")
    else:
        _say(f"  {scenario} {time.monotonic() - begin_s:.0f} s  {_latest(bench.figures, scenario)}")


def _in_process(run: Run, bench: Bench) -> None:
    """32 streams with and without HTTP, by our own interpreter and settings."""
    spec = bench.server.spec
    child = subprocess.Popen(
        (run.python, ROOT / "benchmarks" / "in_process.py"),
        cwd=spec.folder,
        env=clean_environment() | spec.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        if child.stdin is None or child.stdout is None or child.stdout.readline() != "ready\n":
            raise RuntimeError("in process: the engine did not start")
        into, out = child.stdin, child.stdout

        def measure(conversations: list[list[Message]]) -> float:
            print(json.dumps({"conversations": conversations, "max_tokens": run.size.answer_tokens}), file=into, flush=True)
            return float(out.readline())

        beside_the_engine(bench, STREAMS, measure)
    values = bench.figures.values
    _say(f"  over HTTP {values['over_http_32'][-1]:.0f}, in process {values['in_process_32'][-1]:.0f}")


def _before_the_model(run: Run, spec: Spec, figures: Figures) -> None:
    """Milliseconds until the model is asked, for questions of several kinds that were never asked before."""
    told = _ask_ours(run, spec, "before_the_model.py", questions_before_the_model())
    for kind, values in told.items():
        figures.add(f"before_{kind}_ms", quantile(values, 0.95))
        _say(f"  before the model, {kind}: p50 {quantile(values, 0.5):.0f} ms, p95 {quantile(values, 0.95):.0f} ms")


def _ask_ours(run: Run, spec: Spec, script: str, question: object) -> Any:
    """What a script says that runs in our own environment, without a server."""
    done = subprocess.run(
        (run.python, ROOT / "benchmarks" / script),
        cwd=spec.folder,
        env=clean_environment() | spec.environment,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=_START_LIMIT_S + 2 * run.size.limit_s,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{script}: {done.stderr[-1000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _latest(figures: Figures, scenario: str) -> str:
    """What a scenario has brought, for the one who watches."""
    marks = {"throughput": "aggregate", "prefix": "ttft_prefix", "chat": "ttft_turn", "interference": "gap_p99"}
    mark = marks.get(scenario, scenario)
    return ", ".join(f"{name} {values[-1]:.0f}" for name, values in figures.values.items() if name.startswith(mark))


def _remarks(run: Run) -> None:
    for spec in run.servers:
        remarks = {remark for one in run.rounds if spec.name in one for remark in one[spec.name].remarks}
        for remark in sorted(remarks):
            _say(f"{spec.label}: {remark}")
    if others := run.other_cores:
        _say(f"Other programs used {sum(others) / len(others):.2f} cores on average, at most {max(others):.2f}.")
    for name, failure in run.failures.items():
        _say(f"{name} failed in {failure}")


def _versions(run: Run) -> list[str]:
    """Ours by its commit, and the pinned packages of the peers that were measured."""
    git = ("git", "-C", run.ours)
    commit = subprocess.run((*git, "rev-parse", "--short", "HEAD"), capture_output=True, text=True, check=False).stdout.strip()
    changed = subprocess.run((*git, "status", "--porcelain"), capture_output=True, text=True, check=False).stdout.strip()
    versions = [f"ours at {commit or 'no commit'}{' with changes' if changed else ''}"]
    files = {spec.name.partition("-")[0] for spec in run.servers} - {OURS}
    if llama_cpp_is_native() and "llamacpp" in files:
        files = files - {"llamacpp"} | {"llamacpp-source"}
    for file in sorted(files):
        lines = (ROOT / "benchmarks" / f"requirements-{file}.txt").read_text().split()
        versions += [line.replace("==", " ") for line in lines if line.partition("==")[0] not in _UNTOLD]
    return versions


def _keep(run: Run) -> None:
    file = ROOT / "benchmarks" / "results" / f"{run.model.name}-{run.date[:16].replace(':', '')}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(run.document(), indent=1))
    _say(f"kept in {file.relative_to(ROOT)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer scenarios, shorter answers: under five minutes")
    parser.add_argument("--model", choices=MODELS, default="embedded")
    parser.add_argument("--peers", default=_PEERS, help=f"default {_PEERS}; also transformers, vllm; empty for none")
    parser.add_argument("--no-ours", action="store_true", help="the peers alone")
    parser.add_argument("--no-plain", action="store_true", help="without ours-plain, the same without speculation")
    parser.add_argument("--scenario", help=f"some of {','.join((*SCENARIOS, IN_PROCESS, BEFORE))}")
    parser.add_argument("--record", action="store_true", help="write RESULTS.md and the plot")
    parser.add_argument("--streams", help="for throughput, for example 1,8,32")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--ours", type=Path, default=ROOT, help="root of the repository whose server is ours")
    parser.add_argument("--python", type=Path, help="its interpreter; default .venv/bin/python there")
    return parser.parse_args()


def _names(args: argparse.Namespace) -> list[str]:
    ours = [] if args.no_ours else [OURS] if args.quick or args.no_plain else [OURS, PLAIN]
    return ours + [name for name in args.peers.split(",") if name]


def _scenarios(args: argparse.Namespace, model: Model) -> list[str]:
    known = [*SCENARIOS, IN_PROCESS, BEFORE]
    chosen = args.scenario.split(",") if args.scenario else IN_QUICK if args.quick else known
    if unknown := [name for name in chosen if name not in known]:
        raise SystemExit(f"No such scenario: {', '.join(unknown)}. Known are {', '.join(known)}.")
    return [name for name in chosen if model.real or name not in NEED_MEANING]


def _size(args: argparse.Namespace) -> Size:
    size = QUICK if args.quick else FULL
    return replace(size, streams=tuple(int(n) for n in args.streams.split(","))) if args.streams else size


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
