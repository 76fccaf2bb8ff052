"""The containers: modules and packages, whole, corrupt and hostile."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.formats.outsystems.errors import OutSystemsFormatError
from secure_lint.formats.outsystems.oml.container import (
    MAX_FRAGMENT,
    MAX_FRAGMENTS,
    MAX_INFLATED,
    OmlFile,
    OmlHeader,
    write_oml,
)
from secure_lint.formats.outsystems.oml.module import read_module, read_modules
from tests.formats.outsystems.field_visits import module_file
from tests.formats.outsystems.module_builder import element, write_module

HEADER = OmlHeader("11.0.415.100", "11.53.9", "key", "Shop")
SAMPLE = module_file()


def container(inflated: bytes, header: bytes = b"11|11.53|155|k|s|True|Shop") -> bytes:
    """A module file around any inflated stream."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    stream = compressor.compress(inflated) + compressor.flush()
    return b"OML" + struct.pack("<I", len(header)) + header + stream


def directory(count: int, *entries: tuple[bytes, int]) -> bytes:
    """The number of fragments, their hashes, and a directory."""
    listed = b"".join(struct.pack("<I", len(name)) + name + struct.pack("<I", size) for name, size in entries)
    return struct.pack("<I", count) + bytes(16 * count) + listed


def _every(name: str) -> bool:
    return isinstance(name, str)


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(names, st.binary(max_size=300)), max_size=6))
def test_a_container_gives_back_its_fragments(fragments: list[tuple[str, bytes]]) -> None:
    read = OmlFile("shop.oml", write_oml(HEADER, fragments))
    assert read.header == HEADER
    assert [(entry.name, body) for entry, body in read.bodies(_every)] == fragments


def test_unwanted_fragments_are_passed_over() -> None:
    fragments = [("a", b"x" * 100_000), ("b", b"wanted"), ("c", b"y" * 100_000)]
    read = OmlFile("shop.oml", write_oml(HEADER, fragments))
    assert [body for _, body in read.bodies("b".__eq__)] == [b"wanted"]


@pytest.mark.parametrize(
    ("data", "offset", "reason"),
    [
        (b"", 0, "begin with OML"),
        (b"MZ\x90", 0, "begin with OML"),
        (b"OML\x01", 4, "ends in the header"),
        (b"OML\xff\xff\xff\xff", 3, "the header cannot have"),
        (b"OML" + bytes(4) + b"\xff\xff", 0, "no valid DEFLATE stream"),
        (container(b""), 0, "the stream ends too early"),
        (container(struct.pack("<I", MAX_FRAGMENTS + 1)), 4, "fragments"),
        (container(directory(1, (b"n" * 5_000, 1))), 24, "a fragment name of 5000 octets"),
        (container(directory(1, (b"eSpace", MAX_INFLATED))), 34, "octets inflated"),
        (container(directory(1, (b"eSpace", MAX_FRAGMENT + 1))), 34, "fragment 'eSpace' has"),
        (container(directory(1, (b"eSpace", 10)) + b"short"), 34, "the stream ends too early"),
        (container(directory(1, (b"eSpace", 4)) + b"junk"), 0, "E0 00 00 01"),
        (container(directory(0)), 0, "no fragment eSpace"),
    ],
)
def test_a_broken_module_is_refused(data: bytes, offset: int, reason: str) -> None:
    with pytest.raises(OutSystemsFormatError) as caught:
        read_module("shop.oml", data)
    assert reason in caught.value.reason
    assert caught.value.offset == offset
    assert caught.value.path == "shop.oml"
    assert str(caught.value).startswith("shop.oml: ")


def test_a_deflate_bomb_is_stopped_by_the_directory() -> None:
    bomb = container(directory(2, (b"other", MAX_INFLATED - 100), (b"eSpace", 1)))
    with pytest.raises(OutSystemsFormatError, match="ends too early"):
        read_module("bomb.oml", bomb)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mutated_module_is_read_or_refused(data: st.DataObject) -> None:
    octets = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(octets) - 1))
        octets[at] = data.draw(st.integers(0, 255))
    assert_read_or_refused(bytes(octets))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_mutated_fragments_are_read_or_refused(data: st.DataObject) -> None:
    fragments = [(entry.name, body) for entry, body in OmlFile("f.oml", SAMPLE).bodies(bool)]
    chosen = data.draw(st.integers(0, len(fragments) - 1))
    name, body = fragments[chosen]
    changed = bytearray(body)
    changed[data.draw(st.integers(4, len(body) - 1))] = data.draw(st.integers(0, 255))
    fragments[chosen] = (name, bytes(changed))
    assert_read_or_refused(write_oml(HEADER, fragments))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SAMPLE) - 1))
def test_a_truncated_module_is_refused(length: int) -> None:
    with pytest.raises(OutSystemsFormatError):
        read_module("cut.oml", SAMPLE[:length])


def assert_read_or_refused(data: bytes) -> None:
    """The module is read, or the typed error says where it is broken; anything else passes through and fails."""
    try:
        module = read_module("f.oml", data)
    except OutSystemsFormatError as error:
        failure = error
    else:
        assert module.place.location.path == "f.oml"
        return
    assert failure.path == "f.oml"
    assert failure.offset >= 0
    assert failure.reason


def package(**entries: bytes) -> bytes:
    """A package of modules."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Manifest.xml", "<Pack/>")
        for name, data in entries.items():
            archive.writestr(f"App/{name}.oml", data)
    return buffer.getvalue()


def test_a_package_gives_its_modules() -> None:
    data = package(FieldVisits=SAMPLE, Core=write_module("Core", {}))
    modules = list(read_modules("visits.oap", data))
    assert [(module.name, module.place.location.path) for module in modules] == [
        ("FieldVisits", "visits.oap/App/FieldVisits.oml"),
        ("Core", "visits.oap/App/Core.oml"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_mutated_package_is_read_or_refused(data: st.DataObject) -> None:
    octets = bytearray(package(Core=write_module("Core", {})))
    for _ in range(data.draw(st.integers(1, 3))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    try:
        modules = [module.name for module in read_modules("p.oap", bytes(octets))]
    except OutSystemsFormatError as error:
        modules = [error.path]
    assert all(isinstance(name, str) for name in modules)


def test_unknown_elements_among_the_entities_are_noted() -> None:
    data = write_module("Shop", {"Entities": [element("Entity", Key="k", Name="Cart"), element("Hologram", Key="h")]})
    module = read_module("shop.oml", data)
    assert [entity.name for entity in module.entities] == ["Cart"]
    assert module.notes == ("element 'Hologram' among the entities is not known and was not read",)


def test_extensibility_configurations_in_a_module() -> None:
    text = '{"plugin": {"identifier": "cordova-plugin-nfc"}}'
    data = write_module("Shop", {}, ExtensibilityConfigurations=text)
    module = read_module("shop.oml", data)
    assert module.extensibility is not None
    assert [plugin.identifier for plugin in module.extensibility.plugins] == ["cordova-plugin-nfc"]
