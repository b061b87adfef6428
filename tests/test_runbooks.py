"""A server with runbooks: indexed beside the model without their secrets, watched, told of in health, closed with it."""

import asyncio
import threading
import time
from collections.abc import Callable
from unittest.mock import Mock

from assistant.application import Application
from assistant.knowledge.store.database import FILE_NAME
from assistant.knowledge.store.shelf import Shelf
from assistant.settings import Settings
from tests.redaction.templates import fill


def becomes(condition: Callable[[], object]) -> bool:
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_a_server_indexes_its_runbooks_and_tells_what_it_cannot_read(llama_folder, cache_dir, tmp_path):
    folder = tmp_path / "runbooks"
    folder.mkdir()
    text, [value] = fill("# Ledger\n\n```\nexport LEDGER_PASSWORD=⟦pw⟧\n```\n", 7)
    (folder / "ledger.md").write_text(text)
    settings = Settings(
        model=str(llama_folder),
        cache_dir=cache_dir,
        kv_cache_bytes=16 << 20,
        data_dir=tmp_path / "data",
        runbooks=(folder, tmp_path / "missing"),
    )
    application = Application(settings)
    shelf = Shelf(settings.data_dir / FILE_NAME)
    try:
        assert becomes(lambda: shelf.named("runbook", "ledger.md#ledger"))
        passage = shelf.named("runbook", "ledger.md#ledger")
        assert passage is not None
        assert value not in passage.text
        assert "LEDGER_PASSWORD=REDACTED_PASSWORD\n" in passage.text
        assert becomes(lambda: application.status.warnings)
        assert "missing cannot be read" in application.status.warnings[0]
        assert becomes(lambda: application.status.state == "ready")
    finally:
        application.close()
        shelf.close()
    assert becomes(lambda: "runbooks" not in {thread.name for thread in threading.enumerate()})


def test_a_server_whose_data_cannot_be_looked_for_answers(llama_folder, cache_dir, tmp_path):
    settings = Settings(
        model=str(llama_folder), cache_dir=cache_dir, kv_cache_bytes=16 << 20, data_dir=tmp_path / ("too-long" * 40)
    )
    application = Application(settings)
    try:
        assert becomes(lambda: application.status.state == "ready")
    finally:
        application.close()


def test_what_is_made_while_a_server_closes_is_closed_too(monkeypatch):
    watcher, pipeline, closing = Mock(warnings=()), Mock(), threading.Event()
    monkeypatch.setattr("assistant.application._watch_runbooks", lambda _: closing.wait(60) and watcher)
    monkeypatch.setattr("assistant.application.make_pipeline", lambda _: closing.wait(60) and pipeline)

    async def scenario():
        application = Application(Settings(engine_url="http://127.0.0.1:9"))
        asked = asyncio.create_task(application.pipeline())
        await asyncio.sleep(0)
        application.close()
        closing.set()
        await asked

    asyncio.run(scenario())
    assert becomes(lambda: watcher.close.called)
    assert becomes(lambda: pipeline.close.called)
