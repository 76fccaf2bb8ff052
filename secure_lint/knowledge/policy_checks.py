"""Checks of policies beyond their schema: kinds that exist, expressions that compile, names that agree."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import TypeVar

from secure_lint.knowledge.checked import Checked
from secure_lint.knowledge.documents import Path
from secure_lint.knowledge.fixes import FIXES, AutomaticFix
from secure_lint.knowledge.kinds import Kinds
from secure_lint.knowledge.policies import ImplementationMatch, Match, Policy, SettingMatch, SinkMatch
from secure_lint.knowledge.server_matches import (
    BoundMatch,
    ConstraintMatch,
    EndpointMatch,
    GrantMatch,
    ParityMatch,
    RereadMatch,
    VerdictMatch,
)
from secure_lint.model.access import Principal

T = TypeVar("T")

_CODE = re.compile(r"^SL[1-79]\d\d$")
_NAME = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")


def check_policies(documents: Sequence[Checked[Policy]], kinds: Kinds) -> tuple[Policy, ...]:
    """The policies in the order of their codes, if all are right; raises `RuleError` at the first that is not."""
    codes: dict[str, str] = {}
    for document in documents:
        policy = document.value
        if not _CODE.match(policy.code):
            raise document.mistake(("code",), f"{policy.code!r} is no code; codes read SL1nn to SL7nn and SL9nn")
        if policy.code in codes:
            raise document.mistake(("code",), f"{policy.code} belongs to {codes[policy.code]}")
        codes[policy.code] = document.name
        stem = document.name.rpartition("/")[2].removesuffix(".yaml")
        if policy.name != stem or not _NAME.match(policy.name):
            raise document.mistake(("name",), f"the name must be that of the file, {stem!r}, in small letters")
        if not policy.fix:
            raise document.mistake(("fix",), "a policy needs a fix for each platform that it claims")
        for index, match in enumerate(policy.any_of):
            _check_match(document, ("any_of", index), match, kinds)
        for language, fixes in policy.autofix.items():
            for index, fix in enumerate(fixes):
                _check_fix(document, ("autofix", language, index), language, fix)
    return tuple(sorted((document.value for document in documents), key=lambda policy: policy.code))


def _check_fix(document: Checked[Policy], at: Path, language: str, fix: AutomaticFix) -> None:
    kind = FIXES.get(fix.fix)
    if kind is None:
        close = difflib.get_close_matches(fix.fix, FIXES, n=1)
        suggestion = f"; did you mean {close[0]!r}?" if close else f"; they are {', '.join(FIXES)}"
        raise document.mistake((*at, "fix"), f"{fix.fix!r} is no automatic fix{suggestion}")
    if language not in kind.languages:
        raise document.mistake(at, f"{fix.fix!r} cannot change {language}, only {', '.join(kind.languages)}")
    keys = ("named", "values", "matches", "made_by", "unless_left")
    given = {key for key in keys if getattr(fix, key)}
    for key in sorted(kind.needs - given):
        raise document.mistake(at, f"{fix.fix!r} needs the key {key!r}")
    for key in sorted(given - kind.needs - kind.takes):
        raise document.mistake((*at, key), f"{fix.fix!r} has no use for {key!r}")
    for key, pattern in (("matches", fix.matches), ("unsafe_where", fix.unsafe_where)):
        if pattern is not None:
            document.expect_expression((*at, key), pattern)


def _check_match(document: Checked[Policy], at: Path, match: Match, kinds: Kinds) -> None:
    given = [name for name in match.__struct_fields__ if getattr(match, name) is not None]
    if len(given) != 1:
        raise document.mistake(at, f"exactly one form of match is needed, not {len(given)}")
    if match.sink is not None:
        _check_sink(document, (*at, "sink"), match.sink, kinds)
    if match.stored is not None:
        for engine in (*match.stored.engines, *match.stored.outside):
            document.expect((*at, "stored"), engine, kinds.engines, "engine")
    if match.endpoint is not None:
        _check_endpoint(document, (*at, "endpoint"), match.endpoint, kinds)
    if match.field is not None:
        document.expect_expression((*at, "field"), match.field.named)
    _check_parity(document, (*at, "parity"), match.parity)
    _check_reread(document, (*at, "reread"), match.reread, kinds)
    _check_verdict(document, (*at, "verdict"), match.verdict, kinds)
    if match.store is not None:
        for engine in match.store.engines:
            document.expect((*at, "store", "engines"), engine, kinds.engines, "engine")
    if match.file_choice is not None:
        for engine in match.file_choice.folders:
            document.expect((*at, "file_choice", "folders"), engine, kinds.engines, "engine")
        for spared in match.file_choice.spared.values():
            document.expect_expression((*at, "file_choice", "spared"), spared)
    _check_implementation(document, (*at, "implementation"), match.implementation, kinds)
    _check_bound(document, at, match.bound, kinds)
    _check_constraint(document, (*at, "constraint"), match.constraint, kinds)
    if match.setting is not None:
        _check_setting(document, (*at, "setting"), match.setting, kinds)
    if match.grant is not None:
        _check_grant(document, (*at, "grant"), match.grant)


def _check_implementation(document: Checked[Policy], at: Path, match: ImplementationMatch | None, kinds: Kinds) -> None:
    if match is not None:
        for guard in match.function.unguarded:
            document.expect((*at, "unguarded"), guard, kinds.guards, "guard")


def _check_reread(document: Checked[Policy], at: Path, match: RereadMatch | None, kinds: Kinds) -> None:
    if match is not None:
        for kind in (match.checked_at, *match.stored_at):
            document.expect(at, kind, kinds.sinks, "sink")
        document.expect((*at, "origin"), match.origin, kinds.origins, "origin")


def _check_parity(document: Checked[Policy], at: Path, match: ParityMatch | None) -> None:
    if match is None:
        return
    if bool(match.verdicts) is match.fixed:
        raise document.mistake(at, "a match has either verdicts or fixed")
    for pattern in (match.named, match.unless_named, match.unless_endpoint, match.short_matters):
        document.expect_expression(at, pattern or "")


def _check_verdict(document: Checked[Policy], at: Path, match: VerdictMatch | None, kinds: Kinds) -> None:
    for kind in (*match.unread, *match.unasked) if match is not None else ():
        document.expect(at, kind, kinds.sinks, "sink")


def _check_endpoint(document: Checked[Policy], at: Path, match: EndpointMatch, kinds: Kinds) -> None:
    for guard in (*match.lacks, *match.has, *match.spared_by):
        document.expect(at, guard, kinds.endpoint_guards, "guard of endpoints")
    for kind in match.reaches:
        document.expect((*at, "reaches"), kind, kinds.sinks, "sink")


def _check_setting(document: Checked[Policy], at: Path, match: SettingMatch, kinds: Kinds) -> None:
    neighbours = (*match.beside.values(), *match.unless_beside.values())
    for pattern in (match.matches, match.excludes, *neighbours):
        if pattern is not None:
            document.expect_expression(at, pattern)
    for kind in match.called:
        document.expect((*at, "called"), kind, kinds.sinks, "sink")


def _check_grant(document: Checked[Policy], at: Path, match: GrantMatch) -> None:
    for principal in match.principals:
        document.expect((*at, "principals"), principal, {one.word for one in Principal}, "principal")
    for pattern in (match.unless_about, match.named, match.unless_named, match.self_service):
        if pattern is not None:
            document.expect_expression(at, pattern)


def _check_constraint(document: Checked[Policy], at: Path, match: ConstraintMatch | None, kinds: Kinds) -> None:
    if match is not None:
        _check_beside(document, at, match, kinds)
        document.expect_expression((*at, "unless_value"), match.unless_value)
        for kind in match.nowhere:
            document.expect((*at, "nowhere"), kind, kinds.sinks, "sink")


def _check_bound(document: Checked[Policy], at: Path, match: BoundMatch | None, kinds: Kinds) -> None:
    if match is not None:
        _check_beside(document, (*at, "bound"), match, kinds)


def _check_beside(document: Checked[Policy], at: Path, match: BoundMatch | ConstraintMatch, kinds: Kinds) -> None:
    for kind in match.unless_beside:
        document.expect((*at, "unless_beside"), kind, kinds.sinks, "sink")
    for guard in match.lowered_behind:
        document.expect((*at, "lowered_behind"), guard, kinds.endpoint_guards, "guard of endpoints")


def _check_sink(document: Checked[Policy], at: Path, match: SinkMatch, kinds: Kinds) -> None:
    words = (
        ("kinds", match.kinds, kinds.sinks, "sink"),
        ("beside", match.beside, kinds.sinks, "sink"),
        ("unless_beside", (*match.unless_beside, *match.unless_together), kinds.sinks, "sink"),
        ("input_at", (match.input_at,) if match.input_at else (), kinds.sinks, "sink"),
        ("origin", match.origin, kinds.origins, "origin"),
        ("without_origin", match.without_origin, kinds.origins, "origin"),
        ("unguarded", (*match.unguarded, *match.lowered_under), kinds.guards, "guard"),
        ("spared_by", match.spared_by, kinds.protections, "protection"),
        ("endpoint_without", match.endpoint_without, kinds.endpoint_guards, "guard of endpoints"),
        ("data", (*match.data.spared_by, *match.data.marked_by) if match.data else (), kinds.protections, "protection"),
        ("lowered_behind", match.lowered_behind, kinds.endpoint_guards, "guard of endpoints"),
    )
    for key, given, known, role in words:
        for word in given:
            document.expect((*at, key), word, known, role)
    if match.constant is not None and match.constant.matches is not None:
        document.expect_expression((*at, "constant"), match.constant.matches)
    for pattern in (match.named, match.unless_named, match.unless_within, match.unless_constant):
        if pattern is not None:
            document.expect_expression(at, pattern)
