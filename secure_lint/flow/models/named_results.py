"""Calls whose names say something by convention: where their result comes from, or that they ask whose something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.server.comparisons import report_asking
from secure_lint.flow.values.value import Label, Taint, Trace, Value, merge_taints
from secure_lint.model.finding import Step
from secure_lint.sensitivity.words import parts

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


class NamedResults:
    """Tells the origin of results by the names of calls, each of which is looked at once."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._memory: dict[tuple[str, str], str | None] = {}
        self._asking: dict[tuple[str, str], bool] = {}

    def note_asking(self, frame: Frame, site: CallSite) -> None:
        """Report a call as a comparison of what it is handed if it asks whether the caller may have something."""
        if len(site.arguments) > 1:
            key = (frame.module.language, site.name)
            if key not in self._asking:
                words = "_".join(parts(site.name))
                asking = self._interpreter.index.asking.get(frame.module.language, ())
                self._asking[key] = any(pattern.search(words) for pattern in asking)
            if self._asking[key]:
                report_asking(frame, site)

    def labelled(self, value: Value, site: CallSite, language: str) -> Value:
        """The result of a call, labelled with the origin that its name says."""
        key = (language, site.written)
        if key not in self._memory:
            self._memory[key] = self._origin(*key)
        origin = self._memory[key]
        if origin is None or value.is_type or (value.exact and value.constants):
            return value
        taint = Taint(Label("origin", origin, site.name), Trace(Step(site.location, f"`{site.written}`: {origin}")))
        return msgspec.structs.replace(value, taints=merge_taints(value.taints, (taint,)))

    def _origin(self, language: str, written: str) -> str | None:
        models = self._interpreter.index.named_results.get(language)
        if not models:
            return None
        words = "_".join(parts(written))
        return next((origin for pattern, origin in models if pattern.search(words)), None)
