import asyncio

import pytest

from assistant.checks.block_checker import BlockChecker
from assistant.checks.findings import CheckedBlock
from assistant.checks.repair import Repaired


class Checks:
    """A block checker for tests that are not asynchronous, on a loop of its own."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._checker = BlockChecker()

    def check(self, text: str, language: str = "", **more: str) -> CheckedBlock:
        return self._runner.run(self._checker.check(text, language=language, **more))

    def repair(self, text: str, language: str = "") -> Repaired | None:
        return self._runner.run(self._checker.repair(text, language=language))

    def close(self) -> None:
        self._runner.run(self._checker.close())
        self._runner.close()


@pytest.fixture(scope="session")
def checks():
    checks = Checks()
    yield checks
    checks.close()
