"""Lines of code in comments."""

from __future__ import annotations

import pytest

from secure_lint.text.commented_code import commented_code


@pytest.mark.parametrize(
    ("text", "hashes", "found"),
    [
        ("x = 1\n# @login_required\ndef a():\n", True, [(2, "@login_required")]),
        ("# a remark (of somebody) about it\n", True, []),
        ("    # auth=Depends(checker),\n", True, [(1, "auth=Depends(checker),")]),
        ("// app.get('/x', isAdmin, show);\n", False, [(1, "app.get('/x', isAdmin, show);")]),
        ("a();\n/* now\n   app.use(auth);\n*/\n", False, [(3, "app.use(auth);")]),
        ("/**\n * @param {x} a value\n */\n", False, [(2, "@param {x} a value")]),
        ("", False, []),
        ("/* never closed app.use(auth);", False, []),
        ("/* a */ x();\n/* app.use(auth); */\n// b(c);\n", False, [(2, "app.use(auth);"), (3, "b(c);")]),
    ],
)
def test_lines_that_read_like_code(text: str, hashes: bool, found: list[tuple[int, str]]) -> None:
    assert sorted(commented_code(text.encode(), hashes=hashes)) == found


@pytest.mark.parametrize(
    "text", ["/*" * 200_000, "// a(b)\n" * 100_000, "// " + "a(" * 200_000], ids=["open", "many", "long"]
)
def test_no_text_takes_more_than_its_length(text: str) -> None:
    lines = list(commented_code(text.encode(), hashes=False))
    assert [number for number, _ in lines] == list(range(1, len(lines) + 1))
