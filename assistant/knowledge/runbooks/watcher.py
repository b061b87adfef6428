"""Keeps the runbooks of a server up to date while it runs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.errors import KnowledgeError, StoreError
from assistant.knowledge.runbooks.ingestion import Ingestion, Summary
from assistant.knowledge.store.store import Collection, Store

_SHARE_OF_TIME = 0.02  # that looking for changes may take
_log = logging.getLogger(__name__)


class Watcher:
    """Looks for changes in a thread of its own, from when it is made until it is closed.

    A folder that cannot be read is a warning, as is a store that cannot be written; both are tried again.
    """

    def __init__(
        self, folders: Sequence[Path], store: Path, make_clean: Callable[[], Callable[[str], str]], interval_s: float = 5.0
    ) -> None:
        """
        Args:
            store: the file.
            make_clean: makes what takes the secrets out of a text; called in the thread.
            interval_s: between two looks; longer where looking takes long.
        """
        self._folders = [folder.absolute() for folder in folders]
        self._path = store
        self._make_clean = make_clean
        self._interval_s = interval_s
        self._warnings: dict[Path, str] = {}
        self._looked = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="runbooks", daemon=True)
        self._thread.start()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What cannot be read or written now."""
        return tuple(dict.fromkeys(self._warnings.copy().values()))

    def wait(self, timeout_s: float) -> bool:
        """Wait until everything was looked at once; whether it was."""
        return self._looked.wait(timeout_s)

    def close(self) -> None:
        """End the thread; a file that is being read is finished or left as it was."""
        self._end.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        clean: Callable[[str], str] | None = None
        while not self._end.is_set():
            try:
                clean = clean or self._make_clean()
                with Store(self._path) as store:
                    self._forget_others(store)
                    if not self._folders:
                        self._looked.set()
                        return
                    self._watch(store, Ingestion(store, clean))
            except KnowledgeError as error:
                self._warn(self._path, error.message)
            except Exception as error:  # noqa: BLE001 - the thread outlives what it has not foreseen, and tells of it
                self._warn(self._path, f"The runbooks cannot be indexed ({type(error).__name__}: {error}).")
            self._looked.set()
            self._end.wait(self._interval_s)

    def _watch(self, store: Store, ingestion: Ingestion) -> None:
        """Look again and again, as long as the store is where it was.

        Raises:
            StoreError: it cannot be written any more.
        """
        collections: dict[Path, Collection] = {}
        while store.is_there and not self._end.is_set():
            start = time.monotonic()
            for folder in self._folders:
                self._look(folder, store, ingestion, collections)
            self._fine(self._path)
            self._looked.set()
            self._end.wait(max(self._interval_s, (time.monotonic() - start) / _SHARE_OF_TIME))

    def _look(self, folder: Path, store: Store, ingestion: Ingestion, collections: dict[Path, Collection]) -> None:
        try:
            if folder not in collections or not store.has(collections[folder]):
                collections[folder] = ingestion.collection(folder, "server")
            summary = self._update(ingestion, collections[folder])
        except StoreError:
            raise
        except KnowledgeError as error:
            self._warn(folder, error.message)
            return
        self._fine(folder)
        changed = {what: summary.counts[what] for what in ("added", "changed", "removed") if summary.counts[what]}
        if changed:
            _log.info("runbooks: %s: %s", folder, ", ".join(f"{count} {what}" for what, count in changed.items()))

    def _forget_others(self, store: Store) -> None:
        """Take away what a server indexed that had other folders."""
        roots = {str(folder.resolve()) for folder in self._folders}
        for collection, _, _ in store.collections("runbook"):
            if collection.origin == "server" and collection.root not in roots:
                store.remove(collection)
                _log.info("runbooks: %s is no longer among the folders, its passages were removed", collection.root)

    def _update(self, ingestion: Ingestion, collection: Collection) -> Summary:
        summary = Summary()
        plan = ingestion.plan(collection, trust_times=True)
        for change in ingestion.carry_out(plan):
            summary.add(change)
            if self._end.is_set():
                break
        return summary

    def _warn(self, what: Path, message: str) -> None:
        if self._warnings.get(what) != message:
            _log.warning("%s", message)
        self._warnings[what] = message

    def _fine(self, what: Path) -> None:
        if self._warnings.pop(what, None):
            _log.info("runbooks: %s can be used again", what)
