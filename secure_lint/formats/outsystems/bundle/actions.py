"""Client logic of a bundle: the actions of ``*.controller.js`` and ``*.mvc.js`` as flows.

The generator writes an action as one function whose statements are few: calls of actions
(``X.default.name$Action(...)``), of the server (``name$ServerAction(...)``), of Local Storage
(``entities.X.createOrUpdate(...)``), assignments to attributes (``...Attr = ...``), log messages, and branches around
them. Anything else is passed over.
"""

from __future__ import annotations

import re

from secure_lint.formats.outsystems.bundle.notation import capitalised, outsystems_name, outsystems_text
from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.bundle.structure import Branch, Range, Structure
from secure_lint.formats.outsystems.flow_model import (
    Action,
    ActionKind,
    Argument,
    Assignment,
    Expression,
    FlowNode,
    Link,
    Parameter,
    Target,
    TargetKind,
)
from secure_lint.formats.outsystems.place import Place

MOST_NODES = 5_000
LONGEST_CODE = 4_000
"""Characters of one expression; longer ones are tables that are written out."""

_FUNCTION = re.compile(r"_?\b(?P<name>[A-Za-z]\w*)\$Action\s*(?:=\s*function\s*)?\((?P<inputs>[^(){};.\"']*)\)\s*\{")
_STATEMENT = re.compile(
    r"\bentities\.(?P<entity>\w+)\.(?P<operation>create|createOrUpdate|createOrUpdateAll|update|delete|deleteAll)\("
    r"|\b(?P<producer>\w+?)Controller\.default\.(?P<action>\w+)\$Action\("
    r"|\.(?P<remote>\w+)\$ServerAction\("
    r"|\bSystemActions\.(?P<system>logMessage)\("
    r"|(?P<target>[A-Za-z_$][\w$]*(?:\.[\w$]+|\([^()\n;]{0,80}\)){1,12})\.(?P<attribute>\w+)Attr\s*=(?!=)"
)
_RESULT = re.compile(
    r"\s*\.then\(\s*(?:async\s*)?(?:function\s*)?\(?\s*\w+\s*\)?\s*(?:=>)?\s*\{\s*(\w+)Var\.value\s*=(?!=)"
)
_BEFORE = re.compile(r"(\w+)Var\.value\s*=\s*(?:await\s+)?\Z")
_CONTEXT = re.compile(r"(?:controller\.|this\.)?callContext\b")


def read_actions(source: BundleSource) -> tuple[Action, ...]:
    """The actions that the file defines, with their flows."""
    heads = list(_FUNCTION.finditer(source.text))
    if not heads:
        return ()
    structure = Structure(source.text)
    counts: dict[str, int] = {}
    found: list[Action] = []
    for head in heads:
        name = capitalised(head["name"])
        counts[name] = counts.get(name, 0) + 1
        if counts[name] == 1:
            found.append(_ActionReader(source, head, structure).read())
    return tuple(found)


