"""The made sample app: a nurse's visits, offline. The same module as OML, bundle and neutral file.

``python -m tests.formats.outsystems.field_visits`` writes the module file of the fixture; the other two are written by
hand.
"""

from __future__ import annotations

from pathlib import Path

from secure_lint.formats.fastinfoset import Element
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

FIXTURE = Path(__file__).parents[3] / "fixtures" / "outsystems" / "field-visits"
MODULE = "FieldVisits"
STALE_TEXT = "text of an action that was deleted"

_SYSTEM, _KEYSTORE = "(System)", "KeyStorePlugin"
_ANONYMOUS = "0bApVE2NqE+q8EOBtnom8Q"
_YES = {"IsMandatory": "Yes"}


def module_file() -> bytes:
    """The octets of the module file."""
    return write_module(
        MODULE,
        {
            "Entities": _entities(),
            "ClientVariables": _client_variables(),
            "SiteProperties": _site_properties(),
            "References": _references(),
            "Roles": [element("Role", Key=key("Nurse"), Name="Nurse")],
            "NRWebFlows": [
                element("NRFlows.WebFlow", elsewhere("NodesShownInESpaceTree"), Key=key(flow), Name=flow)
                for flow in ("Common", "Visits")
            ],
            f"NodesShownInESpaceTree#{key('Common')}": [_login_screen()],
            f"NodesShownInESpaceTree#{key('Visits')}": [_patient_screen()],
            "UserActions": [_patient_update(), _visit_save()],
            "ClientActionFlows": [_store_patient()],
            f"NodesNotShownInESpaceTree#{key('Patient_Update')}": _patient_update_flow(),
            f"Widgets#{key('PatientDetail')}": [_shown("FullName"), _shown("Ssn")],
            f"NodesNotShownInESpaceTree#{key('Visit_Save')}": _visit_save_flow(),
            f"NodesNotShownInESpaceTree#{key('StorePatient')}": _store_patient_flow(),
            f"NodesNotShownInESpaceTree#{key('DeletedAction')}": [
                node("DeletedAction", "Nodes.Assign", "Old", expression("Value", text(STALE_TEXT)))
            ],
            "CustomClients": [_geocoding()],
            "CustomServices": [_patient_api()],
        },
        Description="Visits of a home-care nurse, also without a network",
    )


def _entities() -> list[Element]:
    identifier = {"IsAutoNumber": "Yes", **_YES}
    local = "LocalPatient"
    return [
        entity(
            local,
            attribute(local, "Id", "LongInteger", None, **identifier),
            attribute(local, "FullName", "Text", 100, **_YES),
            attribute(local, "Ssn", "Text", 11, Description="Social security number of the patient"),
            attribute(local, "Email", "Email", 250),
            attribute(local, "CareLevel", "Text", 20, Description="[secure-lint: health, protection=none]"),
            attribute(local, "NeedsLift", "Boolean"),
            attribute(local, "LastVisitOn", "DateTime"),
            tag="ClientEntity",
            Description="Offline copy of Patient",
        ),
        entity(
            "LocalVisit",
            attribute("LocalVisit", "Id", "LongInteger", None, **identifier),
            attribute("LocalVisit", "LocalPatientId", "LocalPatient Identifier"),
            attribute("LocalVisit", "PlannedOn", "DateTime"),
            tag="ClientEntity",
        ),
        entity(
            "Patient",
            attribute("Patient", "Id", "LongInteger", None, **identifier),
            attribute("Patient", "FullName", "Text", 100, **_YES),
            attribute("Patient", "Ssn", "Text", 11),
            attribute("Patient", "Email", "Email", 250),
            attribute("Patient", "CareLevel", "Text", 20),
            attribute("Patient", "Remark", "Text", 500),
            Public="Yes",
            ExposeReadOnly="Yes",
        ),
        entity(
            "VisitStatus",
            attribute("VisitStatus", "Id", "Integer", None, **_YES),
            attribute("VisitStatus", "Label", "Text", 50, **_YES),
            IsStaticEntity="Yes",
        ),
    ]


def _client_variables() -> list[Element]:
    return [
        element("Variables.ClientVariable", Key=key(name), Name=name, Type=data_type("Text"), Description=description)
        for name, description in (("SessionToken", "Token for the care API"), ("LastURL", ""))
    ]


def _site_properties() -> list[Element]:
    default = expression("DefaultValue", text("made-up-map-key"))
    return [element("Variables.SiteProperty", default, Key=key("MapApiKey"), Name="MapApiKey", Type=data_type("Text"))]


def _references() -> list[Element]:
    actions = [
        element("ReferenceClientAction", Key=key(f"{_KEYSTORE}.{name}"), Name=name)
        for name in ("CheckKeyStorePlugin", "SetValue", "GetValue")
    ]
    return [
        element("Reference", Key=key(_SYSTEM), Name=_SYSTEM),
        element("Reference", collection("ReferenceClientActions", *actions), Key=key(_KEYSTORE), Name=_KEYSTORE),
    ]


def _login_screen() -> Element:
    role = reference("SystemRole", f"SystemRoles.{_ANONYMOUS}")
    permission = element("Permission", Key=key("Login.Anonymous"), Role=role)
    return element("NRNodes.WebScreen", collection("Permissions", permission), Key=key("Login"), Name="Login")


def _patient_screen() -> Element:
    permission = element("Permission", Key=key("PatientDetail.Nurse"), Role=reference("Role", f"Roles.{key('Nurse')}"))
    aggregate = element("NRNodes.WebScreenDataSet", Key=key("GetPatientById"), Name="GetPatientById")
    return element(
        "NRNodes.WebScreen",
        collection("ScreenDataSets", aggregate),
        collection("Permissions", permission),
        Key=key("PatientDetail"),
        Name="PatientDetail",
    )


