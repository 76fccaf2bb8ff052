"""Reading many files: from the cache, in this process, or in worker processes.

The parsers hold the interpreter lock, so that only processes help; below about a hundred files they cost more than they
save. Results come in the order of the paths, whatever the number of workers.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import msgspec

from secure_lint.engine.cache import FOLDER, FactCache
from secure_lint.engine.configuration import Configuration
from secure_lint.engine.data_words import DataWords
from secure_lint.engine.discovery import Discovery
from secure_lint.engine.prepared import credential_detector
from secure_lint.engine.progress import Progress
from secure_lint.engine.reading import Demand, Reader, ReadFile, content_key
from secure_lint.engine.version import engine_version
from secure_lint.languages.front_end import front_end_of, front_ends
from secure_lint.model.problem import Problem
from secure_lint.screen.plan import ScreenPlan
from secure_lint.sensitivity.classifier import Classifier

if TYPE_CHECKING:
    from secure_lint.engine.pool import ReadingPool

LEAST_FILES_FOR_PROCESSES = 100
MOST_WORKERS = 8


class Workers:
    """Reads files for a scan. Use as a context manager; leaving it stops the processes and closes the cache.

    ``version`` is that of the rules and the plan: it keeps apart in the cache what these make of the same content.
    """

    def __init__(
        self,
        discovery: Discovery,
        configuration: Configuration,
        classifier: Classifier,
        progress: Progress | None,
        version: str,
    ) -> None:
        self._absolute = {file.path: file.absolute for file in discovery.files}
        self._detector = credential_detector()
        self._data_words = DataWords(classifier)
        self._overrides = classifier.overrides
        self._jobs = configuration.jobs or min(MOST_WORKERS, os.cpu_count() or 1)
        self._progress = progress
        own = hashlib.blake2b(msgspec.msgpack.encode(classifier.overrides), digest_size=8).hexdigest()
        self._version = f"{engine_version()}:{version}:{own}:{configuration.audience.value}"
        self._cache = self._open_cache(discovery, configuration) if configuration.cache else None
        self._pool: ReadingPool | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.close(wait=kind is None)
        if self._cache is not None:
            self._cache.close()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong with the cache."""
        return tuple(self._cache.problems) if self._cache is not None else ()

    def read(self, plan: ScreenPlan, demands: Mapping[str, Demand]) -> Iterator[tuple[str, ReadFile]]:
        """The facts of the files asked for, by path."""
        if self._progress is not None:
            self._progress.stage("Reading files", len(demands))
        keys = self._keys(demands) if self._cache is not None else {}
        cached = self._cache.get(keys.values()) if self._cache is not None else {}
        missing = [path for path in demands if keys.get(path) not in cached]
        fresh = dict(self._read_fresh(plan, [(path, str(self._absolute[path]), demands[path]) for path in missing]))
        for path in demands:
            found = fresh.get(path)
            yield path, found if found is not None else cached[keys[path]]
        if self._cache is not None:
            lasting = ((path, read) for path, read in fresh.items() if not (read.holds_secrets or read.failed))
            self._cache.put((keys[path], read) for path, read in lasting if path in keys)

    def sources(self, also: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
        """The path and the content of all files of code, and of those that end in one of ``also``."""
        for path, absolute in self._absolute.items():
            suffix = absolute.suffix
            if suffix not in front_ends() and suffix not in also:
                continue
            try:
                data = absolute.read_bytes()
            except OSError:
                continue
            if suffix in also or front_end_of(suffix, data) is not None:
                yield path, data

    def _open_cache(self, discovery: Discovery, configuration: Configuration) -> FactCache:
        folder = Path(configuration.cache_dir) if configuration.cache_dir else discovery.root / FOLDER
        return FactCache(folder, self._version)

    def _keys(self, demands: Mapping[str, Demand]) -> dict[str, str]:
        keys: dict[str, str] = {}
        for path, demand in demands.items():
            try:
                raw = self._absolute[path].read_bytes()
            except OSError:
                continue
            place = hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
            keys[path] = f"{place}:{content_key(raw, demand)}"
        return keys

    def _read_fresh(self, plan: ScreenPlan, tasks: Sequence[tuple[str, str, Demand]]) -> Iterator[tuple[str, ReadFile]]:
        if self._pool is not None:
            yield from self._pool.known(tasks)
            tasks = [task for task in tasks if task[0] not in self._pool.lost]
        if self._jobs < 2 or len(tasks) < LEAST_FILES_FOR_PROCESSES:
            reader = Reader(plan, self._detector, self._data_words)
            for path, absolute, demand in tasks:
                yield path, reader.read(path, Path(absolute), demand)
                self._advance(1)
            return
        if self._pool is None:
            from secure_lint.engine.pool import ReadingPool  # noqa: PLC0415  (one file needs no processes)

            self._pool = ReadingPool(self._jobs, plan, self._overrides)
        for path, read in self._pool.read(tasks):
            yield path, read
            self._advance(1)

    def _advance(self, steps: int) -> None:
        if self._progress is not None:
            self._progress.advance(steps)
