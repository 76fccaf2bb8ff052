"""YAML files, some of which are the metadata of a server that says who reaches its tables."""

from __future__ import annotations

import msgspec

from secure_lint.formats.hasura import hasura_grants
from secure_lint.formats.reading import ReadDocument
from secure_lint.formats.yaml_document import read_yaml
from secure_lint.text.source import SourceText


def read_yaml_with_schemas(source: SourceText) -> ReadDocument:
    """Read a YAML file; permissions on tables grant access."""
    read = read_yaml(source)
    grants = hasura_grants(read.document) if read.document is not None else ()
    return msgspec.structs.replace(read, grants=grants, platform="hasura") if grants else read
