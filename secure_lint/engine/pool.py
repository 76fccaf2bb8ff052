"""Worker processes that read files in batches, in order, and survive a file that kills its process."""

from __future__ import annotations

import gc
import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import msgspec

from secure_lint.engine.data_words import DataWords
from secure_lint.engine.prepared import classifier_with, credential_detector
from secure_lint.engine.reading import Demand, Reader, ReadFile
from secure_lint.model.facts import FileFacts
from secure_lint.model.problem import Problem, Stage
from secure_lint.screen.plan import ScreenPlan
from secure_lint.sensitivity.overrides import Overrides

FILES_PER_TASK = 24

Task = tuple[str, str, Demand]


class ReadingPool:
    """Processes that read files according to a plan. Results come in the order of the tasks.

    ``lost`` are the files that killed their process.
    """

    def __init__(self, jobs: int, plan: ScreenPlan, overrides: Overrides) -> None:
        self._jobs = jobs
        self._setup = (plan, overrides)
        self._executor: ProcessPoolExecutor | None = None
        self.lost: set[str] = set()
        self._decoder = msgspec.msgpack.Decoder(list[ReadFile])

    def read(self, tasks: Sequence[Task]) -> Iterator[tuple[str, ReadFile]]:
        """The facts of each task's file.

        When a process dies, its batch is read again file by file: the file that kills a process twice is a `Problem`.
        """
        batches = [tasks[start : start + FILES_PER_TASK] for start in range(0, len(tasks), FILES_PER_TASK)]
        done = 0
        while done < len(batches):
            futures = [self._submit(batch) for batch in batches[done:]]
            for future in futures:
                batch = batches[done]
                read = self._result(future)
                if read is None:
                    yield from self._one_by_one(batch)
                else:
                    yield from zip((path for path, _, _ in batch), read, strict=True)
                done += 1
                if read is None:
                    break
        # What the processes know of the files is of no use any more, and the interpreter needs the memory.
        self.close(wait=True)

    def known(self, tasks: Sequence[Task]) -> Iterator[tuple[str, ReadFile]]:
        """What is known of those files that killed their process: they are not read again."""
        yield from ((path, _lost(path)) for path, _, _ in tasks if path in self.lost)

    def close(self, *, wait: bool) -> None:
        """Stop the processes; without ``wait``, drop what they were to do."""
        if self._executor is not None:
            self._executor.shutdown(wait=wait, cancel_futures=True)
            self._executor = None

    def _one_by_one(self, batch: Sequence[Task]) -> Iterator[tuple[str, ReadFile]]:
        for task in batch:
            read = self._result(self._submit([task]))
            if read is None:
                self.lost.add(task[0])
            yield task[0], read[0] if read is not None else _lost(task[0])

    def _submit(self, batch: Sequence[Task]) -> Future[bytes]:
        if self._executor is None:
            # Forking is much faster to start, but unsafe once another thread (a progress display) runs.
            forkable = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
            context = multiprocessing.get_context("fork" if forkable else "spawn")
            self._executor = ProcessPoolExecutor(self._jobs, context, initializer=_start_worker, initargs=self._setup)
        return self._executor.submit(_read_batch, batch)

    def _result(self, future: Future[bytes]) -> list[ReadFile] | None:
        """What a batch yielded; ``None`` when its process, or a neighbour in the pool, has died."""
        try:
            return self._decoder.decode(future.result())
        except BrokenProcessPool:
            self.close(wait=False)
            return None


class _Worker:
    """The reader of a worker process; set once when the process starts."""

    reader: Reader


def _start_worker(plan: ScreenPlan, overrides: Overrides) -> None:
    # What a forked process shares with its parent stays shared only while no collection writes to it.
    gc.freeze()
    _Worker.reader = Reader(plan, credential_detector(), DataWords(classifier_with(overrides)))


def _read_batch(tasks: Sequence[Task]) -> bytes:
    return msgspec.msgpack.encode(
        [_Worker.reader.read(path, Path(absolute), demand) for path, absolute, demand in tasks]
    )


def _lost(path: str) -> ReadFile:
    """What is known of a file that killed its process."""
    message = "the process that read it died, for lack of memory or by a defect of a parser; it was not analysed"
    return ReadFile(FileFacts(path, problems=(Problem(path, message, Stage.READ),)))
