"""`make walk`: the whole path on one machine, from the sources to a rollback, with each step's proof.

Everything is real but the bucket, which is an emulator's. It listens on loopback alone, and what it starts is gone at its end,
however that comes.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn

import httpx
import psutil
from _pytest.outcomes import OutcomeException

from tests.browser import NAMES
from tests.deploy.host import Host, host
from tests.deploy.image import TOOLS, Podman
from tests.deploy.walk import clients, visitor
from tests.deploy.walk.release import Release, this_and_next
from tests.deploy.walk.replicas import Replicas, containers_left
from tests.deploy.walk.telling import Telling
from tests.end_to_end.site import Site, site
from tests.prometheus import prometheus
from tests.server import ROOT

RESULTS = ROOT / "test-results" / "walk"
LIMIT_S, TIDYING_S = 30 * 60, 5 * 60
ALERT = "DevopsAssistantQueueFull"
HOLD = "10s"
QUESTION = "how do I roll back deployment api in namespace prod?"
_PLACES = 6  # of each kind and replica: few, so that one machine can ask for more
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Walk:
    """What has been set up so far."""

    def __init__(self, folder: Path, telling: Telling, stack: ExitStack) -> None:
        self.folder, self.telling, self._stack = folder, telling, stack
        self.podman = Podman(self._folder("podman"))
        self.now, self.next = this_and_next(folder)
        self.replicas: Replicas
        self.host: Host
        self.site: Site

    def build(self) -> None:
        for release in (self.now, self.next):
            release.build_page(self.podman)
            files = [file for file in release.page.rglob("*") if file.is_file()]
            size = sum(file.stat().st_size for file in files)
            self.telling.proof(f"page {release.version}: {len(files)} files, {size >> 10} KiB, starts with {release.script}")
        assert self.now.script != self.next.script

    def make_images(self) -> None:
        self.podman.make_base()
        self.telling.proof("the base image is there: Debian's Python, made here where no registry gives it")
        for release in (self.now, self.next):
            self._stack.callback(self.podman.run, "podman", "image", "rm", "--force", release.image, release.bento_image)
            bento = release.build_image(self.podman)
            self.telling.proof(f"{bento} -> {release.image}, {release.size_mib(self.podman)} MiB with its weights")
        user = self.podman.run("podman", "run", "--rm", "--network=none", "--entrypoint=id", self.now.image).strip()
        assert user.startswith("uid=1034(bentoml)"), user
        self.telling.proof(f"it runs as {user}")

    def run_behind_nginx(self) -> None:
        self.replicas = Replicas(self.podman, 2, RESULTS)
        self._stack.callback(self.replicas.close)
        empty = self._folder("empty")  # the page is the bucket's
        self.host = self._stack.enter_context(host(self._folder("nginx"), self.replicas.ports, empty, limits=False))
        self.site = self._stack.enter_context(site(self._folder("site"), self.host.url))
        settings = {
            "ASSISTANT_MAX_RUNNING": str(_PLACES),
            "ASSISTANT_MAX_WAITING": str(_PLACES),
            "ASSISTANT_CORS_ORIGINS": self.site.page,
            "ASSISTANT_KV_CACHE_BYTES": str(256 << 20),
            "ASSISTANT_SHUTDOWN_GRACE_S": "60",
            "ASSISTANT_THREADS": "1",
        }
        self.replicas.start(self.now, settings)
        ports = " and ".join(map(str, self.replicas.ports))
        self.telling.proof(f"replicas of {self.now.image} on {ports}: read-only, no capabilities, no new privileges")
        for port in self.replicas.ports:
            assert [line for line in self.replicas.log(port).splitlines() if not line.startswith("{")] == []
        self.telling.proof("every line that they logged is JSON")
        self._ask_through_tls()

    def _ask_through_tls(self) -> None:
        with self.host.client() as client:
            health = client.get("/v1/health").json()
            assert (health["status"], health["version"]) == ("ready", self.now.version), health
            tls = client.get("/v1/models").extensions["network_stream"].get_extra_info("ssl_object").version()
            self.telling.proof(f"{self.host.url}/v1/health over {tls}: {health['status']}, version {health['version']}")
            assert client.get("/metrics").status_code == httpx.codes.NOT_FOUND
            sent = "the-walk.1"
            client.get("/v1/models", headers={"x-request-id": sent}).raise_for_status()
        _wait_until(
            lambda: sent in self.host.log.read_text() and any(sent in self.replicas.log(p) for p in self.replicas.ports)
        )
        self.telling.proof("its limits for one address are lifted here: all clients of the walk have the same")
        self.telling.proof(f"request {sent} stands in nginx's log and in a replica's; /metrics is 404 from outside")

    def publish(self) -> None:
        self._publish(self.now, "--api-url", self.host.url)
        config = httpx.get(f"{self.site.page}/config.json").json()
        assert config == {"apiUrl": self.host.url}
        self.telling.proof(f"{self.site.page}/ serves it from the bucket, and config.json names {config['apiUrl']}")

    def _publish(self, release: Release, *options: str) -> None:
        said = self.site.ui("publish", "--dist", str(release.page), "--build", f"v{release.version}", *options)
        assert self._served() == release.script
        self.telling.proof(f"assistant ui publish: {said.strip()}")

    def _served(self) -> str:
        """The script of the page that the CDN gives now."""
        [name] = re.findall(r'src="\./assets/([^"]+)"', httpx.get(f"{self.site.page}/").text)
        return name

    def chat(self) -> None:
        with visitor.visitor(self.site.page) as page:
            answer = visitor.ask(page, QUESTION)
            assert "kubectl rollout undo" in answer, answer
            page.screenshot(path=RESULTS / "chat.png")
        self.telling.proof(f"asked: {QUESTION}")
        command = next(line for line in answer.splitlines() if "kubectl rollout undo" in line)
        self.telling.proof(f"answered, with: {command.strip()}")
        self.telling.proof(f"screenshot: {(RESULTS / 'chat.png').relative_to(ROOT)}")
        self._look(self.now, self.now)

    def _look(self, page: Release, server: Release) -> None:
        """See in a browser which versions are there, and ask."""
        with visitor.visitor(self.site.page) as visited:
            told = visitor.versions(visited)
            assert told == (page.version, server.version), told
            assert "kubectl rollout undo" in visitor.ask(visited, QUESTION)
        self.telling.proof(f"the page says in Chromium: page {told[0]}, server {told[1]}; it is asked and answers")

    def overload(self) -> None:
        targets = [f"127.0.0.1:{port}" for port in self.replicas.ports]
        with prometheus(self._folder("prometheus"), targets=targets, hold=HOLD) as scraped, self.host.client() as client:
            _wait_until(lambda: [each["value"][1] for each in scraped.query("up")] == ["1", "1"])
            _wait_until(lambda: len(scraped.query("assistant_places")) > 0)
            self.telling.proof(f"Prometheus scrapes both replicas each second; of the rules {ALERT} is watched:")

            def states() -> dict[str, str]:
                return {rule["name"]: rule["state"] for rule in scraped.rules() if "state" in rule}

            assert states()[ALERT] == "inactive"
            self.telling.proof("before: inactive")
            with clients.crowd(client) as answers:
                _wait_until(lambda: states()[ALERT] == "pending")
                places = 2 * _PLACES * len(targets)
                self.telling.proof(f"{clients.CROWD} clients ask at once, for {places} places: pending")
                _wait_until(lambda: states()[ALERT] == "firing")
            [alert] = next(rule for rule in scraped.rules() if rule["name"] == ALERT)["alerts"]
            assert not answers.others(clients.ANSWERED, clients.REFUSED), answers.others()
            self.telling.proof(f"firing: {alert['annotations']['summary']}")
            counts = [f"{answers[end]} {end}" for end in (clients.ANSWERED, clients.REFUSED)]
            self.telling.proof(f"of the crowd's requests {' and '.join(counts)}, none otherwise")
            path = alert["annotations"]["runbook_url"].removeprefix("https://assistant.example.com")
            runbook = client.get(path, headers={"accept": "text/markdown"})
            assert runbook.status_code == httpx.codes.OK
            self.telling.proof(f"its runbook, {path}: {runbook.text.splitlines()[0]}")
        self.telling.proof(
            "shortened by configuration, for the walk alone: Prometheus looks each second, and the condition must hold for\n"
            f"{HOLD} in place of 5m; what is measured is as the rule says"
        )

    def upgrade(self) -> None:
        self._roll(self.next)
        self._publish(self.next)
        self._look(self.next, self.next)

    def _roll(self, release: Release) -> None:
        """Replace the replicas one after the other, while streams run through nginx."""
        with self.host.client() as client, clients.traffic(client) as answers:
            _wait_until(lambda: answers[clients.WHOLE] > 0 or answers.others(clients.SHORT))
            self.replicas.replace(release, self.telling.proof)
            seen = answers[clients.WHOLE]
            _wait_until(lambda: answers[clients.WHOLE] > seen or answers.others(clients.WHOLE, clients.SHORT))
        lost = answers.others(clients.WHOLE, clients.SHORT)
        assert not lost, lost
        assert answers[clients.SHORT] > 0
        assert self.replicas.versions() == {release.version}
        self.telling.proof(
            f"meanwhile through nginx: {answers[clients.WHOLE]} streams of {clients.STREAM_TOKENS} tokens whole, "
            f"{answers[clients.SHORT]} short requests answered, none lost, none refused"
        )

    def roll_back_page(self) -> None:
        said = self.site.ui("rollback")
        assert self._served() == self.now.script
        self.telling.proof(f"assistant ui rollback: {said.strip()}")
        self.telling.proof(f"the CDN serves {self._served()} again")
        self._look(self.now, self.next)

    def roll_back_service(self) -> None:
        self._roll(self.now)
        with self.host.client() as client:
            told = {client.get("/v1/health").json()["version"] for _ in range(6)}
        assert told == {self.now.version}
        self.telling.proof(f"{self.host.url}/v1/health: version {', '.join(told)}")
        self._look(self.now, self.now)

    def _folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        return folder


STEPS = (
    ("Build the page, of this version and of the next", Walk.build),
    ("Build the Bento and its image, of both", Walk.make_images),
    ("Run two replicas behind nginx with TLS", Walk.run_behind_nginx),
    ("Publish the page to a bucket (an emulator of S3) behind a CDN (nginx)", Walk.publish),
    ("Chat in Chromium, through all of it", Walk.chat),
    ("Scrape it, overload it, and see the alert fire", Walk.overload),
    ("Upgrade: restart one replica after the other under load", Walk.upgrade),
    ("Roll the page back", Walk.roll_back_page),
    ("Roll the service back", Walk.roll_back_service),
)


def main() -> int:
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    telling = Telling(RESULTS / "transcript.txt")
    for number in (*_STOP_SIGNALS, signal.SIGALRM):
        signal.signal(number, _give_up)
    signal.alarm(LIMIT_S)
    telling.say(f"The whole path on one machine ({os.cpu_count()} cores), {time.strftime('%Y-%m-%d %H:%M')}")
    failed = False
    with tempfile.TemporaryDirectory(prefix="walk-") as folder, ExitStack() as stack:
        try:
            _require_tools()
            walk = Walk(Path(folder), telling, stack)
            for title, step in STEPS:
                with telling.step(title):
                    step(walk)
        except (Exception, KeyboardInterrupt, OutcomeException) as error:  # noqa: BLE001 - whatever it is, it is told
            failed = True
            telling.say(f"\nIT FAILED: {_told(error)}")
        finally:
            for number in _STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)  # nothing interrupts the tidying
            signal.alarm(TIDYING_S)
    telling.summary()
    left = [process.name() for process in psutil.Process().children(recursive=True)] + containers_left()
    failed |= bool(left)
    telling.say(f"  Still running: {', '.join(left)}." if left else "  All that was started has ended and was removed.")
    telling.say(f"  This text, the screenshot and the logs of the replicas: {RESULTS.relative_to(ROOT)}/")
    return int(failed)


def _require_tools() -> None:
    """Before anything is built."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    lacking = [tool for tool in ("node", "openssl", "nginx", "prometheus", *TOOLS) if shutil.which(tool, path=path) is None]
    if not any(map(shutil.which, NAMES)):
        lacking.append("Chromium")
    if lacking:
        raise FileNotFoundError(f"this machine lacks {', '.join(lacking)}")


def _told(error: BaseException) -> str:
    """What went wrong, and the line that saw it."""
    seen = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(seen.filename).name}:{seen.lineno}: {seen.line}"
    return f"{type(error).__name__}: {str(error).strip()}\n  {where}"


def _give_up(number: int, _frame: FrameType | None) -> NoReturn:
    if number == signal.SIGALRM:
        raise TimeoutError(f"it took longer than {LIMIT_S // 60} minutes")
    raise KeyboardInterrupt(f"it was told to stop with {signal.Signals(number).name}")


def _wait_until(holds: Callable[[], object]) -> None:
    """Within a minute or two."""
    for _ in range(600):
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError("It did not come to that within two minutes.")


if __name__ == "__main__":
    sys.exit(main())
