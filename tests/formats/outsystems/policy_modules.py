"""Module files of the fixtures of policies that only a module's flows can break: a shop's orders, bad and good.

``python -m tests.formats.outsystems.policy_modules`` writes them, each with the listing that its page shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.flow_model import FlowNode
from secure_lint.formats.outsystems.oml.module import read_module
from tests.formats.outsystems.module_builder import (
    attribute,
    collection,
    data_type,
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

FIXTURES = Path(__file__).parents[3] / "fixtures"
MODULE = "Orders"
_PARAMETER = "Variables.GenericInputParameter"


def modules() -> Mapping[str, bytes]:
    """The module files by their paths below ``fixtures``."""
    return {
        "server/record-chosen-by-client/module-bad/Orders.oml": _looks_up(owned=False),
        "server/record-chosen-by-client/module-good/Orders.oml": _looks_up(owned=True),
        "server/identity-from-client/module-bad/Orders.oml": _sends_identity(from_client=True),
        "server/identity-from-client/module-good/Orders.oml": _sends_identity(from_client=False),
        "server/server-write-from-client/module-bad/Orders.oml": _writes(in_client=True),
        "server/server-write-from-client/module-good/Orders.oml": _writes(in_client=False),
        "server/validated-in-form-only/module-bad/Orders.oml": _validates(on_server=False),
        "server/validated-in-form-only/module-good/Orders.oml": _validates(on_server=True),
        "server/validated-in-form-only/widget-bad/Orders.oml": _validates_by_widget(on_server=False),
        "server/validated-in-form-only/widget-good/Orders.oml": _validates_by_widget(on_server=True),
        "server/unguarded-server-write/module-bad/Orders.oml": _saves(checked=False),
        "server/unguarded-server-write/module-good/Orders.oml": _saves(checked=True),
        "secrets/hardcoded-secret/outsystems-consumed-rest/Orders.oml": _consumes("w4rehouse-Gate-19"),
        "secrets/hardcoded-secret/outsystems-password-from-settings/Orders.oml": _consumes(""),
        "storage/secret-in-plain-storage/outsystems-module/Orders.oml": _keeps_token(keystore=False),
        "storage/secret-in-plain-storage/outsystems-module-keystore/Orders.oml": _keeps_token(keystore=True),
        "storage/secret-in-plain-storage/outsystems-javascript-node/Orders.oml": _runs_script(_KEEPS_TOKEN),
        "storage/secret-in-plain-storage/outsystems-javascript-node-harmless/Orders.oml": _runs_script(_KEEPS_LAYOUT),
        "crypto/broken-cipher/outsystems-javascript-node/Orders.oml": _runs_script(_ENCIPHERS_WITH_DES),
        "minimise/unread-sensitive-attribute/outsystems-module-bad/Orders.oml": _keeps_contact("FullName"),
        "minimise/unread-sensitive-attribute/outsystems-module-good/Orders.oml": _keeps_contact(
            "FullName", "MobilePhone"
        ),
        "crypto/key-from-untrusted-place/outsystems-module-bad/Orders.oml": _encrypts("Client.LayoutSeal"),
        "crypto/key-from-untrusted-place/outsystems-module-good/Orders.oml": _encrypts("GetValue.Value"),
    }


def listing(module: bytes) -> str:
    """The flows of a module in words, as its page shows them."""
    lines: list[str] = []
    for action in read_module("Orders.oml", module).actions:
        inputs = ", ".join(f"{item.name}: {item.data_type}" for item in action.inputs)
        lines.append(f"{action.place.element}({inputs})")
        lines += [f"    {step}" for step in map(_step, action.nodes) if step]
    return "\n".join(lines) + "\n"


def _step(shown: FlowNode) -> str:
    conditions = " and ".join(item.text for item in shown.conditions)
    if shown.target is not None:
        values = ", ".join(f"{item.name}: {item.value.text}" for item in shown.arguments)
        return f"{shown.name}: {shown.target.kind.value} {shown.target.name}{shown.target.owner or ''}({values})"
    if shown.sources:
        return f"{shown.name}: aggregate of {', '.join(shown.sources)} where {conditions}"
    return f"{shown.name}: if {conditions}" if conditions else ""


def _order_entity() -> Element:
    return entity(
        "Order",
        attribute("Order", "Id", "LongInteger", None, IsAutoNumber="Yes", IsMandatory="Yes"),
        attribute("Order", "Quantity", "Integer"),
        attribute("Order", "UserId", "User Identifier"),
        attribute("Order", "CreatedBy", "User Identifier"),
    )


def _orders(fragments: Mapping[str, Sequence[Element]]) -> bytes:
    users = collection("ReferenceEntities", element("ReferenceEntity", Key=key("User"), Name="User"))
    return write_module(
        MODULE,
        {
            "Entities": [_order_entity()],
            "References": [element("Reference", users, Key=key("(System)"), Name="(System)")],
            "Roles": [element("Role", Key=key("Clerk"), Name="Clerk")],
            **fragments,
        },
    )


def _action(tag: str, name: str, **inputs: str) -> Element:
    parameters = (
        element(_PARAMETER, Key=key(f"{name}.{item}"), Name=item, Type=data_type(kind)) for item, kind in inputs.items()
    )
    body = elsewhere("NodesNotShownInESpaceTree")
    return element(tag, body, collection("InputParameters", *parameters), Key=key(name), Name=name)


def _server(name: str, **inputs: str) -> Element:
    return _action("Flows.UserAction", name, **inputs)


def _client(name: str, **inputs: str) -> Element:
    return _action("NRFlows.ClientActionFlow", name, **inputs)


def _flow(action: str, *steps: Element) -> tuple[str, list[Element]]:
    return f"NodesNotShownInESpaceTree#{key(action)}", list(steps)


def _input(action: str, name: str, *inner: Element) -> Element:
    return element("Identifier", *inner, Ref=reference(_PARAMETER, f"InputParameters.{key(f'{action}.{name}')}"))


def _attribute(owner: str, name: str) -> Element:
    return element("Identifier", Ref=reference("EntityAttribute", f"Attributes.{key(f'{owner}.{name}')}"))


def _name(text_of_it: str) -> Element:
    return element("CompoundIdentifier", Value=text_of_it)


def _call(name: str) -> Element:
    return element("Call", NameRef=name)


def _equal(left: Element, right: Element) -> Element:
    return element("BinaryOperation", left, right, Operator="Eq")


def _entity_action(name: str, owner: str) -> str:
    return reference(f"EntityActions.{name}Entity", f"Entities.{key(owner)}", f"EntityActions.#{name}Entity")


def _argument(name: str, *value: Element) -> Element:
    return element("Argument", expression("Value", *value), PreviousParameterValue_Name=name)


def _arguments(**values: Element) -> Element:
    return collection("Arguments", *(_argument(name, value) for name, value in values.items()))


def _start(action: str, then: str) -> Element:
    return node(action, "Nodes.Start", "Start", then={"Sequence": then})


def _end(action: str) -> Element:
    return node(action, "Nodes.End", "End")


def _save(action: str) -> Element:
    return node(
        action,
        "Nodes.ExecuteAction",
        "SaveOrder",
        _arguments(Source=_input(action, "Order")),
        then={"Sequence": "End"},
        Action=_entity_action("CreateOrUpdate", "Order"),
    )


def _calls_server(action: str, target: str, step: str, **values: Element) -> Element:
    called = reference("Flows.UserAction", f"UserActions.{key(target)}")
    return node(action, "NRNodes.ExecuteAction", step, _arguments(**values), then={"Sequence": "End"}, Action=called)


def _looks_up(*, owned: bool) -> bytes:
    server, client = "Order_Get", "OrderOpen"
    wanted = _equal(_attribute("Order", "Id"), _input(server, "OrderId"))
    mine = _equal(_attribute("Order", "UserId"), _call("GetUserId"))
    table = element(
        "Table",
        element("DataSetOperations.AddSource", Source=reference("Entity", f"Entities.{key('Order')}")),
        element("Filter", expression("Condition", wanted)),
        *((element("Filter", expression("Condition", mine)),) if owned else ()),
    )
    aggregate = node(server, "Nodes.DataSet", "GetOrderById", table, then={"Sequence": "End"})
    return _orders(
        {
            "UserActions": [_server(server, OrderId="Order Identifier")],
            "ClientActionFlows": [_client(client, OrderId="Order Identifier")],
            **dict(
                (
                    _flow(server, _start(server, "GetOrderById"), aggregate, _end(server)),
                    _flow(
                        client,
                        _start(client, "Ask"),
                        _calls_server(client, server, "Ask", OrderId=_input(client, "OrderId")),
                        _end(client),
                    ),
                )
            ),
        }
    )


def _sends_identity(*, from_client: bool) -> bytes:
    server, client = "Order_List", "OrdersRefresh"
    values = {"UserId": _call("GetUserId")} if from_client else {"Page": _input(client, "Page")}
    return _orders(
        {
            "UserActions": [
                _server(server, UserId="User Identifier") if from_client else _server(server, Page="Integer")
            ],
            "ClientActionFlows": [_client(client, Page="Integer")],
            **dict(
                (
                    _flow(server, _start(server, "End"), _end(server)),
                    _flow(client, _start(client, "Ask"), _calls_server(client, server, "Ask", **values), _end(client)),
                )
            ),
        }
    )


def _writes(*, in_client: bool) -> bytes:
    server, client = "Order_Save", "OrderSave"
    saving = _save(client) if in_client else _calls_server(client, server, "SaveOrder", Order=_input(client, "Order"))
    return _orders(
        {
            "UserActions": [_server(server, Order="Order")],
            "ClientActionFlows": [_client(client, Order="Order")],
            **dict(
                (
                    _flow(server, *_checked_save(server)),
                    _flow(client, _start(client, "SaveOrder"), saving, _end(client)),
                )
            ),
        }
    )


def _checked_save(action: str) -> list[Element]:
    role = element("Call", Ref=reference("RoleActions.CheckRole", f"Roles.{key('Clerk')}", "RoleActions.#CheckRole"))
    allowed = node(
        action, "Nodes.If", "IsClerk", expression("Condition", role), then={"True": "SaveOrder", "False": "Refuse"}
    )
    refuse = node(action, "Nodes.RaiseError", "Refuse", expression("Message", text("Only clerks may change orders")))
    return [_start(action, "IsClerk"), allowed, refuse, _save(action), _end(action)]


def _saves(*, checked: bool) -> bytes:
    server, client = "Order_Save", "OrderSave"
    steps = _checked_save(server) if checked else [_start(server, "SaveOrder"), _save(server), _end(server)]
    return _orders(
        {
            "UserActions": [_server(server, Order="Order")],
            "ClientActionFlows": [_client(client, Order="Order")],
            **dict(
                (
                    _flow(server, *steps),
                    _flow(
                        client,
                        _start(client, "Send"),
                        _calls_server(client, server, "Send", Order=_input(client, "Order")),
                        _end(client),
                    ),
                )
            ),
        }
    )


def _saves_positive(server: str, *, checked: bool) -> list[Element]:
    """The flow of a server action that saves an order, with or without a check of its quantity."""
    quantity = _input(server, "Order", _attribute("Order", "Quantity"))
    positive = element(
        "BinaryOperation", quantity, element("Integer", Type=data_type("Integer"), Value="0"), Operator="GT"
    )
    check = node(
        server,
        "Nodes.If",
        "IsPositive",
        expression("Condition", positive),
        then={"True": "SaveOrder", "False": "Refuse"},
    )
    refuse = node(server, "Nodes.RaiseError", "Refuse", expression("Message", text("Order at least one")))
    steps = [_start(server, "IsPositive"), check, refuse] if checked else [_start(server, "SaveOrder")]
    return [*steps, _save(server), _end(server)]


def _validates(*, on_server: bool) -> bytes:
    server, client = "Order_Save", "OrderSave"
    asks = node(
        client,
        "NRNodes.If",
        "IsFormValid",
        expression("Condition", _name("OrderForm.Valid")),
        then={"True": "Send", "False": "End"},
    )
    return _orders(
        {
            "UserActions": [_server(server, Order="Order")],
            "ClientActionFlows": [_client(client, Order="Order")],
            **dict(
                (
                    _flow(server, *_saves_positive(server, checked=on_server)),
                    _flow(
                        client,
                        _start(client, "IsFormValid"),
                        asks,
                        _calls_server(client, server, "Send", Order=_input(client, "Order")),
                        _end(client),
                    ),
                )
            ),
        }
    )


def _validates_by_widget(*, on_server: bool) -> bytes:
    """A screen whose button validates a mandatory input before it runs the action that saves."""
    server, client, screen = "Order_Save", "SaveOnClick", "Checkout"
    required = element(
        "CustomProperty",
        expression("ValueExpression", element("Boolean", Type=data_type("Boolean"), Value="True")),
        Key=key("Quantity.Mandatory"),
        PropertyName="Mandatory",
    )
    click = element(
        "NRWebWidgetEvents.EventHandler",
        Key=key("Save.OnClick"),
        EventName="OnClick",
        Validation="ValidateAndContinue",
        Destination=reference(
            "NRFlows.ClientScreenActionFlow",
            f"NRWebFlows.{key('Main')}",
            f"NodesShownInESpaceTree.{key(screen)}",
            f"ClientActions.{key(client)}",
        ),
    )
    widget = "NRWebWidgets.CustomWidget-OutSystems.Plugin.NRWidgets"
    saving = _calls_server(client, server, "Send", Order=_name("GetOrder.List.Current.Order"))
    action = element(
        "NRFlows.ClientScreenActionFlow", elsewhere("NodesNotShownInESpaceTree"), Key=key(client), Name=client
    )
    return _orders(
        {
            "UserActions": [_server(server, Order="Order")],
            "NRWebFlows": [
                element("NRFlows.WebFlow", elsewhere("NodesShownInESpaceTree"), Key=key("Main"), Name="Main")
            ],
            f"NodesShownInESpaceTree#{key('Main')}": [
                element(
                    "NRNodes.WebScreen",
                    elsewhere("Widgets"),
                    collection("ClientActions", action),
                    Key=key(screen),
                    Name=screen,
                )
            ],
            f"Widgets#{key(screen)}": [
                element(f"{widget}.Input", collection("CustomProperties", required), Key=key("Quantity")),
                element(f"{widget}.Button", collection("EventHandlers", click), Key=key("Save")),
            ],
            **dict(
                (
                    _flow(server, *_saves_positive(server, checked=on_server)),
                    _flow(client, _start(client, "Send"), saving, _end(client)),
                )
            ),
        }
    )


def _consumes(password: str) -> bytes:
    values = {"Base URL": "https://warehouse.example.org/v2", "Username": "orders-app", "Password": password}
    properties = collection(
        "CustomProperties",
        *(
            element("CustomProperty", Key=key(f"Warehouse.{name}"), PropertyName=name, Value=value)
            for name, value in values.items()
            if value
        ),
    )
    client = element(
        "CustomClient-OutSystems.Plugin.REST.RestClient", properties, Key=key("Warehouse"), Name="Warehouse"
    )
    return _orders({"CustomClients": [client]})


def _keystore(*names: str) -> Element:
    actions = [element("ReferenceClientAction", Key=key(f"KeyStorePlugin.{name}"), Name=name) for name in names]
    return element(
        "Reference", collection("ReferenceClientActions", *actions), Key=key("KeyStorePlugin"), Name="KeyStorePlugin"
    )


def _keeps_token(*, keystore: bool) -> bytes:
    variable = element("Variables.ClientVariable", Key=key("RefreshToken"), Name="RefreshToken", Type=data_type("Text"))
    last = element("Variables.ClientVariable", Key=key("LastURL"), Name="LastURL", Type=data_type("Text"))
    return write_module(
        MODULE,
        {
            "ClientVariables": [last] if keystore else [variable, last],
            "References": [_keystore("CheckKeyStorePlugin", "SetValue", "GetValue")],
        },
    )


def _keeps_contact(*shown: str) -> bytes:
    """A local entity that a synchronisation fills, and a screen that shows some of its attributes."""
    local, screen, client = "LocalContact", "Contacts", "ContactsKeep"
    names = ("FullName", "MobilePhone")
    rows = [element("CompoundIdentifier", _attribute(local, name), Value="GetContacts.List.Current") for name in shown]
    fills = [
        element(
            "Assignment", expression("Variable", _attribute(local, name)), expression("Value", _input(client, name))
        )
        for name in names
    ]
    saves = node(
        client,
        "NRNodes.ExecuteClientAction",
        "Save",
        then={"Sequence": "End"},
        Action=_entity_action("CreateOrUpdate", local),
    )
    assigns = node(client, "Nodes.Assign", "Fill", collection("Assignments", *fills), then={"Sequence": "Save"})
    return write_module(
        MODULE,
        {
            "Entities": [
                entity(
                    local,
                    attribute(local, "Id", "LongInteger", None, IsAutoNumber="Yes"),
                    attribute(local, "FullName", "Text", 80),
                    attribute(local, "MobilePhone", "PhoneNumber", 20),
                    tag="ClientEntity",
                )
            ],
            "NRWebFlows": [
                element("NRFlows.WebFlow", elsewhere("NodesShownInESpaceTree"), Key=key("Main"), Name="Main")
            ],
            f"NodesShownInESpaceTree#{key('Main')}": [
                element("NRNodes.WebScreen", elsewhere("Widgets"), Key=key(screen), Name=screen)
            ],
            f"Widgets#{key(screen)}": [
                element("NRWebWidgets.Expression", expression("Value", row), Key=key(f"{screen}#{number}"))
                for number, row in enumerate(rows)
            ],
            "ClientActionFlows": [_client(client, FullName="Text", MobilePhone="PhoneNumber")],
            **dict((_flow(client, _start(client, "Fill"), assigns, saves, _end(client)),)),
        },
    )


def _encrypts(key_text: str) -> bytes:
    client = "LayoutKeep"
    note = entity(
        "LocalLayout",
        attribute("LocalLayout", "Id", "LongInteger", None, IsAutoNumber="Yes"),
        attribute("LocalLayout", "Columns", "Text", 4000),
        tag="ClientEntity",
    )
    tools = element(
        "Reference",
        collection(
            "ReferenceClientActions", element("ReferenceClientAction", Key=key("Tools.EncryptText"), Name="EncryptText")
        ),
        Key=key("CryptoTools"),
        Name="CryptoTools",
    )
    reads = node(
        client,
        "NRNodes.ExecuteClientAction",
        "GetValue",
        _arguments(Store=text("layout"), Key=text("layout-key")),
        then={"Sequence": "Encrypt"},
        Action=_of_producer("KeyStorePlugin", "KeyStorePlugin.GetValue"),
    )
    encrypts = node(
        client,
        "NRNodes.ExecuteClientAction",
        "Encrypt",
        _arguments(Text=_input(client, "Columns"), Key=_name(key_text)),
        then={"Sequence": "End"},
        Action=_of_producer("CryptoTools", "Tools.EncryptText"),
    )
    return write_module(
        MODULE,
        {
            "Entities": [note],
            "References": [_keystore("GetValue"), tools],
            "ClientVariables": [
                element("Variables.ClientVariable", Key=key("LastFilter"), Name="LastFilter", Type=data_type("Text"))
            ],
            "ClientActionFlows": [_client(client, Columns="Text")],
            **dict((_flow(client, _start(client, "GetValue"), reads, encrypts, _end(client)),)),
        },
    )


_KEEPS_TOKEN = ("window.localStorage.setItem('refreshToken', ", "RefreshToken", ");")
_KEEPS_LAYOUT = ("window.localStorage.setItem('columns', ", "RefreshToken.length > 0 ? 'wide' : 'narrow'", ");")
_ENCIPHERS_WITH_DES = ("var sealed = CryptoJS.DES.encrypt(", "RefreshToken", ", window.sealKey);")


def _runs_script(script: tuple[str, str, str]) -> bytes:
    """A client action with a JavaScript node; the middle of the script names the node's parameter."""
    client, parameter = "SessionKeep", "RefreshToken"
    before, named, after = script
    rest = named.removeprefix(parameter)
    refers = reference("Variables.JSInputParameter", f"JSInputParameters.{key('Keep.RefreshToken')}")
    source = element(
        "JavascriptSource",
        element(
            "JavascriptExpression",
            element("Text", JSText=before),
            element("Reference", Ref=refers),
            element("Text", JSText=rest + after),
        ),
    )
    inputs = collection(
        "JSInputParameters",
        element("Variables.JSInputParameter", Key=key("Keep.RefreshToken"), Name=parameter, Type=data_type("Text")),
    )
    runs = node(client, "NRNodes.JavascriptNode", "Keep", source, inputs, then={"Sequence": "End"})
    return write_module(
        MODULE,
        {
            "ClientActionFlows": [_client(client, RefreshToken="Text")],
            **dict((_flow(client, _start(client, "Keep"), runs, _end(client)),)),
        },
    )


def _of_producer(producer: str, action: str) -> str:
    return reference("ReferenceClientAction", f"References.{key(producer)}", f"ReferenceClientActions.{key(action)}")


if __name__ == "__main__":
    for place, data in modules().items():
        path = FIXTURES / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if "/server/" in f"/{place}":
            path.with_name(f"{path.name}.txt").write_text(listing(data), encoding="utf-8")
