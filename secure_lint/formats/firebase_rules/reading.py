"""Security rules files of Cloud Firestore and Cloud Storage (``firestore.rules``, ``storage.rules``)."""

from __future__ import annotations

import re

from secure_lint.formats.firebase_rules.lowering import grants_of
from secure_lint.formats.firebase_rules.statements import RulesReader
from secure_lint.formats.json_schemas import read_json_with_schemas
from secure_lint.formats.reading import ReadDocument, TooMuchError, linter_comments, read_problem
from secure_lint.model.problem import Problem
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_SERVICE = re.compile(r"^[^\S\n]*+service\s++(?:cloud\.firestore|firebase\.storage)\b", re.MULTILINE)
_REALTIME = re.compile(r"""\A\s*+(?:(?://[^\n]*+|/\*.*?\*/)\s*+)*+\{.*["']\.(?:read|write)["']\s*:""", re.DOTALL)
_COMMENT_OR_STRING = re.compile(r"""'(?:[^'\\\n]|\\.)*+'|"(?:[^"\\\n]|\\.)*+"|//[^\n]*+|/\*.*?(?:\*/|\Z)""", re.DOTALL)


def read_rules(source: SourceText) -> ReadDocument:
    """Read a security rules file; those of a Realtime Database are JSON.

    Files of other kinds end in ``.rules`` too: those yield nothing.
    """
    if _SERVICE.search(source.text) is None:
        return read_json_with_schemas(source) if _REALTIME.search(source.text) else ReadDocument()
    places = Places(source.text)
    reader = RulesReader(source.text)
    try:
        rules = reader.read()
    except TooMuchError as error:
        return ReadDocument(problems=(read_problem(source.path, str(error), None, partial=False),))
    grants = tuple(grants_of(rules, source.path, places))
    problems = tuple(_problems(reader, source.path, places, partial=bool(grants)))
    return ReadDocument(
        grants=grants,
        problems=problems[:1],
        comments=linter_comments(source.text, places, _COMMENT_OR_STRING, "/"),
        platform=_platform(source.text),
    )


def _platform(text: str) -> str:
    return "cloud-storage" if re.search(r"\bservice\s+firebase\.storage\b", text) else "firestore"


def _problems(reader: RulesReader, path: str, places: Places, *, partial: bool) -> list[Problem]:
    """The first mistake: those after it are mostly its echo."""
    return [
        read_problem(
            path, f"not valid security rules: {error}", places.span(error.offset, error.offset), partial=partial
        )
        for error in reader.errors[:1]
    ]
