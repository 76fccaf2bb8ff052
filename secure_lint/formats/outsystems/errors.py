"""What is wrong with an OutSystems file."""

from __future__ import annotations

from secure_lint.errors import SecureLintError


class OutSystemsFormatError(SecureLintError):
    """A module, package, bundle file or description cannot be read.

    ``path`` is the file as the user would name it, ``offset`` counts octets (characters for text) from its start, or
    from the start of the named part of it, and ``reason`` says what is wrong there.
    """

    def __init__(self, path: str, offset: int, reason: str, *, part: str | None = None) -> None:
        where = f"{part}, offset {offset}" if part else f"offset {offset}"
        super().__init__(f"{path}: not readable as an OutSystems file: {reason} ({where})")
        self.path = path
        self.offset = offset
        self.reason = reason
        self.part = part