class _ActionReader:
    """Reads one action."""

    def __init__(self, source: BundleSource, head: re.Match[str], structure: Structure) -> None:
        self._source = source
        self._text = source.text
        self._head = head
        self._structure = structure
        self._nodes: list[FlowNode] = []
        name = capitalised(head["name"])
        collection = f"Screens/{source.screen}/Actions" if source.screen else "ClientActions"
        self._place = source.place(f"{collection}/{name}", head.start("name"), head.end("name"))

    def read(self) -> Action:
        """The action: its nodes linked in the order in which they run."""
        opening = self._head.end() - 1
        first = self._sequence((opening + 1, self._structure.closing(opening)), "end")
        start = FlowNode("start", "Start", "", self._place, (Link("Sequence", first),))
        end = FlowNode("end", "End", "", self._place)
        names = [one.strip() for one in self._head["inputs"].split(",")]
        return Action(
            name=capitalised(self._head["name"]),
            kind=ActionKind.SCREEN if self._source.screen else ActionKind.CLIENT,
            place=self._place,
            inputs=tuple(Parameter(outsystems_name(one), "Unknown") for one in names if one.endswith("In")),
            nodes=(start, *self._nodes, end) if self._nodes else (),
            owner=self._source.screen,
        )

    def _sequence(self, extent: Range, after: str) -> str:
        """Make the nodes of a range, the last of which leads to ``after``; returns the first's key."""
        branches = list(self._structure.branches_in(*extent))
        parts: list[re.Match[str] | Branch] = list(branches)
        position = extent[0]
        for branch in branches:
            parts += _STATEMENT.finditer(self._text, position, branch.start)
            position = branch.end
        parts += _STATEMENT.finditer(self._text, position, extent[1])
        parts.sort(key=lambda part: part.start if isinstance(part, Branch) else part.start())
        for part in reversed(parts):
            if len(self._nodes) < MOST_NODES:
                after = self._branch(part, after) if isinstance(part, Branch) else self._statement(part, after)
        return after

    def _branch(self, branch: Branch, after: str) -> str:
        before = len(self._nodes)
        then = self._sequence(branch.then, after)
        otherwise = self._sequence(branch.otherwise, after)
        if len(self._nodes) == before:
            return after
        condition = self._expression(branch.condition)
        place = self._source.place(f"{self._place.element}/If", branch.start, branch.condition[1] + 1)
        links = (Link("True", then), Link("False", otherwise))
        return self._add(FlowNode(self._key(), "If", "", place, links, conditions=(condition,)))

    def _statement(self, match: re.Match[str], after: str) -> str:
        links = (Link("Sequence", after),)
        if match["attribute"] is not None:
            place = self._part(match, match.end("attribute"))
            assigned = f"{outsystems_text(match['target'])}.{capitalised(match['attribute'])}"
            value = self._expression((match.end(), self._end_of_value(match.end())))
            assignments = (Assignment(assigned, value),)
            return self._add(FlowNode(self._key(), "Assign", "", place, links, assignments=assignments))
        opening = match.end() - 1
        closing = self._structure.closing(opening)
        arguments = tuple(self._arguments((opening + 1, closing)))
        place = self._part(match, closing + 1)
        kind, target = _target(match)
        name = self._result_name(match, closing) or target.name
        return self._add(FlowNode(self._key(), kind, name, place, links, target, arguments))

    def _add(self, node: FlowNode) -> str:
        self._nodes.append(node)
        return node.key

    def _key(self) -> str:
        return str(len(self._nodes))

    def _part(self, match: re.Match[str], end: int) -> Place:
        return self._source.place(f"{self._place.element}/{_label(match)}", match.start(), end)

    def _end_of_value(self, start: int) -> int:
        """Where an assigned value ends: at its semicolon or line end outside brackets, as the generator writes it."""
        end = self._text.find(";", start, start + LONGEST_CODE)
        return end if end >= 0 else min(start + 200, len(self._text))

    def _expression(self, extent: Range) -> Expression:
        code = self._text[extent[0] : min(extent[1], extent[0] + LONGEST_CODE)]
        return Expression(outsystems_text(code))

    def _arguments(self, extent: Range) -> list[Argument]:
        """The arguments of a call, up to the call context that the generator hands on."""
        found: list[Argument] = []
        position = start = extent[0]
        while position <= extent[1]:
            at_end = position == extent[1]
            if at_end or self._text[position] == ",":
                code = self._text[start:position].strip()
                if not code or _CONTEXT.match(code):
                    break
                found.append(Argument("", self._expression((start, position))))
                start = position + 1
            elif self._text[position] in "([{":
                position = max(position, self._structure.closing(position))
            elif self._text[position] in "\"'":
                position = _end_of_text(self._text, position)
            position += 1
        return found

    def _result_name(self, match: re.Match[str], closing: int) -> str:
        """The variable that takes the results of a call."""
        behind = _RESULT.match(self._text, closing + 1)
        if behind is not None:
            return capitalised(behind[1])
        before = _BEFORE.search(self._text, max(0, match.start() - 120), match.start())
        return capitalised(before[1]) if before is not None else ""


def _label(match: re.Match[str]) -> str:
    word = match["attribute"] or match["action"] or match["remote"] or match["system"] or match["operation"]
    return capitalised(word) + (match["entity"] or "")


def _target(match: re.Match[str]) -> tuple[str, Target]:
    """What a call runs."""
    if match["entity"] is not None:
        name = capitalised(match["operation"])
        return "ExecuteClientAction", Target(TargetKind.LOCAL_STORAGE_ACTION, name, owner=match["entity"])
    if match["remote"] is not None:
        return "ExecuteAction", Target(TargetKind.SERVER_ACTION, capitalised(match["remote"]))
    if match["system"] is not None:
        return "ExecuteAction", Target(TargetKind.FUNCTION, capitalised(match["system"]))
    target = Target(TargetKind.CLIENT_ACTION, capitalised(match["action"]), module=match["producer"])
    return "ExecuteClientAction", target


def _end_of_text(text: str, start: int) -> int:
    """The closing quote of the text that begins at ``start``."""
    position = start + 1
    while position < len(text) and text[position] not in {text[start], "\n"}:
        position += 2 if text[position] == "\\" else 1
    return position
