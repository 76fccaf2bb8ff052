"""How much of a document is read before it counts as hostile."""

from __future__ import annotations

import msgspec

TABLE_LIMIT = 1 << 20
"""Entries in a vocabulary table that the standard allows (X.891, annex C.25); further strings are literal."""


class Limits(msgspec.Struct, frozen=True):
    """Bounds on what one document may become in memory.

    ``nodes`` counts elements, attributes, namespace declarations and all other children. An element costs about 100
    octets of memory, so a million stay below 150 MB; the largest public document has 56,000.
    ``depth`` counts open elements; the deepest public document has 68, and Python's own recursion ends at 1,000.
    ``characters`` is the sum of all values and text, those given by index included, so that what is made of them stays
    bounded too. ``name_length`` bounds names and URIs. ``table_entries`` bounds each vocabulary table.
    ``string_length`` is no bound: longer values and text are cut to it, for readers who do not need them whole.
    """

    nodes: int = 1_000_000
    depth: int = 200
    characters: int = 1 << 26
    name_length: int = 1 << 12
    table_entries: int = TABLE_LIMIT
    string_length: int | None = None


DEFAULT_LIMITS = Limits()
