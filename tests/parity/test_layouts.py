"""Limits of fields in layout files."""

from __future__ import annotations

from secure_lint.formats.registry import read_document
from secure_lint.knowledge.bundle import load_rules
from secure_lint.model.limits import Form
from secure_lint.parity.layouts import form_of_layout
from secure_lint.text.source import SourceText

LAYOUT = """<LinearLayout xmlns:android="http://schemas.android.com/apk/res/android">
    <TextView android:id="@+id/title" android:maxLength="12"/>
    <com.google.android.material.textfield.TextInputEditText android:id="@+id/pinInput" android:maxLength="6"/>
    <EditText android:id="@+id/et_full_name"{limit}/>
</LinearLayout>
"""


def form(limit: str) -> Form | None:
    """The form of a layout with this limit of the name."""
    limits = next(one.limits for one in load_rules().models if one.model == "android/input-limits")
    source = SourceText("res/layout/form.xml", LAYOUT.format(limit=limit).encode())
    document = read_document(source).document
    assert limits is not None
    assert document is not None
    return form_of_layout(document, limits.layouts[0], limits.control_words)


def test_inputs_are_fields_by_their_names_without_the_words_of_controls() -> None:
    found = form(' android:maxLength="40"')
    assert found is not None
    assert [(one.name, [(limit.kind, limit.value) for limit in one.limits]) for one in found.fields] == [
        ("pin", [("longest", 6)]),
        ("fullname", [("longest", 40)]),
    ]


def test_a_limit_that_is_a_resource_is_not_known() -> None:
    found = form(' android:maxLength="@integer/longest_name"')
    assert found is not None
    assert [len(one.limits) for one in found.fields] == [1, 0]
