"""How far down the members of an object are known."""

from __future__ import annotations

from secure_lint.flow.value import DEEPEST_MEMBERS, Label, Taint, Value, all_taints, bounded

_SECRET = Taint(Label("data", "credential.password"))


def _nested(depth: int) -> Value:
    value = Value(taints=(_SECRET,))
    for _ in range(depth):
        value = Value(members={"inner": value})
    return value


def _depth(value: Value) -> int:
    return 1 + max(map(_depth, value.members.values())) if value.members else 0


def test_an_object_that_is_not_too_deep_stays_as_it_is() -> None:
    value = _nested(DEEPEST_MEMBERS)
    assert bounded(value) is value


def test_what_lies_deeper_is_in_the_member_that_holds_it() -> None:
    value = bounded(_nested(DEEPEST_MEMBERS + 2))
    assert _depth(value) == DEEPEST_MEMBERS
    assert all_taints(value) == (_SECRET,)
