"""Policies about settings of configuration documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secure_lint.judge.app_settings import app_settings, has_setting
from secure_lint.judge.called_hosts import calls_to
from secure_lint.judge.context import Analysed, confidence_of, make_finding
from secure_lint.judge.holding import Holding, exposed_holdings, places_of
from secure_lint.knowledge.policies import Policy, SettingMatch
from secure_lint.model.finding import Evidence, Finding
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Location
from secure_lint.sensitivity.classification import CERTAIN
from secure_lint.sensitivity.subject import Role, Subject
from secure_lint.text.globs import path_globs

MOST_RELATED = 8
_NUMBER = re.compile(r"(?<=[^/])\[\d+\](?=/|\Z)")


def judge_settings(
    analysed: Analysed, policy: Policy, match: SettingMatch, holdings: Sequence[Holding]
) -> Iterator[Finding]:
    """The findings of a policy about settings."""
    exposed = exposed_holdings(holdings)
    if match.stores and not exposed:
        return
    kept = places_of(exposed) if match.stores else ()
    for path in sorted(analysed.program.documents):
        document = analysed.program.documents[path]
        if document.kind != match.document or not _path_fits(path, match):
            continue
        for setting, score in _guilty(analysed, document, match):
            host = _named(setting, match)
            words = {
                "setting": setting.path.rpartition("/")[2],
                "constant": host,
                "subject": setting.value if match.sensitive == "value" else setting.path,
                "sink": f"`{setting.path}`",
                "value": f" (`{setting.value}`)",
            }
            related = calls_to(analysed, match.called, host) if match.called else kept
            yield make_finding(
                policy,
                Location(path, setting.key_span if match.absent else setting.span),
                words,
                severity=match.uncalled if match.called and not related else None,
                confidence=confidence_of(policy, score),
                related=related[:MOST_RELATED],
                evidence=(Evidence("setting", f"{setting.path} = {setting.value}"),) if not match.absent else (),
            )


def _guilty(analysed: Analysed, document: Document, match: SettingMatch) -> Iterator[tuple[Setting, float]]:
    pattern = path_globs(match.path)
    if match.absent:
        if any(pattern.match(plain_path(one.path)) for one in document.settings):
            return
        anchor = path_globs(match.anchor or match.path)
        place = next((one for one in document.settings if anchor.match(plain_path(one.path))), None)
        if place is not None and _lacks_all(document, place, match.without):
            yield place, CERTAIN
        return
    if (match.app_has or match.app_lacks) and not _app_fits(analysed, document, match):
        return
    for setting in document.settings:
        plain = plain_path(setting.path)
        if not pattern.match(plain) or not _value_fits(setting, match):
            continue
        if any(path_globs(glob).match(plain) for glob in match.outside):
            continue
        if not _neighbours_fit(document, setting, match) or not _above_fits(document, setting, match):
            continue
        score = _name_score(analysed, setting, match) if match.sensitive is not None else CERTAIN
        if score > 0:
            yield setting, score


def _app_fits(analysed: Analysed, document: Document, match: SettingMatch) -> bool:
    settings = tuple(app_settings(analysed.program, document))
    return all(has_setting(settings, one) for one in match.app_has) and not any(
        has_setting(settings, one) for one in match.app_lacks
    )


def _named(setting: Setting, match: SettingMatch) -> str:
    """What the setting is about: its value, or the element that it stands in."""
    return setting.path.rsplit("/", 2)[-2] if match.host_around else setting.value


def _value_fits(setting: Setting, match: SettingMatch) -> bool:
    if match.matches is not None and not re.search(match.matches, setting.value):
        return False
    if match.excludes is not None and re.search(match.excludes, _named(setting, match)):
        return False
    if match.below is not None:
        try:
            return float(setting.value) < match.below
        except ValueError:
            return False
    return True


def _neighbours_fit(document: Document, setting: Setting, match: SettingMatch) -> bool:
    if not all(has_neighbour(document, setting, name, pattern) for name, pattern in match.beside.items()):
        return False
    if any(has_neighbour(document, setting, name, pattern) for name, pattern in match.unless_beside.items()):
        return False
    return _lacks_all(document, setting, match.without)


def _lacks_all(document: Document, setting: Setting, names: Sequence[str]) -> bool:
    return not any(has_neighbour(document, setting, name, "") for name in names)


def has_neighbour(document: Document, setting: Setting, name: str, pattern: str) -> bool:
    """Whether a setting at a path relative to the parent of ``setting`` has a value that matches."""
    parent = setting.path.rpartition("/")[0]
    while name.startswith("../"):
        parent, name = parent.rpartition("/")[0], name[3:]
    glob = path_globs(f"{plain_path(parent)}/{name}")
    return any(
        one.path.startswith(f"{parent}/") and glob.match(plain_path(one.path)) and re.search(pattern, one.value)
        for one in document.settings
    )


def _above_fits(document: Document, setting: Setting, match: SettingMatch) -> bool:
    if not match.above:
        return True
    values = {one.path: one.value for one in document.settings}
    for name, pattern in match.above.items():
        parent = setting.path
        while parent and f"{parent}/{name}" not in values:
            parent = parent.rpartition("/")[0]
        value = values.get(f"{parent}/{name}")
        if value is None or not re.search(pattern, value):
            return False
    return True


def _name_score(analysed: Analysed, setting: Setting, match: SettingMatch) -> float:
    name = (setting.path if match.sensitive == "key" else setting.value).rpartition("/")[2].lstrip("@")
    said = analysed.classifier.classify(Subject(name, Role.FIELD))
    if said.keeping is None or (match.keeping and said.keeping.value not in match.keeping):
        return 0.0
    if said.data_type in match.without_types:
        return 0.0
    return said.score


def plain_path(path: str) -> str:
    """The path of a setting without the numbers of siblings."""
    return _NUMBER.sub("", path) if "[" in path else path


def _path_fits(path: str, match: SettingMatch) -> bool:
    if match.unless_file is not None and path_globs(match.unless_file).match(path):
        return False
    return match.file is None or path_globs(match.file).match(path)
