"""Writing changed files: whole or not at all, with the mode they had, and never outside the scanned folder."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

import msgspec

from secure_lint.fixes.plan import FileChange


class Unwritten(msgspec.Struct, frozen=True):
    """A file that could not be changed, and why."""

    path: str
    reason: str


def write_changes(root: Path, changes: Iterable[FileChange]) -> tuple[Unwritten, ...]:
    """Write the changed files; those that could not be written are as they were."""
    failures = []
    for change in changes:
        try:
            _write(root, change)
        except OSError as problem:
            failures.append(Unwritten(change.path, problem.strerror or str(problem)))
    return tuple(failures)


def _write(root: Path, change: FileChange) -> None:
    """Write one file; raises ``OSError`` with a reason when it must or can not be written."""
    target = (root / change.path).resolve(strict=True)
    if not target.is_relative_to(root.resolve()):
        raise OSError(0, "is a link out of the scanned folder")
    status = target.stat()
    if not stat.S_IMODE(status.st_mode) & 0o222 or not os.access(target, os.W_OK):
        raise OSError(0, "is read-only")
    if target.read_bytes() != change.before:
        raise OSError(0, "has changed since it was scanned")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as file:
            file.write(change.after)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(stat.S_IMODE(status.st_mode))
        if (status.st_uid, status.st_gid) != (draft.stat().st_uid, draft.stat().st_gid):
            os.chown(draft, status.st_uid, status.st_gid)
        draft.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
