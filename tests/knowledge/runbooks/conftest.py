from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.knowledge.runbooks.ingestion import Ingestion, Summary
from assistant.knowledge.store.database import FILE_NAME
from assistant.knowledge.store.store import Store

FIXTURE = Path(__file__).parent / "fixture"
Update = Callable[..., Summary]


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "data" / FILE_NAME


@pytest.fixture
def store(file):
    with Store(file) as store:
        yield store


@pytest.fixture
def update(store) -> Update:
    """Brings a folder up to date and says what was done."""

    def run(folder: Path, *, trust_times: bool = False, clean: Callable[[str], str] = str) -> Summary:
        ingestion, summary = Ingestion(store, clean), Summary()
        plan = ingestion.plan(ingestion.collection(folder, "command"), trust_times=trust_times)
        for change in ingestion.carry_out(plan):
            summary.add(change)
        return summary

    return run
