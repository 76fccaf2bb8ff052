"""Forms that the grammar rejects although they are valid Swift."""

from __future__ import annotations

import pytest

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.swift.front_end import FRONT_END
from secure_lint.text.source import SourceText

FORMS = [
    "if case 200 ..< 300 = response.status { inside() }",
    "guard case 200...299 = status else { return inside() }",
    "if await store.isOpen { inside() }",
    "if ready { other() } else if await store.isOpen { inside() }",
    "switch await store.state {\n        case .open: inside()\n        default: break\n        }",
]


@pytest.mark.parametrize("form", FORMS)
def test_the_code_in_and_around_them_is_read(form: str) -> None:
    opened = f"    func open() async {{\n        {form}\n        after()\n    }}\n"
    text = f"final class Vault {{\n{opened}\n    func close() {{}}\n}}\n"
    result = FRONT_END.read(SourceText("Vault.swift", text.encode()), WantedBodies(everything=True))
    assert result.problems == ()
    assert [one.name for one in result.module.functions] == ["open", "close"]
    assert {"inside", "after"} <= set(repr(result.module).replace("'", '"').split('"'))


def test_places_stay_where_they_are() -> None:
    text = "func a() async {\n    if await b() { c() }\n}\nlet last = 1\n"
    module = FRONT_END.read(SourceText("a.swift", text.encode()), WantedBodies(everything=True)).module
    assert [(one.name, one.name_span.start_line) for one in module.fields] == [("last", 4)]
