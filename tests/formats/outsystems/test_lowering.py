"""Expressions and flows in the program model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.formats.outsystems.bundle.actions import read_actions
from secure_lint.formats.outsystems.bundle.notation import outsystems_text
from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.flow_model import Action, ActionKind, Expression, FlowNode, Link, Target, TargetKind
from secure_lint.formats.outsystems.lowering.expression_text import parse_expression
from secure_lint.formats.outsystems.lowering.facts import unlined_facts
from secure_lint.formats.outsystems.lowering.listing import Listing
from secure_lint.formats.outsystems.model import ModuleKind, OutSystemsModule
from secure_lint.formats.outsystems.place import whole_file
from secure_lint.model import program
from secure_lint.model.span import WHOLE_FILE, Span


def call(name: str, arguments: tuple[program.Argument, ...], span: Span) -> program.Expression:
    return program.Call(span, program.Name(span, name), arguments)


def shown(node: program.Expression) -> str:
    """A compact form for comparison."""
    match node:
        case program.Name(identifier=name):
            return name
        case program.Member(receiver=receiver, name=name):
            return f"{shown(receiver)}.{name}"
        case program.Literal(value=value):
            return repr(value)
        case program.Call(callee=callee, arguments=arguments):
            return f"{shown(callee)}({', '.join(shown(item.value) for item in arguments)})"
        case program.Index(receiver=receiver, index=index):
            return f"{shown(receiver)}[{shown(index)}]"
        case program.Operator(operator=operator, operands=operands):
            joined = f" {operator} ".join(map(shown, operands))
            return f"({joined})" if len(operands) != 1 else f"{operator}{shown(operands[0])}"
        case program.Conditional(condition=condition, then=then, otherwise=otherwise):
            return f"({shown(condition)} ? {shown(then)} : {shown(otherwise)})"
        case _:
            raise AssertionError(node)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Customer.Email", "Customer.Email"),
        ('"say ""hi"""', "'say \"hi\"'"),
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("not A and B or C", "((!A && B) || C)"),
        ('Client.Token <> "" and GetUserId() = A.UserId', "((Client.Token != '') && (GetUserId() == A.UserId))"),
        ("If(Total >= 10.5, True, -1)", "((Total >= 10.5) ? True : -1)"),
        ("If(A, B)", "If(A, B)"),
        ('"n: " + (A = "" ? "none" : B.Name)', "('n: ' + ((A == '') ? 'none' : B.Name))"),
        ("A ? B : C ? D : E", "(A ? B : (C ? D : E))"),
        ("(" * 40 + "A" + ")" * 40, "A"),
        ("List[0].Name", "List[0].Name"),
        ("#2024-01-31#", "'2024-01-31'"),
        ("(A)", "A"),
    ],
)
def test_expressions(text: str, expected: str) -> None:
    assert shown(parse_expression(text, WHOLE_FILE, call)) == expected


@pytest.mark.parametrize("text", ["", "A +", "a ? b", "-" * 1_900, "f(", "x;y", "(" * 500, "a," * 5_000])
def test_what_is_no_expression_keeps_its_names(text: str) -> None:
    node = parse_expression(text, WHOLE_FILE, call)
    assert isinstance(node, program.Operator)
    assert node.operator == "expression"
    assert ("a" in map(shown, node.operands)) == ("a" in text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='ab1."()[],+-*/=<># notandor?:', max_size=60))
def test_any_text_is_parsed(text: str) -> None:
    assert shown(parse_expression(text, WHOLE_FILE, call)) is not None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("vars.value.ssnInLocal", "Ssn"),
        ("patientVar.value.localPatientAttr.ssnAttr", "Patient.LocalPatient.Ssn"),
        ("checkKeyStorePluginVar.value.isAvailableOut === true", "CheckKeyStorePlugin.IsAvailable = true"),
        ('OS.BuiltinFunctions.getUserId() !== "a\\"b"', 'GetUserId() <> "a""b"'),
        ("!(aVar.value.okOut && bVar.value.okOut)", "not (A.Ok  and  B.Ok)"),
        (
            "getXVar.value.listOut.getCurrent(callContext.iterationContext).customerAttr.emailAttr",
            "GetX.List.Current.Customer.Email",
        ),
    ],
)
def test_generated_code_in_our_notation(code: str, expected: str) -> None:
    assert outsystems_text(code) == expected


