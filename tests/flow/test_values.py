"""How far down the members of an object are known."""

from __future__ import annotations

from secure_lint.flow.values.value import DEEPEST_MEMBERS, Label, Taint, Value, all_taints, bounded
from tests.flow.programs import run

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


def test_objects_that_hold_each_other_do_not_grow_with_each_assignment() -> None:
    kinds = [f"Part{number}" for number in range(12)]
    classes = "\n".join(
        f"class {kind} {{ lateinit var left: {kinds[at - 1]}; lateinit var right: {kinds[at - 2]} }}"
        for at, kind in enumerate(kinds)
    )
    joins = "\n".join(
        f"    val p{at} = {kind}(); p{at}.left = p{at - 1}; p{at}.right = p{at - 2}"
        for at, kind in enumerate(kinds)
        if at > 1
    )
    first = "    val p0 = Part0(); val p1 = Part1()"
    build = f"fun build(): Part11 {{\n{first}\n{joins}\n    return p11\n}}"
    interpreted = run(**{"a.kt": f"package a\n{classes}\n{build}"})
    held = interpreted.assigned[("a.Part11", "left")]
    assert held.members
    assert max(map(_depth, interpreted.assigned.values())) <= DEEPEST_MEMBERS
    assert all(_depth(one.result) <= DEEPEST_MEMBERS for one in interpreted.summaries.values())
