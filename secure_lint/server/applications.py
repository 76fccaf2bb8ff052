"""Which of several servers in one tree code belongs to, by the places where each is started."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from secure_lint.server.facts import ServerFact

APPLICATION = "server.application"


class Applications:
    """The servers of a program, each with the folders that are its own.

    A server owns the widest folder around the file that starts it in which no other one is started. Code outside these
    folders is shared by all of them. Files that start a server in or below the folder of such a file start the same one
    in another way.
    """

    def __init__(self, facts: Iterable[ServerFact]) -> None:
        started = {PurePosixPath(one.location.path).parent for one in facts if one.kind == APPLICATION}
        outermost = sorted(one for one in started if not started.intersection(one.parents))
        self._folders = tuple(_territory(one, outermost) for one in outermost) if len(outermost) > 1 else ()

    def of(self, path: str) -> str | None:
        """The folder of the server that a file belongs to; ``None`` for files that all servers share."""
        above = PurePosixPath(path).parents
        return next((str(one) for one in self._folders if one in above), None)

    def shared(self, facts: Sequence[ServerFact], application: str | None) -> tuple[ServerFact, ...]:
        """The facts that hold for a server: what it states itself before what is stated for all.

        For shared code these are all facts there are.
        """
        if application is None:
            return tuple(facts)
        own = [one for one in facts if self.of(one.location.path) == application]
        return (*own, *(one for one in facts if self.of(one.location.path) is None))


def _territory(folder: PurePosixPath, all_folders: Sequence[PurePosixPath]) -> PurePosixPath:
    """The widest folder around one that holds none of the others."""
    others = [one for one in all_folders if one != folder]
    widest = folder
    for above in folder.parents:
        if any(above == other or above in other.parents for other in others):
            break
        widest = above
    return widest
