"""Generated JavaScript in the notation of Service Studio, so that both are read by the same means.

``vars.value.ssnInLocal`` is ``Ssn``, ``patientVar.value.localPatientAttr.ssnAttr`` is ``Patient.LocalPatient.Ssn``.
"""

from __future__ import annotations

import re

_CURRENT = re.compile(r"\.getCurrent\([^()]{0,200}\)")
_HOLDERS = re.compile(r"\b(?:vars|outVars|inputs|model\.variables)\.(?:value\.)?")
_RECORD = re.compile(r"\b\w+Model\.\w+\.fromStructure\(")
_BUILT_IN = re.compile(r"\b(?:[A-Za-z_$][\w$]*\.)*BuiltinFunctions\.")
_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
_NAME = re.compile(r"(?<![\w$\"])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_SUFFIX = re.compile(r"(?<=\w)(?:InLocal|OutLocal|Attr|Var|Out|In)\Z")
_OPERATORS = (("!==", "<>"), ("===", "="), ("!=", "<>"), ("==", "="), ("&&", " and "), ("||", " or "))
_NOT = re.compile(r"!(?!=)")
_WORDS = frozenset({"true", "false", "null", "not", "and", "or", "undefined"})


def capitalised(name: str) -> str:
    """The name as Service Studio has it; the generator writes its first letter small."""
    return name[:1].upper() + name[1:]


def outsystems_name(name: str) -> str:
    """A dotted name of the generated code."""
    parts = [_SUFFIX.sub("", part) for part in name.split(".") if part not in {"value", "this", "controller"}]
    return ".".join(capitalised(part) for part in parts if part)


def outsystems_text(code: str) -> str:
    """An expression of the generated code; what the notation lacks stays as it is."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append('"' + match.group()[1:-1].replace('\\"', '"').replace('"', '""') + '"')
        return f"\0{len(kept) - 1}\0"

    text = _TEXT.sub(keep, code)
    text = _RECORD.sub("(", _BUILT_IN.sub("", _HOLDERS.sub("", _CURRENT.sub(".current", text))))
    for written, ours in _OPERATORS:
        text = text.replace(written, ours)
    text = _NOT.sub(" not ", text)
    text = _NAME.sub(lambda match: match.group() if match.group() in _WORDS else outsystems_name(match.group()), text)
    return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], text).strip()