def node(key: str, kind: str, *links: Link, **more: object) -> FlowNode:
    place = whole_file("M.oml", f"ServerActions/A/{key}")
    return FlowNode(key, kind, key, place, links, **more)  # type: ignore[arg-type]


def lowered(*nodes: FlowNode) -> program.Block:
    action = Action("A", ActionKind.SERVER, whole_file("M.oml", "ServerActions/A"), nodes=nodes)
    module = OutSystemsModule("M", ModuleKind.SERVICE, whole_file("M.oml"), actions=(action,))
    read = unlined_facts(module, "M.oml").module
    assert read is not None
    (function,) = read.functions
    assert function.body is not None
    return function.body


def statements(block: program.Block | None) -> list[str]:
    """Kinds of the statements, nested ones in brackets."""
    found: list[str] = []
    for statement in block.statements if block is not None else ():
        match statement:
            case program.If(then=then, otherwise=otherwise):
                found.append("if")
                found += [f"then:{one}" for one in statements(then)]
                found += [f"else:{one}" for one in statements(otherwise)]
            case program.Loop(body=body):
                found += ["loop", *(f"body:{one}" for one in statements(body))]
            case program.Assign(target=target):
                found.append(shown(target))
            case program.Return():
                found.append("return")
            case _:
                found.append("throw")
    return found


SAVE = Target(TargetKind.ENTITY_ACTION, "Update", owner="Order")
CONDITION = (Expression("Ok", ("Ok",)),)


def test_branches_end_where_they_meet() -> None:
    body = lowered(
        node("s", "Start", Link("Sequence", "if")),
        node("if", "If", Link("True", "a"), Link("False", "b"), conditions=CONDITION),
        node("a", "ExecuteAction", Link("Sequence", "c"), target=SAVE),
        node("b", "ExecuteAction", Link("Sequence", "c"), target=SAVE),
        node("c", "ExecuteAction", Link("Sequence", "e"), target=SAVE),
        node("e", "End"),
    )
    assert statements(body) == ["if", "then:a", "else:b", "c", "return"]


def test_a_refusing_branch_leaves_the_rest_to_the_other() -> None:
    body = lowered(
        node("s", "Start", Link("Sequence", "if")),
        node("if", "If", Link("False", "r"), Link("True", "a"), conditions=CONDITION),
        node("r", "RaiseError"),
        node("a", "ExecuteAction", Link("Sequence", "e"), target=SAVE),
        node("e", "End"),
    )
    assert statements(body) == ["if", "then:a", "then:return", "else:throw"]


def test_loops_and_jumps_back_end() -> None:
    body = lowered(
        node("s", "Start", Link("Sequence", "f")),
        node("f", "ForEach", Link("Cycle", "a"), Link("Sequence", "w")),
        node("a", "ExecuteAction", Link("Sequence", "f"), target=SAVE),
        node("w", "ExecuteAction", Link("Sequence", "w"), target=SAVE),
    )
    assert statements(body) == ["loop", "body:a", "w"]


def test_a_flow_of_branches_without_end_is_bounded() -> None:
    nodes = [node("s", "Start", Link("Sequence", "0"))]
    for number in range(200):
        links = (Link("True", str(number + 1)), Link("False", str(number + 2)))
        nodes.append(node(str(number), "If", *links, conditions=CONDITION))
    body = lowered(*nodes)
    assert len(statements(body)) < 20_000


def test_a_listing_has_a_line_for_each_element() -> None:
    listing = Listing("M.oml")
    first = listing.span(whole_file("M.oml", "Entities/A"))
    second = listing.span(whole_file("M.oml", "SiteProperties/B"), "some\nvalue")
    assert listing.span(whole_file("M.oml", "Entities/A")) == first != second
    assert listing.text().text.split("\n") == ["Entities/A", "SiteProperties/B: some value"]
    assert [mark.element for mark in listing.landmarks()] == ["Entities/A", "SiteProperties/B"]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ab$Action=function(){}.;,if else\n\"'Attrvalue", max_size=200))
def test_any_code_is_read_as_actions(text: str) -> None:
    code = f"X.default.a$Action = function (bIn, callContext) {{{text}"
    actions = read_actions(BundleSource("www/scripts/M.controller.js", code.encode()))
    assert all(action.place.location.path == "www/scripts/M.controller.js" for action in actions)
