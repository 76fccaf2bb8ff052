"""Policies about lists of files: what a list of inclusions and exclusions takes along of the stores of the product."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from secure_lint.judge.context import Analysed, make_finding
from secure_lint.judge.holding import Holding, exposed_holdings, places_of
from secure_lint.judge.settings import has_neighbour, plain_path
from secure_lint.knowledge.policies import FileChoiceMatch, Policy
from secure_lint.model.finding import Evidence, Finding
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Location
from secure_lint.text.globs import path_globs

MOST_RELATED = 8
_EVERY_FOLDER = "*"
_WHOLE_FOLDER = frozenset({"", ".", "./", "/", "*"})
_NUMBER = re.compile(r"\[\d+\]\Z")


class _Rule(msgspec.Struct, frozen=True):
    """One inclusion or exclusion: a folder of the app by its name, and a path in it."""

    includes: bool
    folder: str
    path: str
    place: Setting
    spared: bool

    def fits(self, folder: str, name: str | None) -> bool:
        """Whether the rule means the file of a store with this name; a folder of unknown content is excluded only."""
        if self.folder not in (folder, _EVERY_FOLDER):
            return False
        if self.path in _WHOLE_FOLDER:
            return True
        path = PurePosixPath(self.path)
        if name is not None and PurePosixPath(name).stem == path.stem:
            return True
        return not self.includes and not path.suffix


def judge_file_choices(
    analysed: Analysed, policy: Policy, match: FileChoiceMatch, holdings: Sequence[Holding]
) -> Iterator[Finding]:
    """One finding for each list that takes along sensitive data which lies there in clear."""
    exposed = [one for one in exposed_holdings(holdings) if one.engine in match.folders]
    if not exposed:
        return
    for path, document in sorted(analysed.program.documents.items()):
        if document.kind != match.document or _is_switched_off(analysed, match, path):
            continue
        for section in match.sections:
            rules = list(_rules(document, section, match))
            taken = [(one, rule) for one in exposed if (rule := _taken_by(rules, one, match)) is not None]
            if taken:
                yield _finding(policy, path, section, taken)


def _is_switched_off(analysed: Analysed, match: FileChoiceMatch, path: str) -> bool:
    """Whether settings refer to the document at a path and all of them stand beside one that makes it useless."""
    if not match.referring:
        return False
    glob, name = path_globs(match.referring), PurePosixPath(path).stem
    referring = [
        (document, setting)
        for document in analysed.program.documents.values()
        if document.kind == match.document
        for setting in document.settings
        if setting.value.rpartition("/")[2] == name and glob.match(plain_path(setting.path))
    ]
    off = match.switched_off.items()
    return bool(referring) and all(
        any(has_neighbour(document, setting, beside, pattern) for beside, pattern in off)
        for document, setting in referring
    )


def _rules(document: Document, section: str, match: FileChoiceMatch) -> Iterator[_Rule]:
    by_element: dict[str, dict[str, Setting]] = defaultdict(dict)
    for setting in document.settings:
        element, _, name = setting.path.rpartition("/")
        parent, _, kind = element.rpartition("/")
        if setting.path == section:
            # The list is empty: it excludes nothing.
            yield _Rule(True, _EVERY_FOLDER, "", setting, spared=False)
            return
        if element == section and _is_spared(match, name, setting.value):
            return
        if parent == section and _NUMBER.sub("", kind) in (match.include, match.exclude):
            by_element[element][name] = setting
    for element, named in by_element.items():
        folder = named.get(match.folder)
        if folder is not None:
            includes = _NUMBER.sub("", element.rpartition("/")[2]) == match.include
            given = named.get(match.path)
            spared = any(_is_spared(match, name, one.value) for name, one in named.items())
            yield _Rule(includes, folder.value, given.value if given is not None else "", given or folder, spared)


def _is_spared(match: FileChoiceMatch, name: str, value: str) -> bool:
    pattern = match.spared.get(name)
    return pattern is not None and re.search(pattern, value) is not None


def _taken_by(rules: Sequence[_Rule], holding: Holding, match: FileChoiceMatch) -> _Rule | None:
    """The rule because of which a list takes a store along: an inclusion, or the first if there are only exclusions."""
    folder = match.folders[holding.engine]
    name = holding.store.name if holding.store is not None else None
    if any(rule.fits(folder, name) for rule in rules if not rule.includes):
        return None
    included = [rule for rule in rules if rule.includes]
    if included:
        return next((rule for rule in included if rule.fits(folder, name) and not rule.spared), None)
    return rules[0] if rules else None


def _finding(policy: Policy, path: str, section: str, taken: Iterable[tuple[Holding, _Rule]]) -> Finding:
    pairs = sorted(taken, key=lambda pair: (pair[1].place.span, pair[0].location))
    place = pairs[0][1].place
    held = list(dict.fromkeys(holding for holding, _ in pairs))
    subjects = list(dict.fromkeys(f"`{one.subject}`" for one in held))
    words = {"subject": ", ".join(subjects[:3]), "count": str(len(subjects)), "setting": section}
    return make_finding(
        policy,
        Location(path, place.span),
        words,
        related=places_of(held)[:MOST_RELATED],
        evidence=(Evidence("setting", f"{place.path} = {place.value}" if place.value else f"{place.path} is empty"),),
    )
