"""Values that open nothing: made up for tests, for a pipeline's own run, for a developer's own machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from secure_lint.credentials.assignments import Form
from secure_lint.credentials.candidates import (
    COMMENTED,
    COMMON,
    DEMONSTRATION,
    DOUBLED,
    INJECTED,
    LOOPBACK,
    MADE_UP,
    MEMORABLE,
    RUN_ONLY,
    STAND_IN,
    Candidate,
)
from secure_lint.credentials.names import split_words
from secure_lint.credentials.places import Place, Places
from secure_lint.credentials.vocabularies import PlacePatterns
from secure_lint.text.globs import PathGlobs

_LISTED, _MANY = ("generic-key", "generic-token"), 8
_STATED = ("assignment", "entry", "member", "shape")
"""Contexts in which a value is only stated; in others it is handed to what takes it, compared, or configured."""

_MADE_UP_IN = (*_STATED, "label", "part", "query", "setting", "text")
_OF_TESTS = re.compile(r"(?:^|[^a-z])tests?(?:$|[^a-z])", re.IGNORECASE)


class Harmless:
    """Tells which values only auditors want to see."""

    def __init__(self, candidates: Sequence[Candidate], places: Places, patterns: PlacePatterns) -> None:
        self._places = places
        self._pipelines = PathGlobs(patterns.pipelines)
        self._development = PathGlobs(patterns.development)
        self._listed = _names_of_lists(candidates)

    def all_are(self, group: Sequence[Candidate]) -> bool:
        """Whether a value is harmless, given all its places."""
        if self._places.of(group[0]) is Place.TEST and all(map(_is_sample, group)):
            return True
        tests = (
            _shows_form,
            _is_of_no_secret_server,
            _is_known_default,
            self._is_throwaway,
            self._is_replaced,
            self._is_one_of_many,
            _is_of_tests,
        )
        if self._are_of_own_machine(group) or self._are_commented_out(group):
            return True
        return any(all(map(test, group)) for test in tests)

    def _is_one_of_many(self, one: Candidate) -> bool:
        return (one.path, one.name) in self._listed

    def _is_throwaway(self, one: Candidate) -> bool:
        """Whether a password is that of what a pipeline starts for its own run, of a test server, or a stand-in."""
        if RUN_ONLY in one.notes:
            return True
        if self._places.of(one) is not Place.BUILD or not {COMMON, MADE_UP}.intersection(one.notes):
            return False
        return STAND_IN in one.notes or self._pipelines.match(one.path) or _OF_TESTS.search(one.name) is not None

    def _is_replaced(self, one: Candidate) -> bool:
        """Whether a key file is one that a pipeline writes anew before it signs with it."""
        return one.context == "file" and self._places.is_replaced(one.path)

    def _are_commented_out(self, group: Sequence[Candidate]) -> bool:
        """Whether a value of tests has been tried out in the product, where only a comment is left of it."""
        outside = [one for one in group if self._places.of(one) is not Place.TEST]
        return 0 < len(outside) < len(group) and all(COMMENTED in one.notes for one in outside)

    def _are_of_own_machine(self, group: Sequence[Candidate]) -> bool:
        """Whether a value is a password that somebody made up for the services on a developer's own machine."""
        others = [one for one in group if not self._development.match(one.path)]
        return (
            len(others) < len(group)
            and all(MEMORABLE in one.notes for one in group)
            and all(self._places.of(one) is Place.TEST for one in others)
        )


def _is_of_no_secret_server(one: Candidate) -> bool:
    """Whether a value belongs to a server that only the machine itself reaches, or that is there to be tried out."""
    return LOOPBACK in one.notes or (DEMONSTRATION in one.notes and MEMORABLE in one.notes)


def _is_known_default(one: Candidate) -> bool:
    """Whether a password that somebody can remember is, by its name, one that a service gives everybody."""
    return MEMORABLE in one.notes and one.shape == "generic-password" and "default" in split_words(one.name)


def _is_of_tests(one: Candidate) -> bool:
    """Whether a setting that a build compiles in belongs to its tests."""
    return one.context == INJECTED and _OF_TESTS.search(one.name) is not None


def _is_sample(one: Candidate) -> bool:
    """Whether a value in a test looks like one that somebody made up for it, or could open nothing there."""
    if DOUBLED in one.notes or (MEMORABLE in one.notes and one.context == Form.COMPARISON.value):
        return True
    if MADE_UP in one.notes and (one.context in _MADE_UP_IN or one.shape in ("generic-key", "generic-token")):
        return True
    return COMMON in one.notes and one.context in _STATED


def _shows_form(one: Candidate) -> bool:
    """Whether a value in a comment only shows how something is written."""
    return COMMENTED in one.notes and MEMORABLE in one.notes


def _names_of_lists(candidates: Iterable[Candidate]) -> frozenset[tuple[str, str]]:
    """Paths and names of keys and tokens of which a data file holds many: a list of servers, of assets, of records."""
    values: dict[tuple[str, str], set[str]] = {}
    for one in candidates:
        if one.shape in _LISTED and one.context == Form.SETTING.value:
            values.setdefault((one.path, one.name), set()).add(one.digest)
    return frozenset(place for place, digests in values.items() if len(digests) >= _MANY)
