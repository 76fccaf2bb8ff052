"""Tests of the property list reader."""

from __future__ import annotations

import plistlib
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from secure_lint.formats.plist import read_plist
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at, values

INFO = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>CFBundleName</key>
	<string>Clinic</string>
	<key>NSAppTransportSecurity</key>
	<dict>
		<key>NSAllowsArbitraryLoads</key>
		<true/>
		<key>NSExceptionDomains</key>
		<dict>
			<key>api.example.org</key>
			<dict><key>NSExceptionMinimumTLSVersion</key><string>TLSv1.0</string></dict>
		</dict>
	</dict>
	<!-- secure-lint: ignore[SL201] - local only -->
	<key>UIBackgroundModes</key>
	<array><string>fetch</string><string>audio</string></array>
	<key>Empty</key><array/>
	<key>Nothing</key><string/>
</dict>
</plist>
"""


def test_keys_are_segments() -> None:
    source = SourceText("Info.plist", INFO)
    read = read_plist(source)
    assert values(read) == {
        "CFBundleName": "Clinic",
        "NSAppTransportSecurity/NSAllowsArbitraryLoads": "true",
        "NSAppTransportSecurity/NSExceptionDomains/api.example.org/NSExceptionMinimumTLSVersion": "TLSv1.0",
        "UIBackgroundModes/[0]": "fetch",
        "UIBackgroundModes/[1]": "audio",
        "Empty": "",
        "Nothing": "",
    }
    assert read.document is not None
    assert read.document.kind == "plist"
    loads = read.document.settings[1]
    assert text_at(source.text, loads.span) == "true"
    assert text_at(source.text, loads.key_span) == "NSAllowsArbitraryLoads"
    assert [comment.text for comment in read.comments] == ["secure-lint: ignore[SL201] - local only"]


Tree = str | bool | int | list["Tree"] | dict[str, "Tree"]
WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_characters="/["), min_size=1, max_size=6)
TREES = st.dictionaries(
    WORDS,
    st.recursive(
        st.one_of(st.booleans(), st.integers(0, 9999), WORDS),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
        max_leaves=8,
    ),
    max_size=4,
)


def flattened(tree: Tree, path: str = "") -> dict[str, str]:
    """Path → value as the reader should see them."""
    if isinstance(tree, dict | list) and not tree:
        return {path: ""} if path else {}
    pairs = (
        [(key, value) for key, value in tree.items()]
        if isinstance(tree, dict)
        else [(f"[{index}]", value) for index, value in enumerate(tree)]
        if isinstance(tree, list)
        else None
    )
    if pairs is None:
        return {path: str(tree).lower() if isinstance(tree, bool) else str(tree)}
    return {
        inner: value for key, child in pairs for inner, value in flattened(child, f"{path}/{key}".lstrip("/")).items()
    }


@given(TREES)
def test_agrees_with_the_standard_library(tree: dict[str, object]) -> None:
    source = SourceText("Info.plist", plistlib.dumps(tree, sort_keys=False))
    read = read_plist(source)
    assert values(read) == flattened(cast("Tree", tree))
    assert_spans_inside(source, read)


PARTS = ["<dict>", "</dict>", "<key>a</key>", "<string>s</string>", "<array>", "</array>", "x"]


@given(st.lists(st.sampled_from(PARTS)))
def test_any_order_of_elements_is_read(parts: list[str]) -> None:
    source = SourceText("Info.plist", f"<plist>{''.join(parts)}</plist>".encode())
    assert_spans_inside(source, read_plist(source))
