"""The container of a module: ``OML``, a header, and a raw DEFLATE stream of fragments.

Layout, as seen in public files of OutSystems 11 and ODC: ``OML``, the header's length (32 bits, little-endian), the
header (fields joined by ``|``: format version, studio version, a number, key, signature, a flag, name, description,
time of the last change ...), one raw DEFLATE stream. Inflated: the number of fragments, a 16-octet hash of each, a
directory (length of the name, name, size), and the fragments, each a Fast Infoset document.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator

import msgspec

from secure_lint.formats.outsystems.errors import OutSystemsFormatError

MAGIC = b"OML"

MAX_HEADER = 1 << 20
"""The longest public header has 40 KB; it holds the studio's window state."""

MAX_INFLATED = 1 << 29
"""512 MiB stream through, a second or two of work; the largest public module has 8.7 MB."""

MAX_FRAGMENT = 1 << 25
"""32 MiB are kept of a wanted fragment; the largest public one has 7.4 MB."""

MAX_FRAGMENTS = 100_000
"""One action or screen each; the largest public module has some 300."""

MAX_FRAGMENT_NAME = 1 << 12
"""Names are a collection and a key, below 100 octets."""

_STEP = 1 << 16
_HASH = 16
_NUMBER = struct.Struct("<I")


class OmlHeader(msgspec.Struct, frozen=True):
    """The fields of the header that have a use; a missing field is empty."""

    format_version: str = ""
    studio_version: str = ""
    key: str = ""
    name: str = ""


class FragmentEntry(msgspec.Struct, frozen=True):
    """A fragment of the directory; ``offset`` and ``size`` in the inflated stream."""

    name: str
    offset: int
    size: int


class OmlFile:
    """A module's container. ``path`` is used in errors only."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        if not data.startswith(MAGIC):
            raise OutSystemsFormatError(path, 0, "it does not begin with OML")
        if len(data) < len(MAGIC) + _NUMBER.size:
            raise OutSystemsFormatError(path, len(data), "it ends in the header")
        (length,) = _NUMBER.unpack_from(data, len(MAGIC))
        start = len(MAGIC) + _NUMBER.size
        if length > MAX_HEADER or start + length > len(data):
            raise OutSystemsFormatError(path, len(MAGIC), f"the header cannot have {length} octets")
        self.header = _header(data[start : start + length])
        self._stream = data[start + length :]
        self.fragments = self._read_directory(_Inflater(path, self._stream))

    def bodies(self, wanted: Callable[[str], bool]) -> Iterator[tuple[FragmentEntry, bytes]]:
        """The octets of the fragments whose names are wanted, in file order; others are inflated and dropped.

        After the last one the rest of the stream is checked to be whole.
        """
        stream = _Inflater(self._path, self._stream)
        for fragment in self.fragments:
            if not wanted(fragment.name):
                continue
            if fragment.size > MAX_FRAGMENT:
                reason = f"fragment {fragment.name!r} has {fragment.size} octets"
                raise OutSystemsFormatError(self._path, fragment.offset, reason, part="inflated")
            stream.skip(fragment.offset - stream.position)
            yield fragment, stream.take(fragment.size)
        stream.skip(self._end - stream.position)
        stream.finish()

    def _read_directory(self, stream: _Inflater) -> tuple[FragmentEntry, ...]:
        count = stream.number()
        if count > MAX_FRAGMENTS:
            raise stream.fail(f"{count} fragments")
        stream.skip(count * _HASH)
        sizes: list[tuple[str, int]] = []
        for _ in range(count):
            length = stream.number()
            if length > MAX_FRAGMENT_NAME:
                raise stream.fail(f"a fragment name of {length} octets")
            name = stream.take(length).decode("utf-8", "replace")
            sizes.append((name, stream.number()))
        entries: list[FragmentEntry] = []
        offset = stream.position
        for name, size in sizes:
            entries.append(FragmentEntry(name, offset, size))
            offset += size
        if offset > MAX_INFLATED:
            raise stream.fail(f"{offset} octets inflated")
        self._end = offset
        return tuple(entries)


class _Inflater:
    """Reads a DEFLATE stream in steps, so that only what is asked for is in memory."""

    def __init__(self, path: str, stream: bytes) -> None:
        self._path = path
        self._source = memoryview(stream)
        self._read = 0
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._buffer = bytearray()
        self.position = 0

    def fail(self, reason: str) -> OutSystemsFormatError:
        return OutSystemsFormatError(self._path, self.position, reason, part="inflated")

    def number(self) -> int:
        return int(_NUMBER.unpack(self.take(_NUMBER.size))[0])

    def take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._buffer += self._more()
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        self.position += count
        return taken

    def skip(self, count: int) -> None:
        target = self.position + count
        while self.position + len(self._buffer) < target:
            self.position += len(self._buffer)
            self._buffer.clear()
            self._buffer += self._more()
        del self._buffer[: target - self.position]
        self.position = target

    def finish(self) -> None:
        """Check that the stream ends here; raises when it is cut or goes on."""
        if self._buffer or self._next():
            raise self.fail("more octets after the last fragment")
        if not self._inflate.eof:
            raise self.fail("the stream ends too early")

    def _more(self) -> bytes:
        """The next octets; never none."""
        inflated = self._next()
        if not inflated:
            raise self.fail("the stream ends too early")
        return inflated

    def _next(self) -> bytes:
        """The next octets; none at the end."""
        try:
            while not self._inflate.eof:
                source = self._inflate.unconsumed_tail
                if not source:
                    source = bytes(self._source[self._read : self._read + _STEP])
                    self._read += len(source)
                    if not source:
                        break
                inflated = self._inflate.decompress(source, _STEP)
                if inflated:
                    return inflated
        except zlib.error as error:
            raise self.fail(f"no valid DEFLATE stream: {error}") from error
        return b""


def _header(octets: bytes) -> OmlHeader:
    fields = octets.decode("utf-8", "replace").split("|")
    fields += [""] * (7 - len(fields))
    return OmlHeader(format_version=fields[0], studio_version=fields[1], key=fields[3], name=fields[6])


def write_oml(header: OmlHeader, fragments: Iterable[tuple[str, bytes]]) -> bytes:
    """A container with these fragments, for fixtures.

    The hashes are ours, since how the platform computes them is not known; no reader here looks at them.
    """
    parts = [(name.encode("utf-8"), body) for name, body in fragments]
    inflated = bytearray(_NUMBER.pack(len(parts)))
    for _, body in parts:
        inflated += hashlib.blake2b(body, digest_size=_HASH).digest()
    for name, body in parts:
        inflated += _NUMBER.pack(len(name)) + name + _NUMBER.pack(len(body))
    for _, body in parts:
        inflated += body
    fields = (header.format_version, header.studio_version, "155", header.key, "", "True", header.name, "")
    text = "|".join(fields).encode("utf-8")
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return MAGIC + _NUMBER.pack(len(text)) + text + compressor.compress(bytes(inflated)) + compressor.flush()
