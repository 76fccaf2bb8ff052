"""Parts of a module that the sample app does not have."""

from __future__ import annotations

import pytest

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.flow_model import ActionKind, Expression, TargetKind
from secure_lint.formats.outsystems.model import EntityKind, ModuleKind, OutSystemsModule
from secure_lint.formats.outsystems.oml.module import read_module
from tests.formats.outsystems.module_builder import (
    attribute,
    collection,
    element,
    elsewhere,
    entity,
    expression,
    key,
    node,
    reference,
    text,
    write_module,
)


def read(fragments: dict[str, list[Element]], **attributes: str) -> OutSystemsModule:
    """The module of these fragments."""
    return read_module("shop.oml", write_module("Shop", fragments, **attributes))


def condition_of(*parts: Element) -> Expression:
    """An If's condition, read from a module."""
    action = element("Flows.UserAction", elsewhere("NodesNotShownInESpaceTree"), Key=key("Check"), Name="Check")
    flow = [node("Check", "Nodes.If", "Decide", expression("Condition", *parts))]
    module = read({"UserActions": [action], f"NodesNotShownInESpaceTree#{key('Check')}": flow})
    ((condition,),) = (step.conditions for step in module.actions[0].nodes)
    return condition


def test_expressions() -> None:
    is_empty = element("Call", element("Argument", text("")), NameRef="IsEmpty")
    not_empty = element("UnaryOperation", is_empty, Operator="Not")
    name = element("CompoundIdentifier", element("Identifier", NameRef="Empty"), NameRef="List")
    literal = element("BinaryOperation", name, text('say "yes"'), Operator="NEq")
    read_back = condition_of(element("BinaryOperation", not_empty, literal, Operator="Or"))
    assert read_back.text == 'not IsEmpty("") or List.Empty <> "say ""yes"""'
    assert read_back.names == ("List.Empty",)
    assert read_back.literals == ('say "yes"',)
    assert [(call.kind, call.name) for call in read_back.calls] == [(TargetKind.FUNCTION, "IsEmpty")]


def test_an_expression_that_the_studio_could_not_parse_keeps_its_text() -> None:
    action = element("Flows.UserAction", elsewhere("NodesNotShownInESpaceTree"), Key=key("Check"), Name="Check")
    broken = element("Condition", element("NotParsedExpression", Text="a <= ("))
    flow = [node("Check", "Nodes.If", "Decide", broken)]
    module = read({"UserActions": [action], f"NodesNotShownInESpaceTree#{key('Check')}": flow})
    assert module.actions[0].nodes[0].conditions == (Expression("a <= ("),)


def test_aggregates_have_sources_and_filters() -> None:
    cart = reference("Entity", f"Entities.{key('Cart')}")
    source = element("DataSetOperations.AddSource", Key=key("source"), Source=cart)
    data_source = element(
        "DataSource", Key=key("cart source"), SourceOperation=reference("AddSource", f"TableOperations.{key('source')}")
    )
    named = element(
        "CompoundIdentifier",
        element("Identifier", Ref=reference("EntityAttribute", f"Attributes.{key('Cart.Owner')}")),
        Ref=reference("DataSource", f"Sources.{key('cart source')}"),
    )
    user = element("Call", NameRef="GetUserId")
    own = element("Filter", expression("Condition", element("BinaryOperation", named, user, Operator="Eq")))
    combined = (collection("Sources", data_source), collection("Filters", own))
    operations = collection(
        "TableOperations",
        source,
        element("DataSetOperations.CombineSources", *combined),
    )
    table = element("Table", element("DataTable", operations))
    action = element("Flows.UserAction", elsewhere("NodesNotShownInESpaceTree"), Key=key("List"), Name="List")
    module = read(
        {
            "Entities": [entity("Cart", attribute("Cart", "Id", "Integer"), attribute("Cart", "Owner", "LongInteger"))],
            "UserActions": [action],
            f"NodesNotShownInESpaceTree#{key('List')}": [node("List", "Nodes.DataSet", "GetCarts", table)],
        }
    )
    (step,) = module.actions[0].nodes
    assert step.sources == ("Cart",)
    assert [item.text for item in step.conditions] == ["Cart.Owner = GetUserId()"]


