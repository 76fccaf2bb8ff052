"""Tests of the reader of property lists without lines."""

from __future__ import annotations

import datetime as dt
import plistlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.formats.binary_plist import is_binary_plist, read_binary_plist
from secure_lint.formats.plist import read_plist
from secure_lint.formats.reading import MAX_DEPTH, ReadDocument
from secure_lint.model.finding import Audience
from secure_lint.text.source import SourceText
from tests.credentials.detecting import joined
from tests.formats.reading_checks import assert_spans_inside, text_at, values
from tests.formats.test_plist import TREES

KEY = joined("qV3mZb81KcYw0RtX", "7LhDs92PgFu4NjEa")
PROFILE = {
    "Name": "Hills",
    "TeamIdentifier": ["AB12CD34EF"],
    "Entitlements": {"get-task-allow": True},
    "ExpirationDate": dt.datetime(2031, 5, 6, 7, 8, 9),
    "DeveloperCertificates": [b"\x30\x01\x02"],
}


def binary(tree: Mapping[str, object]) -> bytes:
    return plistlib.dumps(tree, fmt=plistlib.FMT_BINARY, sort_keys=False)


def signed(tree: Mapping[str, object]) -> bytes:
    """A property list in the frame of CMS signed data, without the rest of the message."""
    return bytes.fromhex("30821000 06092a864886f70d010702 a0820ff0 020101") + plistlib.dumps(tree) + b"\0\x30\x82" * 20


def listed(read: ReadDocument) -> SourceText:
    assert read.listing is not None
    return read.listing


@given(TREES)
def test_agrees_with_the_xml_form(tree: dict[str, object]) -> None:
    read = read_binary_plist("Info.plist", binary(tree))
    xml = read_plist(SourceText("Info.plist", plistlib.dumps(tree, sort_keys=False)))
    assert values(read) == values(xml)
    assert read.problems == ()
    assert_spans_inside(listed(read), read)


def test_every_setting_is_named_by_its_path() -> None:
    read = read_binary_plist("Info.plist", binary({"A": {"B": ["x", "y"]}, "C": 2.5}))
    assert [mark.element for mark in read.landmarks] == ["A/B/[0]", "A/B/[1]", "C"]
    assert read.document is not None
    assert [text_at(listed(read).text, setting.span) for setting in read.document.settings] == ["x", "y", "2.5"]


def test_a_provisioning_profile_is_read() -> None:
    data = signed(PROFILE)
    assert is_binary_plist(data)
    assert values(read_binary_plist("Hills.mobileprovision", data)) == {
        "Name": "Hills",
        "TeamIdentifier/[0]": "AB12CD34EF",
        "Entitlements/get-task-allow": "true",
        "ExpirationDate": "2031-05-06T07:08:09Z",
        "DeveloperCertificates/[0]": "MAEC",
    }


@pytest.mark.parametrize(
    "data", [b"", b"0" * 70, b"bplist15" + b"\0" * 40, b"\x89PNG\0", bytes.fromhex("30820010") * 9]
)
def test_other_files_are_none(data: bytes) -> None:
    assert not is_binary_plist(data)


def test_encoded_bytes_are_not_searched_for_secrets() -> None:
    read = read_binary_plist("A.plist", binary({"blob": b"\0" * 90}))
    assert values(read)["blob"] == "A" * 120
    assert listed(read).text == "blob"


@given(st.binary(max_size=80), st.integers(0, 60))
def test_malformed_bytes_are_a_problem(noise: bytes, cut: int) -> None:
    whole = binary({"A": ["x", 1, True, b"y"], "B": {"C": 2.5}})
    for data in (b"bplist00" + noise, whole[:cut] + noise + whole[cut:], whole[:-1]):
        if is_binary_plist(data):
            read = read_binary_plist("Info.plist", data)
            assert read.problems or read.document is not None


def test_a_truncated_list_is_a_problem() -> None:
    read = read_binary_plist("Info.plist", binary({"A": "x"})[:-8])
    assert [problem.partial for problem in read.problems] == [False]


def test_a_list_that_holds_itself_ends() -> None:
    # Two arrays of one reference each, to each other; 8-byte trailer fields as in the format.
    objects = b"\xa1\x01\xa1\x00"
    trailer = b"\0" * 6 + b"\x01\x01" + (2).to_bytes(8, "big") + (0).to_bytes(8, "big")
    data = b"bplist00" + objects + b"\x08\x0a" + trailer + (12).to_bytes(8, "big")
    (problem,) = read_binary_plist("Info.plist", data).problems
    assert str(MAX_DEPTH) in problem.message


def test_shared_lists_do_not_blow_up() -> None:
    # Sixty arrays, each of two references to the next one, would be 2**60 strings.
    count = 60
    objects = b"".join(bytes([0xA2, index + 1, index + 1]) for index in range(count)) + b"\x51x"
    offsets = bytes(8 + 3 * index for index in range(count + 1))
    trailer = b"\0" * 6 + b"\x01\x01" + (count + 1).to_bytes(8, "big") + (0).to_bytes(8, "big")
    data = b"bplist00" + objects + offsets + trailer + (8 + len(objects)).to_bytes(8, "big")
    (problem,) = read_binary_plist("Info.plist", data).problems
    assert "settings" in problem.message


def test_a_secret_in_a_binary_list_is_found_by_its_path(tmp_path: Path) -> None:
    folder = tmp_path / "hills"
    folder.mkdir()
    (folder / "Info.plist").write_bytes(binary({"Payment": {"PaymentApiKey": KEY}}))
    (folder / "Hills.mobileprovision").write_bytes(signed(PROFILE))
    result = scan([folder], Configuration(cache=False, respect_gitignore=False, audience=Audience.AUDITOR))
    assert result.problems == ()
    found = {(one.code, one.location.path.rpartition("/")[2], one.location.element) for one in result.findings}
    assert found == {
        ("SL301", "Info.plist", "Payment/PaymentApiKey"),
        ("SL305", "Hills.mobileprovision", ""),
    }
    assert KEY not in repr(result.findings)
