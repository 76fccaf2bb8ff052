"""Names that a project gives to its folders and files in imports, as ``paths`` in ``tsconfig.json`` does."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

_WHOLE_FOLDER = "/index"


class PathAlias(msgspec.Struct, frozen=True):
    """What a beginning of imported names means: a path from the root of the scan, with a ``*`` where it has one."""

    pattern: str
    place: str

    def meant_by(self, name: str) -> Iterator[str]:
        """The dotted names that an imported one, with or without a member of the module, may mean; likeliest first."""
        start, star, end = self.pattern.partition("*")
        if star and not end and name.startswith(start) and len(name) > len(start):
            yield _dotted(self.place.partition("*")[0] + name[len(start) :])
        elif not star and (name == start or name.startswith(f"{start}.")):
            for place in dict.fromkeys((self.place.rpartition(".")[0] or self.place, self.place)):
                yield _dotted(place) + name[len(start) :]


def _dotted(path: str) -> str:
    return path.removesuffix(_WHOLE_FOLDER).replace(f"{_WHOLE_FOLDER}.", ".").replace("/", ".")
