"""The fact cache: what reading a file yielded, by content.

An SQLite file of MessagePack values; nothing in it is executed on loading. Facts of a file in which credentials were
found are never stored, because literals and settings are kept in them as they stand. A cache that cannot be opened,
read or written is not used, and that is said once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import msgspec

from secure_lint.engine.reading import ReadFile
from secure_lint.model.problem import Problem, Stage

FOLDER = ".secure-lint-cache"
_IGNORE_ALL = "*\n"
_SCHEMA = "CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_MOST_ENTRIES = 200_000


class FactCache:
    """Facts by key. ``version`` separates what different releases and rules made of the same content."""

    def __init__(self, folder: Path, version: str) -> None:
        self._version = version
        self._folder = folder
        self._connection: sqlite3.Connection | None = None
        self._decoder = msgspec.msgpack.Decoder(ReadFile)
        self._encoder = msgspec.msgpack.Encoder()
        self.problems: list[Problem] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            ignore = folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text(_IGNORE_ALL, encoding="utf-8")
            connection = sqlite3.connect(folder / "facts.sqlite3", isolation_level=None, timeout=5)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(_SCHEMA)
            self._connection = connection
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def get(self, keys: Iterable[str]) -> dict[str, ReadFile]:
        """The entries that are there."""
        if self._connection is None:
            return {}
        found: dict[str, ReadFile] = {}
        try:
            for key in keys:
                row = self._connection.execute("SELECT value FROM facts WHERE key = ?", (self._full(key),)).fetchone()
                if row is not None:
                    found[key] = self._decoder.decode(row[0])
        except (sqlite3.Error, msgspec.MsgspecError) as error:
            self._give_up(error)
        return found

    def put(self, entries: Iterable[tuple[str, ReadFile]]) -> None:
        """Add entries in one transaction; an old cache that has grown too large is emptied first."""
        if self._connection is None:
            return
        rows = [(self._full(key), self._encoder.encode(value)) for key, value in entries]
        if not rows:
            return
        try:
            count = self._connection.execute("SELECT COUNT(*) FROM facts").fetchone()[0]
            self._connection.execute("BEGIN")
            if count > _MOST_ENTRIES:
                self._connection.execute("DELETE FROM facts")
            self._connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _full(self, key: str) -> str:
        return f"{self._version}:{key}"

    def _give_up(self, error: Exception) -> None:
        self.close()
        message = f"the cache is not used: {error}; choose another folder with cache-dir, or use --no-cache"
        self.problems.append(Problem(str(self._folder), message, Stage.READ, partial=True))
