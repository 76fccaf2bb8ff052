"""Tests of the word screen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.screen.words import Hit, Screen, ScreenWord, header_end

LICENCE = b"/*\n * Copyright 2021 The Clinic Authors. Licensed under http://www.apache.org/licenses\n */\n"


def test_hits_are_whole_identifiers_in_order() -> None:
    screen = Screen(["putString", "Log", ScreenWord("http://", whole=False)])
    data = b'editor.putString("a"); putStringSet(x); Log.d(t); Login(); u = "http://x"; catalog(Log)'
    assert screen.hits(data) == (
        Hit(7, "putString"),
        Hit(40, "Log"),
        Hit(64, "http://"),
        Hit(83, "Log"),
    )


def test_a_longer_word_hides_no_shorter_one() -> None:
    words = ["Cipher", "Cipher.getInstance", "Log", "android.util.Log"]
    screen = Screen(words)
    assert [hit.word for hit in screen.hits(b"Cipher.getInstanceStrong()")] == ["Cipher"]
    assert [hit.word for hit in screen.hits(b"android.util.Log")] == ["android.util.Log", "Log"]


def test_case() -> None:
    screen = Screen([ScreenWord("password", whole=False, ignore_case=True), ScreenWord("Log")])
    assert screen.hits(b"userPassword, PASSWORD, log, Log") == (Hit(4, "password"), Hit(14, "password"), Hit(29, "Log"))


def test_licence_header_does_not_count() -> None:
    screen = Screen([ScreenWord("http://", whole=False)])
    assert screen.hits(LICENCE + b'val u = "http://api"') == (Hit(len(LICENCE) + 9, "http://"),)
    assert screen.hits(LICENCE + b"class A") == ()
    assert screen.hits(b"// see http://x\nclass A") == (Hit(7, "http://"),)


@pytest.mark.parametrize(
    "header",
    [
        LICENCE.rstrip(),
        b"\xef\xbb\xbf// SPDX-License-Identifier: Apache-2.0\n// more\n",
        b"#!/usr/bin/env python\n# Copyright me\n",
        b'<?xml version="1.0"?>\n<!-- Copyright me -->',
    ],
)
def test_header_forms(header: bytes) -> None:
    assert header_end(header + b"\ncode // Copyright") == len(header)


def test_an_open_comment_hides_no_code() -> None:
    assert header_end(b"/* Copyright " + b"x" * 100_000) == 0


def test_no_words_and_empty_words() -> None:
    assert Screen([]).hits(b"anything") == ()
    with pytest.raises(ValueError, match="empty word"):
        Screen([ScreenWord("")])


@given(
    st.lists(st.from_regex(r"[abA.]{1,3}", fullmatch=True), min_size=1, max_size=5, unique=True),
    st.text("abAé.1 ", max_size=40),
)
def test_agrees_with_a_regular_expression(words: list[str], text: str) -> None:
    data = text.encode()
    expected = {
        Hit(match.start(), word)
        for word in words
        for match in re.finditer(rb"(?=%b)" % re.escape(word.encode()), data)
        if not (re.match(r"\w", word) and re.search(rb"[\w$\x80-\xff]\Z", data[: match.start()]))
        and not (re.search(r"\w\Z", word) and re.match(rb"[\w$\x80-\xff]", data[match.start() + len(word) :]))
    }
    assert Screen(ScreenWord(word) for word in words).hits(data) == tuple(sorted(expected))
