"""Application packages (``.oap``): a ZIP of modules with a manifest."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

import msgspec

from secure_lint.formats.outsystems.errors import OutSystemsFormatError

MAX_ENTRIES = 10_000
"""An application has at most some hundred modules."""

MAX_ENTRY = 1 << 27
"""128 MiB; the largest public module has 3.6 MB."""

_STORED_AND_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class PackagedModule(msgspec.Struct, frozen=True):
    """A module in a package; ``entry`` is its name in the ZIP."""

    entry: str
    data: bytes


def is_package(data: bytes) -> bool:
    """Whether the octets begin like a ZIP."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def packaged_modules(path: str, data: bytes) -> Iterator[PackagedModule]:
    """The modules of a package, one after the other, so that only one is in memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise OutSystemsFormatError(path, 0, f"{len(entries)} entries")
            for entry in entries:
                if entry.filename.lower().endswith(".oml"):
                    yield PackagedModule(entry.filename, _read(path, archive, entry))
    except _ZIP_ERRORS as error:
        raise OutSystemsFormatError(path, 0, f"no readable ZIP: {error}") from error


def _read(path: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type not in _STORED_AND_DEFLATED or entry.flag_bits & _ENCRYPTED:
        raise OutSystemsFormatError(path, entry.header_offset, "an encrypted or unusual entry", part=entry.filename)
    with archive.open(entry) as stream:
        data = stream.read(MAX_ENTRY + 1)
    if len(data) > MAX_ENTRY:
        raise OutSystemsFormatError(path, entry.header_offset, f"more than {MAX_ENTRY} octets", part=entry.filename)
    return data
