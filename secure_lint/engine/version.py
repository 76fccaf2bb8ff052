"""The version of what reads files, for the fact cache."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from secure_lint import __version__
from secure_lint.knowledge.bundle import is_bundled

_PACKAGE = Path(__file__).resolve().parent.parent


@functools.cache
def engine_version() -> str:
    """The release; in a checkout, where the code changes under one release, also a hash of the sources' stamps."""
    if is_bundled():
        return __version__
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(_PACKAGE.rglob("*.py")):
        status = path.stat()
        digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns};".encode())
    return f"{__version__}+{digest.hexdigest()}"
