"""REST APIs that a module consumes and exposes."""

from __future__ import annotations

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.model import ConsumedRest, ExposedRest, RestMethod
from secure_lint.formats.outsystems.oml.fragments import Fragments
from secure_lint.formats.outsystems.oml.tree import attribute, child_elements, items, tag
from secure_lint.formats.outsystems.place import Place, whole_file

_REST_CLIENT = ".RestClient"
_REST_SERVICE = ".RestService"

_AUTHENTICATION = {"": "None", "0": "None", "1": "Basic", "2": "Custom"}
_HTTP_SECURITY = {"": "SSL/TLS"}
"""No public module exposes REST. The names are those of the vendor's reference (an absent property has its default);
the numbers follow the order in which it lists the values. Any other value is kept as it stands."""


def read_consumed_rest(fragments: Fragments) -> tuple[ConsumedRest, ...]:
    """The consumed REST APIs."""
    found: list[ConsumedRest] = []
    for element in _services(fragments, "CustomClients", _REST_CLIENT):
        properties = _properties(element)
        found.append(
            ConsumedRest(
                name=attribute(element, "Name"),
                place=_place(element, fragments),
                base_url=properties.get("baseurl", ""),
                username=properties.get("username", ""),
                password=properties.get("password", ""),
                methods=_methods(element),
            )
        )
    return tuple(found)


def read_exposed_rest(fragments: Fragments) -> tuple[ExposedRest, ...]:
    """The exposed REST APIs."""
    found: list[ExposedRest] = []
    for element in _services(fragments, "CustomServices", _REST_SERVICE):
        properties = _properties(element)
        authentication, security = properties.get("authentication", ""), properties.get("httpsecurity", "")
        found.append(
            ExposedRest(
                name=attribute(element, "Name"),
                place=_place(element, fragments),
                authentication=_AUTHENTICATION.get(authentication, authentication),
                http_security=_HTTP_SECURITY.get(security, security),
                is_internal=_is_yes(properties.get("internalaccess", "")),
                is_documented=_is_yes(properties.get("showdocumentation", "1")),
                methods=_methods(element),
            )
        )
    return tuple(found)


def _services(fragments: Fragments, collection: str, suffix: str) -> list[Element]:
    root = fragments.root(collection)
    return [item for item in child_elements(root) if tag(item).endswith(suffix)] if root is not None else []


def _place(element: Element, fragments: Fragments) -> Place:
    return whole_file(fragments.path, fragments.index.path(element, attribute(element, "Name")))


def _properties(element: Element) -> dict[str, str]:
    """Custom properties by name, without case and spaces: ``Base URL``, ``HTTPMethod``."""
    return {
        attribute(item, "PropertyName").replace(" ", "").lower(): attribute(item, "Value")
        for item in items(element, "CustomProperties")
    }


def _methods(element: Element) -> tuple[RestMethod, ...]:
    return tuple(
        RestMethod(attribute(action, "Name"), _properties(action).get("urlpath", ""))
        for action in items(element, "CustomActions")
    )


def _is_yes(value: str) -> bool:
    return value.lower() in {"1", "yes", "true"}
