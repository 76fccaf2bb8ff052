"""Which files belong to an app and which to a server, where both lie in one tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import PurePosixPath

from secure_lint.model.endpoint import Exchange


class Sides:
    """Tells the sides by the nearest files that are known to send requests, or to answer them."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self._serving = frozenset(code.path for one in exchanges for code in one.endpoint.code)
        self._serving |= {one.endpoint.location.path for one in exchanges}
        self._sending = frozenset(one.request.location.path for one in exchanges) - self._serving
        self.is_app = cache(self._is_app)

    def _is_app(self, path: str) -> bool:
        """Whether a file lies nearer to one that sends requests than to any that answers them."""
        if path in self._serving:
            return False
        return path in self._sending or _nearest(path, self._sending) > _nearest(path, self._serving)


def _nearest(path: str, others: Iterable[str]) -> int:
    """How many folders a file has in common with the one of others that lies nearest to it."""
    folders = PurePosixPath(path).parts[:-1]
    return max((_common(folders, PurePosixPath(one).parts[:-1]) for one in others), default=-1)


def _common(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count
