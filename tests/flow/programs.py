"""Programs in source form, interpreted with the real models."""

from __future__ import annotations

from secure_lint.flow.analysis import Interpreted, interpret
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.names import NameLabels
from secure_lint.flow.values.value import all_taints
from secure_lint.judge.judge import data_sinks
from secure_lint.knowledge.bundle import load_rules
from secure_lint.label.matching import ModelIndex
from secure_lint.languages.front_end import WantedBodies, front_ends, load_front_end
from secure_lint.link.program import Program
from secure_lint.model.facts import FileFacts
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.text.source import SourceText

HEADER = """
import android.content.Context
import android.content.SharedPreferences
import android.util.Log
import androidx.core.content.edit
"""


def run(**files: str) -> Interpreted:
    """Interpret files given by name; ``Main_kt`` stands for ``Main.kt``."""
    rules = load_rules()
    index = ModelIndex(rules.models)
    facts = []
    for name, text in files.items():
        path = name if "." in name else name.replace("_", ".")
        suffix = path[path.rindex(".") :]
        read = load_front_end(front_ends()[suffix]).read(SourceText(path, text.encode()), WantedBodies(everything=True))
        assert read.problems == ()
        facts.append(FileFacts(path, module=read.module))
    names = NameLabels(Classifier(rules.taxonomy), index.data_of_types)
    return interpret(Program(facts, index.known_types), index, names, {}, data_sinks(rules.policies))


def kotlin(body: str, **others: str) -> Interpreted:
    """Interpret one Kotlin file with the usual imports, and perhaps other files."""
    return run(Main_kt=f"package app\n{HEADER}\n{body}", **others)


def written(interpreted: Interpreted) -> set[tuple[str, str]]:
    """Key (or ``?``) and data type of all sensitive values that are written to a store, unprotected."""
    found = set()
    for event in interpreted.events:
        if event.kind == "store.write":
            keys = [str(one.value) for one in event.name.constants] or ["?"]
            found |= {(key, name) for key in keys for name in data_types(event)}
    return found


def data_types(event: Event) -> set[str]:
    """Data types of the unprotected sensitive values at an event."""
    return {
        taint.label.name for taint in all_taints(event.value) if taint.label.kind == "data" and not taint.protections
    }


def events_of(interpreted: Interpreted, kind: str) -> list[Event]:
    """The events of a kind."""
    return [event for event in interpreted.events if event.kind == kind]
