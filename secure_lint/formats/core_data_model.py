"""Core Data's model files: ``Clinic.xcdatamodeld/Clinic 2.xcdatamodel/contents``, a folder for each version."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from secure_lint.formats.reading import ReadDocument
from secure_lint.formats.xml import read_xml
from secure_lint.model.schema import Attribute, Document, Entity, Setting
from secure_lint.model.span import Location
from secure_lint.text.source import SourceText

_PART = re.compile(r"model/(?P<entity>entity(?:\[\d+\])?)/(?:(?P<attribute>attribute(?:\[\d+\])?)/)?@(?P<name>\w+)")
_VERSION = re.compile(r"(?P<model>.*\.xcdatamodeld)/(?P<version>[^/]*)\.xcdatamodel/contents")
_NUMBER = re.compile(r"\d+")
_CURRENT_NAME = "_XCCurrentVersionName"

CURRENT_VERSION = ".xccurrentversion"
"""The property list beside the versions of a model that names the current one."""


def read_data_model(source: SourceText) -> ReadDocument:
    """Read a version of a model; its entities are those that the store keeps, without transient attributes."""
    read = read_xml(source)
    if read.document is None:
        return read
    return msgspec.structs.replace(read, entities=tuple(_entities(read.document.settings, source.path)))


def superseded_models(documents: Mapping[str, Document]) -> frozenset[str]:
    """The paths of those documents that are not the current version of a model.

    Xcode writes down which one is current beside the versions; where it has not, the numbers in their names tell.
    """
    versions: dict[str, list[tuple[list[int], str]]] = defaultdict(list)
    for path in documents:
        match = _VERSION.fullmatch(path)
        if match:
            numbers = [int(one) for one in _NUMBER.findall(match["version"])]
            versions[match["model"]].append((numbers, path))
    superseded: set[str] = set()
    for model, found in versions.items():
        paths = [path for _, path in sorted(found)]
        current = _current_version(model, documents)
        superseded.update(one for one in paths if one != (current if current in paths else paths[-1]))
    return frozenset(superseded)


def _current_version(model: str, documents: Mapping[str, Document]) -> str | None:
    """The path of the version that a model says is the current one."""
    stated = documents.get(f"{model}/{CURRENT_VERSION}")
    for setting in stated.settings if stated is not None else ():
        if setting.path == _CURRENT_NAME:
            return f"{model}/{setting.value}/contents"
    return None


def _entities(settings: Iterable[Setting], path: str) -> Iterable[Entity]:
    entities: dict[str, dict[str, Setting]] = {}
    attributes: dict[str, dict[str, dict[str, Setting]]] = defaultdict(lambda: defaultdict(dict))
    for setting in settings:
        match = _PART.fullmatch(setting.path)
        if match is None:
            continue
        if match["attribute"]:
            attributes[match["entity"]][match["attribute"]][match["name"]] = setting
        else:
            entities.setdefault(match["entity"], {})[match["name"]] = setting
    for key, described in entities.items():
        if "name" in described:
            found = (_attribute(one, path) for one in attributes[key].values())
            kept = tuple(one for one in found if one is not None)
            name = described["name"]
            yield Entity(name.value, kept, "core-data", "model-file", Location(path, name.span))


def _attribute(described: dict[str, Setting], path: str) -> Attribute | None:
    name, kind, transient = (described.get(one) for one in ("name", "attributeType", "transient"))
    if name is None or (transient is not None and transient.value == "YES"):
        return None
    return Attribute(name.value, kind.value if kind is not None else None, Location(path, name.span))
