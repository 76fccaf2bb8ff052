"""Calls whose names say something by convention: where their result comes from, or that they ask whose something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.server.comparisons import report_asking
from secure_lint.flow.values.value import UNKNOWN, Label, Protection, Taint, Trace, Value, merge_taints, protected
from secure_lint.knowledge.server_words import NamedResultModel
from secure_lint.model.finding import Step
from secure_lint.sensitivity.words import joined

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


class NamedResults:
    """Tells the origin of results by the names of calls, each of which is looked at once."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._memory: dict[tuple[str, str], NamedResultModel | None] = {}
        self._asking: dict[tuple[str, str], bool] = {}

    def note_asking(self, frame: Frame, site: CallSite) -> None:
        """Report a call as a comparison of what it is handed if it asks whether the caller may have something."""
        if len(site.arguments) > 1:
            key = (frame.module.language, site.name)
            if key not in self._asking:
                words = joined(site.name)
                asking = self._interpreter.index.asking.get(frame.module.language, ())
                self._asking[key] = any(pattern.search(words) for pattern in asking)
            if self._asking[key]:
                report_asking(frame, site)

    def labelled(self, value: Value, site: CallSite, language: str) -> Value:
        """The result of a call with what its name says of it: an origin, or what code did to it that nobody sees."""
        key = (language, site.written)
        if key not in self._memory:
            self._memory[key] = self._model(*key)
        model = self._memory[key]
        if model is None or value.is_type or (value.exact and value.constants):
            return value
        if model.protection is not None:
            return protected(UNKNOWN, Protection(model.protection)) if value == UNKNOWN else value
        origin = model.origin or ""
        taint = Taint(Label("origin", origin, site.name), Trace(Step(site.location, f"`{site.written}`: {origin}")))
        return msgspec.structs.replace(value, taints=merge_taints(value.taints, (taint,)))

    def _model(self, language: str, written: str) -> NamedResultModel | None:
        models = self._interpreter.index.named_results.get(language)
        if not models:
            return None
        words = joined(written)
        return next((model for pattern, model in models if pattern.search(words)), None)
