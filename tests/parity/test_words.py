"""What a model says of limits and of names in messages is checked when it is loaded."""

from __future__ import annotations

import pytest

from secure_lint.errors import RuleError
from secure_lint.knowledge.bundle import load_rules
from secure_lint.knowledge.checked import Checked
from secure_lint.knowledge.limit_words import Control, LimitWords, PatternTest, SaidLimits
from secure_lint.knowledge.model_checks import check_models
from secure_lint.knowledge.models import Model
from secure_lint.knowledge.wire_words import WireModel
from secure_lint.link.program import Program
from secure_lint.model.program import Argument, Call, Expression, Literal, Member, Module, Name
from secure_lint.model.span import Span
from secure_lint.parity.limits import LimitReader
from secure_lint.parity.vocabulary import Vocabulary

HERE = Span(1, 1, 1, 2)


def checked(limits: LimitWords | None = None, wire: WireModel | None = None) -> Checked[Model]:
    model = Model("app/forms", ("android",), ("kotlin",), "a page", limits=limits, wire=wire)
    return Checked("rules/models/app/forms.yaml", model, {(): 1, ("limits",): 7, ("wire",): 9})


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (LimitWords(said=(SaidLimits(("A",), {"lenght": "argument(0)"}),)), "forms.yaml:7: 'lenght' is no limit"),
        (LimitWords(said=(SaidLimits(("A",), {"longest": "first"}),)), "forms.yaml:7: 'first' is not a port"),
        (LimitWords(controls=(Control(("A",), ("name",)),)), "forms.yaml:7: 'name' is not a port"),
        (LimitWords(refusing="("), "forms.yaml:7"),
        (LimitWords(tests=(PatternTest("m", "argument(0)", on="["),)), "forms.yaml:7"),
    ],
)
def test_words_about_limits_that_mean_nothing_are_refused(limits: LimitWords, message: str) -> None:
    with pytest.raises(RuleError, match=message.replace("(", r"\(")):
        check_models((checked(limits),), load_rules().kinds)


def test_a_name_in_messages_needs_a_port() -> None:
    with pytest.raises(RuleError, match=r"forms\.yaml:9: 'value' is not a port"):
        check_models((checked(wire=WireModel(names={"Json": "value"})),), load_rules().kinds)


def chain(*calls: tuple[str, int | None]) -> Expression:
    """``yup.string().min(3)``, say."""
    made: Expression = Name(HERE, "yup")
    for name, given in calls:
        arguments = () if given is None else (Argument(Literal(HERE, "int", given)),)
        made = Call(HERE, Member(HERE, made, name), arguments)
    return made


@pytest.mark.parametrize(
    ("expression", "described", "limits"),
    [
        (chain(("string", None), ("min", 3), ("max", 24)), "text", {"shortest": 3, "longest": 24}),
        (chain(("number", None), ("min", 3), ("max", 24)), "number", {"least": 3, "most": 24}),
        (chain(("string", None), ("length", 4)), "text", {"shortest": 4, "longest": 4}),
        (chain(("string", None), ("email", None)), "text", {"form": "email"}),
        (chain(("number", None), ("positive", None)), "number", {"least": 1}),
        (chain(("boolean", None), ("max", 3)), "", {"longest": 3}),
    ],
)
def test_a_chain_of_calls_states_limits_of_what_it_describes(
    expression: Expression, described: str, limits: dict[str, str | int]
) -> None:
    module = Module("app/form.js", "javascript", "app")
    reader = LimitReader(Program(()), Vocabulary(load_rules().models, "javascript"))
    words = reader.chain(module, expression)
    assert words is not None
    found, stated = reader.of_chain(module, expression, words)
    assert (found, {one.kind: one.value for one in stated}) == (described, limits)
