"""Fields that many fill with different things hold what one of them gave them only perhaps."""

from __future__ import annotations

import pytest

from secure_lint.flow.values.givers import SHARED_SCORE
from secure_lint.flow.values.value import all_taints
from tests.flow.programs import events_of, run

BOARD = """
package a
import android.util.Log
class Caption(val {field}: String)
class Account(val password: String)
class Source(private val harbour: Harbour, private val account: Account) {{
{makers}
}}
class Board {{
    fun show(caption: Caption) {{ Log.d("Board", caption.{field}) }}
}}
"""
PLAIN = "    fun arrival() = Caption(harbour.arrival())\n    fun departure() = Caption(harbour.departure())\n"
SECRET = "    fun recovery() = Caption(account.password)\n"
NOTHING = '    fun none() = Caption("")\n    fun blank() = Caption("")\n    fun empty() = Caption("")\n'


def logged_score(makers: str, field: str = "text") -> float:
    """How sure it is that what the board logs is a password; 0 when nothing says so."""
    logs = events_of(run(**{"a.kt": BOARD.format(makers=makers, field=field)}), "log")
    labels = [taint.label for event in logs for taint in all_taints(event.value)]
    return max((label.score for label in labels if label.name == "cred.password"), default=0.0)


@pytest.mark.parametrize("makers", [PLAIN + SECRET, SECRET + PLAIN])
def test_what_one_of_many_gives_a_field_is_doubted(makers: str) -> None:
    assert logged_score(makers) == SHARED_SCORE


@pytest.mark.parametrize("makers", [SECRET, SECRET + NOTHING])
def test_what_all_give_it_is_not(makers: str) -> None:
    assert logged_score(makers) > SHARED_SCORE


def test_what_its_own_name_says_is_not() -> None:
    assert logged_score(PLAIN + SECRET, "password") > SHARED_SCORE
