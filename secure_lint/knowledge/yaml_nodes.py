"""YAML as plain values, with the line of every node."""

from __future__ import annotations

import re

import yaml

from secure_lint.errors import DocumentError
from secure_lint.knowledge.documents import Path, Plain

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def plain_value(text: str, path: str, error: type[DocumentError]) -> tuple[Plain, dict[Path, int]]:
    """The value of a document and the 1-based line of every node by its path.

    Raises ``error`` with file and line when the text is not YAML, or has a key twice or one that is no plain text.
    """
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        reason = getattr(problem, "problem", None) or "not valid YAML"
        raise error(path, mark.line + 1 if mark else None, f"not valid YAML: {reason}") from None
    lines: dict[Path, int] = {}
    value = None if root is None else _plain(root, (), lines, path, error)
    return value, lines


def _plain(node: yaml.Node, at: Path, lines: dict[Path, int], path: str, error: type[DocumentError]) -> Plain:
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*at, index), lines, path, error) for index, item in enumerate(node.value)]
    result: dict[str, Plain] = {}
    assert isinstance(node, yaml.MappingNode)  # noqa: S101  (YAML has three kinds of node)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise error(path, line, "a key must be plain text")
        key = str(key_node.value)
        if key in result:
            raise error(path, line, f"the key {key!r} stands twice")
        result[key] = _plain(value_node, (*at, key), lines, path, error)
        lines[(*at, key)] = line
    return result


def _scalar(node: yaml.ScalarNode) -> Plain:
    tag, text = node.tag.rpartition(":")[2], str(node.value)
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in ("true", "yes", "on")
    if tag == "int" and re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    if tag == "float" and re.fullmatch(r"[-+]?\d*\.\d+|[-+]?\d+\.\d*", text):
        return float(text)
    return text