def _shown(name: str) -> Element:
    """An expression on the screen that shows an attribute of the local patient."""
    shown = reference("EntityAttribute", f"Attributes.{key(f'LocalPatient.{name}')}")
    row = element("CompoundIdentifier", element("Identifier", Ref=shown), Value="GetLocalPatient.List.Current")
    return element("NRWebWidgets.Expression", expression("Value", row), Key=key(f"Show{name}"))


def _parameter(owner: str, name: str, type_name: str) -> Element:
    kind = "Variables.GenericInputParameter"
    return element(kind, Key=key(f"{owner}.{name}"), Name=name, Type=data_type(type_name), **_YES)


def _action(tag: str, name: str, *inputs: Element) -> Element:
    body = elsewhere("NodesNotShownInESpaceTree")
    return element(tag, body, collection("InputParameters", *inputs), Key=key(name), Name=name)


def _patient_update() -> Element:
    return _action("Flows.UserAction", "Patient_Update", _parameter("Patient_Update", "Source", "Patient"))


def _visit_save() -> Element:
    return _action("Flows.UserAction", "Visit_Save", _parameter("Visit_Save", "PatientId", "Patient Identifier"))


def _store_patient() -> Element:
    return _action("NRFlows.ClientActionFlow", "StorePatient", _parameter("StorePatient", "Ssn", "Text"))


def _input(action: str, name: str) -> Element:
    step = f"InputParameters.{key(f'{action}.{name}')}"
    return element("Identifier", Ref=reference("Variables.GenericInputParameter", step))


def _entity_action(name: str, owner: str) -> str:
    return reference(f"EntityActions.{name}Entity", f"Entities.{key(owner)}", f"EntityActions.#{name}Entity")


def _patient_update_flow() -> list[Element]:
    action = "Patient_Update"
    argument = element("Argument", expression("Value", _input(action, "Source")), PreviousParameterValue_Name="Source")
    return [
        node(action, "Nodes.Start", "Start", then={"Sequence": "Save"}),
        node(
            action,
            "Nodes.ExecuteAction",
            "Save",
            collection("Arguments", argument),
            then={"Sequence": "End"},
            Action=_entity_action("CreateOrUpdate", "Patient"),
        ),
        node(action, "Nodes.End", "End"),
    ]


def _visit_save_flow() -> list[Element]:
    action = "Visit_Save"
    check = element("Call", Ref=reference("RoleActions.CheckRole", f"Roles.{key('Nurse')}", "RoleActions.#CheckRole"))
    owner = element("BinaryOperation", _input(action, "PatientId"), element("Call", NameRef="GetUserId"), Operator="Eq")
    return [
        node(action, "Nodes.Start", "Start", then={"Sequence": "Allowed"}),
        node(
            action,
            "Nodes.If",
            "Allowed",
            expression("Condition", element("BinaryOperation", check, owner, Operator="And")),
            then={"True": "Save", "False": "Refuse"},
        ),
        node(action, "Nodes.RaiseError", "Refuse", expression("Message", text("This is not your patient"))),
        node(
            action,
            "Nodes.ExecuteAction",
            "Save",
            then={"Sequence": "End"},
            Action=_entity_action("Update", "Patient"),
        ),
        node(action, "Nodes.End", "End"),
    ]


def _store_patient_flow() -> list[Element]:
    action = "StorePatient"
    script = element("JavascriptExpression", element("Text", JSText="console.log('stored');"))
    ssn = reference("EntityAttribute", f"Attributes.{key('LocalPatient.Ssn')}")
    assignment = element(
        "Assignment",
        expression("Variable", element("Identifier", Ref=ssn)),
        expression("Value", _input(action, "Ssn")),
    )
    return [
        node(action, "Nodes.Start", "Start", then={"Sequence": "Fill"}),
        node(action, "Nodes.Assign", "Fill", collection("Assignments", assignment), then={"Sequence": "Save"}),
        node(
            action,
            "NRNodes.ExecuteClientAction",
            "Save",
            then={"Sequence": "Note"},
            Action=_entity_action("CreateOrUpdate", "LocalPatient"),
        ),
        node(
            action,
            "NRNodes.JavascriptNode",
            "Note",
            element("JsSource", element("JavascriptSource", script)),
            then={"Sequence": "End"},
        ),
        node(action, "Nodes.End", "End"),
    ]


def _properties(owner: str, values: dict[str, str]) -> Element:
    return collection(
        "CustomProperties",
        *(
            element("CustomProperty", Key=key(f"{owner}.{name}"), PropertyName=name, Value=value)
            for name, value in values.items()
        ),
    )


def _geocoding() -> Element:
    name = "Geocoding"
    method = element(
        "CustomAction-OutSystems.Plugin.REST.RestAction",
        _properties(f"{name}.Search", {"URL Path": "/search"}),
        Key=key(f"{name}.Search"),
        Name="Search",
    )
    values = {"Base URL": "http://geo.example.org/v1", "Username": "fieldvisits"}
    return element(
        "CustomClient-OutSystems.Plugin.REST.RestClient",
        _properties(name, values),
        collection("CustomActions", method),
        Key=key(name),
        Name=name,
    )


def _patient_api() -> Element:
    values = {"Authentication": "", "InternalAccess": "", "ShowDocumentation": "1"}
    return element(
        "CustomService-OutSystems.Plugin.RESTService.RestService",
        _properties("PatientApi", values),
        Key=key("PatientApi"),
        Name="PatientApi",
    )


if __name__ == "__main__":
    FIXTURE.mkdir(parents=True, exist_ok=True)
    (FIXTURE / f"{MODULE}.oml").write_bytes(module_file())
