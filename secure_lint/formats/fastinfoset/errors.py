"""What is wrong with a Fast Infoset document."""

from __future__ import annotations

from secure_lint.errors import SecureLintError


class FastInfosetError(SecureLintError):
    """The octets are not a Fast Infoset document that can be read.

    ``offset`` counts octets from the start of the document, ``reason`` says what is wrong there.
    """

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(f"not a readable Fast Infoset document: {reason} (at octet {offset})")
        self.offset = offset
        self.reason = reason
