"""Builds OutSystems modules for tests and fixtures, in the form that Service Studio saves.

`element` makes an element, `key` the key of a named one, `reference` a reference to it; `fragment` wraps the items of a
collection. `write_module` encodes the fragments and puts them into a container. A module of one entity:

    write_module("Shop", {"Entities": [element("Entity", Key=key("Cart"), Name="Cart")]})
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence

from secure_lint.formats.fastinfoset import Attribute, Document, Element, Name, Node, encode
from secure_lint.formats.outsystems.data_types import IDENTIFIER_SUFFIX, MODULE_CODES
from secure_lint.formats.outsystems.oml.container import OmlHeader, write_oml

_CODES = {name: f"%{code}" for code, name in MODULE_CODES.items()}
_FORMAT, _STUDIO = "11.0.415.100", "11.53.9.61135"


def key(name: str) -> str:
    """A key in the platform's form: 128 bits in its own base64, here derived from the name."""
    digest = hashlib.blake2b(name.encode("utf-8"), digest_size=16).digest()
    return base64.b64encode(digest, b"+_").decode("ascii").rstrip("=")


def element(tag: str, *children: Node, **attributes: str) -> Element:
    """An element; ``_`` in an attribute's name stands for ``.``."""
    named = tuple(Attribute(Name(name.replace("_", ".")), value) for name, value in attributes.items())
    return Element(Name(tag), named, children)


def collection(tag: str, *items: Element) -> Element:
    """A collection inside its element."""
    return element(tag, *items, Count=str(len(items)))


def elsewhere(tag: str) -> Element:
    """A collection that stands in a fragment of its own."""
    return element(tag, HasChildren="Yes")


def reference(tag: str, *steps: str) -> str:
    """A reference; each step is ``Collection.key``."""
    return f"{tag}:/" + "/".join(steps)


def data_type(name: str) -> str:
    """A type's code, or the reference to an entity's identifier type."""
    if name.endswith(IDENTIFIER_SUFFIX):
        owner = key(name.removesuffix(IDENTIFIER_SUFFIX))
        return reference("EntityIdentifierType", f"Entities.{owner}", "IdentifierType")
    return _CODES.get(name) or reference("Entity", f"Entities.{key(name)}")


def expression(holder: str, *parts: Element) -> Element:
    """An expression in its holder (``Condition``, ``Value``)."""
    return element(holder, element("ParsedExpression", *parts))


def number(holder: str, value: int) -> Element:
    """A whole number in its holder (``Length``)."""
    return expression(holder, element("Integer", Type=_CODES["Integer"], Value=str(value)))


def text(value: str) -> Element:
    """A text literal."""
    return element("Text", Type=_CODES["Text"], Value=value)


def attribute(entity: str, name: str, type_name: str, length: int | None = None, **more: str) -> Element:
    """An attribute of an entity; its key is that of ``entity.name``."""
    parts = (number("Length", length),) if length is not None else ()
    return element("EntityAttribute", *parts, Key=key(f"{entity}.{name}"), Name=name, Type=data_type(type_name), **more)


def entity(name: str, *attributes: Element, tag: str = "Entity", **more: str) -> Element:
    """An entity; its first attribute is the identifier."""
    identifier = next(item.value for item in attributes[0].attributes if item.name.local == "Key")
    return element(
        tag,
        collection("Attributes", *attributes),
        Key=key(name),
        Name=name,
        Identifier=f"EntityAttribute:Attributes.{identifier}",
        **more,
    )


def node(
    owner: str, tag: str, name: str, *parts: Element, then: Mapping[str, str] | None = None, **more: str
) -> Element:
    """A node of the flow of ``owner``; ``then`` maps kinds of links to names of nodes."""
    links = [
        element(f"Links.{kind}", TargetNode=f"Nodes.Any:^/^/NodesNotShownInESpaceTree.{key(f'{owner}#{target}')}")
        for kind, target in (then or {}).items()
    ]
    label = {} if name in {"Start", "End"} else {"Name": name}
    return element(tag, collection("Links", *links), *parts, Key=key(f"{owner}#{name}"), **label, **more)


def write_module(name: str, fragments: Mapping[str, Sequence[Element]], **attributes: str) -> bytes:
    """A module file with these fragments besides ``eSpace``; ``attributes`` are those of the module."""
    bases = dict.fromkeys(fragment.partition("#")[0] for fragment in fragments if "#" not in fragment)
    root = element("ESpace", *(elsewhere(base) for base in bases), Key=key(name), Name=name, **attributes)
    documents = {"eSpace": Document((root,))}
    for fragment, items in fragments.items():
        documents[fragment] = Document((collection("eSpaceFragment", *items),))
    header = OmlHeader(_FORMAT, _STUDIO, key(name), name)
    return write_oml(header, ((fragment, encode(document)) for fragment, document in documents.items()))
