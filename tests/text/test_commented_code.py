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
    ],
)
def test_lines_that_read_like_code(text: str, hashes: bool, found: list[tuple[int, str]]) -> None:
    assert list(commented_code(text.encode(), hashes=hashes)) == found
