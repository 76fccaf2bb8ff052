"""What scans need of the rules that does not depend on the project.

It is made once in a process: for a few files it takes longer than to read and to judge them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import msgspec

from secure_lint.credentials.detector import Detector
from secure_lint.judge.judge import data_sinks
from secure_lint.knowledge.bundle import load_rules
from secure_lint.knowledge.models import Model
from secure_lint.label.matching import ModelIndex
from secure_lint.label.modelled_names import known_types
from secure_lint.languages.front_end import front_ends
from secure_lint.screen.plan import ScreenPlan, make_plan, plan_for_credentials
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.overrides import NO_OVERRIDES, Overrides
from secure_lint.text.globs import PathGlobs


@functools.cache
def whole_plan() -> ScreenPlan:
    """What to look for in the files for all rules."""
    rules = load_rules()
    plan = make_plan(rules.models, rules.policies, data_sinks(rules.policies), front_ends().values())
    relays = tuple(rules.kinds.relays.values())
    return msgspec.structs.replace(plan, guard_names=rules.kinds.guard_names, relays=relays)


@functools.cache
def credential_plan() -> ScreenPlan:
    """What to look for where all rules that are asked for speak of credentials."""
    return plan_for_credentials(front_ends().values())


@functools.cache
def credential_detector() -> Detector:
    """The search for credentials."""
    return Detector(load_rules().credentials)


@functools.cache
def modelled_types() -> Mapping[str, frozenset[str]]:
    """The types that all models speak of, with the languages in which they do."""
    return known_types(load_rules().models)


@functools.cache
def bundled_files() -> PathGlobs:
    """The files that come with a platform."""
    return PathGlobs(glob for model in load_rules().models for glob in model.bundled)


def model_index(models: Iterable[Model]) -> ModelIndex:
    """The index of these models, which are some of the rules; each program needs one `ModelIndex.anew`."""
    return _index(frozenset(one.model for one in models))


@functools.cache
def _index(names: frozenset[str]) -> ModelIndex:
    return ModelIndex(one for one in load_rules().models if one.model in names)


def classifier_with(overrides: Overrides) -> Classifier:
    """The classifier of sensitive data, with what a project says of its own."""
    return _classifier() if overrides == NO_OVERRIDES else Classifier(load_rules().taxonomy, overrides)


@functools.cache
def _classifier() -> Classifier:
    return Classifier(load_rules().taxonomy)