def test_actions_of_other_modules() -> None:
    used = element("ReferenceClientAction", Key=key("SetValue"), Name="SetValue")
    actions = collection("ReferenceClientActions", used)
    producer = element("Reference", actions, Key=key("KeyStore"), Name="KeyStorePlugin")
    action = element(
        "NRFlows.ClientActionFlow", elsewhere("NodesNotShownInESpaceTree"), Key=key("Keep"), Name="Keep", Public="Yes"
    )
    target = reference(
        "ReferenceClientAction", f"References.{key('KeyStore')}", f"ReferenceClientActions.{key('SetValue')}"
    )
    module = read(
        {
            "References": [producer],
            "ClientActionFlows": [action],
            f"NodesNotShownInESpaceTree#{key('Keep')}": [
                node("Keep", "NRNodes.ExecuteClientAction", "Save", Action=target)
            ],
        }
    )
    (call,) = module.actions[0].calls()
    assert (call.kind, call.name, call.module) == (TargetKind.CLIENT_ACTION, "SetValue", "KeyStorePlugin")
    assert (module.actions[0].kind, module.actions[0].is_public) == (ActionKind.CLIENT, True)


def test_entities_of_other_modules() -> None:
    foreign = entity("Customer", attribute("Customer", "Id", "Integer"), tag="ReferenceEntity")
    producer = element("Reference", collection("ReferenceEntities", foreign), Key=key("Crm"), Name="Crm")
    module = read({"References": [producer]})
    (customer,) = module.references[0].entities
    assert (customer.name, [item.name for item in customer.attributes]) == ("Customer", ["Id"])
    assert module.entities == ()


def test_actions_in_folders_and_types_without_a_name() -> None:
    kind = "Variables.GenericInputParameter"
    inputs = collection(
        "InputParameters",
        element(kind, Key="i1", Name="Items", Type="ListType:/ListTypes.x"),
        element(kind, Key="i2", Name="Row", Type="AnonymousStructure:/A.x"),
        element(kind, Key="i3", Name="Code", Type="%nothing"),
        element(kind, Key="i4", Name="Gone", PreviousTypeValue_Name="Tenant Identifier"),
    )
    folder = element("Role", Key=key("folder"), Name="Folder")
    action = element("Flows.UserActionInsideFolder", inputs, Key=key("Sync"), Name="Sync")
    module = read({"Roles": [folder], f"UserActions#{key('folder')}": [action]})
    (sync,) = module.actions
    assert sync.place.element == "ServerActions/Sync"
    assert [item.data_type for item in sync.inputs] == ["List", "Record", "Unknown", "Tenant Identifier"]


@pytest.mark.parametrize(
    ("collections", "kind"),
    [
        ({"NRWebFlows": []}, ModuleKind.REACTIVE),
        ({"WebFlows": []}, ModuleKind.TRADITIONAL),
        ({"UserActions": []}, ModuleKind.SERVICE),
        ({"Entities": [entity("A", attribute("A", "Id", "Integer"), tag="ClientEntity")]}, ModuleKind.MOBILE),
        ({"Entities": [entity("A", attribute("A", "Id", "Integer"), IsClientEntity="Yes")]}, ModuleKind.MOBILE),
        ({"LocalEntities": [entity("A", attribute("A", "Id", "Integer"), tag="LocalEntity")]}, ModuleKind.MOBILE),
    ],
)
def test_kinds_of_modules(collections: dict[str, list[Element]], kind: ModuleKind) -> None:
    module = read(collections)
    assert module.kind is kind
    assert bool(module.entities_of(EntityKind.CLIENT)) is (kind is ModuleKind.MOBILE)


def test_public_screens_of_odc_say_so() -> None:
    flow = element("NRFlows.WebFlow", elsewhere("NodesShownInESpaceTree"), Key=key("Main"), Name="Main")
    screens = [
        element("NRNodes.WebScreen", Key=key("SignUp"), Name="SignUp", AnonymousAccess="Yes"),
        element("NRNodes.WebScreen", Key=key("Home"), Name="Home"),
    ]
    module = read({"NRWebFlows": [flow], f"NodesShownInESpaceTree#{key('Main')}": screens})
    assert [(screen.name, screen.is_anonymous) for screen in module.screens] == [("SignUp", True), ("Home", False)]
