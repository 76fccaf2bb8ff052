"""Which words make a file worth parsing, and which places in it matter: derived from the models and policies.

A word is the name of a modelled call, annotation or method. A name that is common in any code counts only in files that
also name one of the types it belongs to (its gates).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from secure_lint.knowledge.kinds import Relays
from secure_lint.knowledge.models import CallModel, Model
from secure_lint.knowledge.policies import Policy
from secure_lint.label.accessors import accessor_forms
from secure_lint.label.modelled_names import ANY_NAME, ANY_TYPE
from secure_lint.link.type_names import simple_name
from secure_lint.screen.settings import SettingPlan, make_setting_plan

SHORTEST_TELLING_NAME = 9
"""Names at least this long stand for themselves; shorter ones need a gate."""

LONGEST_LETTERS = 2
"""Names up to this length (``Log.d``) count only behind a dot, so that names of variables do not."""


class WordPlan(msgspec.Struct, frozen=True):
    """Words to look for in the code of one language.

    ``gates`` maps a word to the words of which one must stand in the file too (none: no gate). ``weak`` does so for
    words that matter only to sensitive data: they count where the code around them names some. A word may be in both.
    ``parts`` are words that count inside longer names too. ``routed`` are regular expressions for paths of files whose
    place alone makes them worth reading.
    """

    gates: dict[str, tuple[str, ...]]
    weak: dict[str, tuple[str, ...]] = {}
    parts: frozenset[str] = frozenset()
    routed: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All words, gates included, sorted."""
        both = (self.gates, self.weak)
        return tuple(sorted({word for plan in both for name, gates in plan.items() for word in (name, *gates)}))


class ScreenPlan(msgspec.Struct, frozen=True):
    """What to look for: words by language, and the settings that are kept of configuration documents.

    ``unread`` are globs of paths whose code is searched for credentials only: nothing else found there would be shown.
    ``guard_names`` maps kinds of guard of endpoints to regular expressions for their names, looked for in comments.
    ``relays`` are the words by which functions are named that hand on what they get. With ``credentials_only`` nothing
    else is looked for, so that documents in which no credential is named are not read.
    """

    languages: dict[str, WordPlan]
    settings: SettingPlan = SettingPlan({})
    unread: tuple[str, ...] = ()
    guard_names: dict[str, str] = {}
    relays: tuple[Relays, ...] = ()
    credentials_only: bool = False

    @property
    def open_everywhere(self) -> frozenset[str]:
        """Words that count in every language, whatever stands beside them."""
        each = [{word for word, gates in plan.gates.items() if not gates} for plan in self.languages.values()]
        return frozenset(set.intersection(*each)) if each else frozenset()


def make_plan(
    models: Sequence[Model], policies: Sequence[Policy], data_sinks: frozenset[str], languages: Iterable[str]
) -> ScreenPlan:
    """The plan for these models and policies. ``data_sinks`` are the kinds of sink that ask for sensitive data.

    ``languages`` are those that have a front end; models of others may speak of code in any of these.
    """
    known = frozenset(languages)
    plans = {
        language: _word_plan(
            [one for one in models if language in one.languages or known.isdisjoint(one.languages)],
            policies,
            data_sinks,
        )
        for language in sorted(known)
    }
    return ScreenPlan(plans, make_setting_plan(policies, models))


def plan_for_credentials(languages: Iterable[str]) -> ScreenPlan:
    """The plan of a scan whose rules all speak of credentials."""
    return ScreenPlan({language: WordPlan({}) for language in languages}, credentials_only=True)


def _word_plan(models: Sequence[Model], policies: Sequence[Policy], data_sinks: frozenset[str]) -> WordPlan:
    strong = _words(models, policies, lambda call: not _is_weak(call, data_sinks), {})
    weak = _words(models, (), lambda call: _is_weak(call, data_sinks), _makers(models))
    unseen = [one for model in models for one in model.unseen]
    parts = frozenset(word for one in unseen for word in one.parts)
    weak.update(dict.fromkeys((*parts, *(word for one in unseen for word in one.words)), ()))
    routed = tuple(route.files for model in models for route in model.file_routes)
    return WordPlan(strong, {word: gates for word, gates in weak.items() if strong.get(word) != ()}, parts, routed)


def _is_weak(call: CallModel, data_sinks: frozenset[str]) -> bool:
    if call.screened == "data":
        return True
    kept = (call.write, call.read, call.open, call.keep, call.cipher, call.establish)
    effects = (*kept, call.protect, call.origin, call.call_back)
    return bool(call.sinks) and not any(effects) and all(sink.kind in data_sinks for sink in call.sinks)


def _heirs(models: Iterable[Model]) -> dict[str, set[str]]:
    """The types that models say to extend a type, directly or not."""
    parents = {name: one.extends for model in models for name, one in model.types.items()}
    found: dict[str, set[str]] = {}
    for name, extended in parents.items():
        queue = list(extended)
        while queue:
            parent = queue.pop()
            if name not in found.setdefault(parent, set()):
                found[parent].add(name)
                queue.extend(parents.get(parent, ()))
    return found


def _makers(models: Iterable[Model]) -> dict[str, set[str]]:
    """Type → types with a call that yields an object of it, whose file need not name its type."""
    found: dict[str, set[str]] = {}
    for call in (call for model in models for call in model.calls if call.returns is not None):
        found.setdefault(call.returns or "", set()).update(owner for owner in call.on if owner != ANY_TYPE)
    return found


def _words(
    models: Iterable[Model],
    policies: Iterable[Policy],
    wanted: Callable[[CallModel], bool],
    makers: Mapping[str, set[str]],
) -> dict[str, tuple[str, ...]]:
    """The words of the calls that are wanted, with their gates; and those of declarations, with policies.

    The ``makers`` of a type are gates of its words too.
    """
    gates: dict[str, set[str]] = {}
    open_words: set[str] = set()
    models = tuple(models)
    heirs = _heirs(models)
    for model in models:
        if policies:
            open_words.update(model.words)
            open_words.update(name for option in model.options for name in option.name)
            open_words.update(_declaration_words(model))
            for name in _literal_words(model):
                if model.named_by:
                    gates.setdefault(name, set()).update(model.named_by)
                else:
                    open_words.add(name)
        for call in model.calls:
            if matters(call) and wanted(call):
                _add_call(call, gates, open_words, heirs, makers)
                for name in gates.keys() & set(call.name):
                    gates[name].update(model.named_by)
    for policy in policies:
        for match in policy.any_of:
            if match.implementation is not None:
                if not match.implementation.of:
                    open_words.update(match.implementation.method)
                for method in match.implementation.method:
                    gates.setdefault(method, set()).update(simple_name(one) for one in match.implementation.of)
    merged = {word: tuple(sorted(found)) for word, found in gates.items() if word not in open_words}
    return {**merged, **dict.fromkeys(open_words, ())}


def _declaration_words(model: Model) -> Iterator[str]:
    for entity in model.entities:
        named = (*entity.annotated, *entity.keyed, *entity.extending, *entity.stored_by, *entity.only)
        named = (*named, *entity.converting)
        listed = (*entity.listed.fields, *entity.listed.opened_by) if entity.listed is not None else ()
        yield from (simple_name(one) for one in (*named, *listed))
    for schema in model.schemas:
        yield simple_name(schema.annotated)
    for binding in model.bindings:
        yield from (f"@{simple_name(one)}" for one in (*binding.handlers, *binding.records))


def _literal_words(model: Model) -> Iterator[str]:
    """The functions that describe entities by literals."""
    yield from (simple_name(one) for literal in model.literal_entities for one in literal.called)


def matters(call: CallModel) -> bool:
    """Whether a call does more than hand a value on."""
    return call.screened is not False and bool(
        call.sinks
        or call.write
        or call.read
        or call.open
        or call.keep
        or call.cipher
        or call.establish
        or call.protect
        or call.origin
        or call.call_back
        or call.facts
        or call.guard
        or call.fetches
    )


def _add_call(
    call: CallModel,
    gates: dict[str, set[str]],
    open_words: set[str],
    heirs: Mapping[str, set[str]],
    makers: Mapping[str, set[str]],
) -> None:
    owners = tuple(simple_name(owner) for owner in call.on if owner != ANY_TYPE)
    owners += tuple(simple_name(maker) for owner in call.on for maker in sorted(makers.get(owner, ())))
    if call.facts:
        # Routes are declared on whatever extends a router, and such a file need not name the router itself.
        owners += tuple(simple_name(heir) for owner in call.on for heir in sorted(heirs.get(owner, ())))
    for name in call.name:
        if name.endswith(ANY_NAME):
            continue
        if name == "<init>":
            for owner in call.on:
                _add_constructed(owner, gates, open_words)
            continue
        if not call.on:
            open_words.add(simple_name(name))
            continue
        if call.on == (ANY_TYPE,):
            continue
        if len(name) <= LONGEST_LETTERS:
            gates.setdefault(f".{name}", set()).update(owners)
            continue
        for form in accessor_forms(name):
            word = form.rstrip("=")
            # The property form of an accessor is a plain noun that any code uses.
            if len(word) >= SHORTEST_TELLING_NAME and word == name:
                open_words.add(word)
            else:
                gates.setdefault(word, set()).update(owners)


def _add_constructed(owner: str, gates: dict[str, set[str]], open_words: set[str]) -> None:
    """The name of a class that is constructed; a nested one (``Builder``) counts beside the name of its outer class."""
    outer, _, name = owner.rpartition(".")
    around = simple_name(outer)
    if around[:1].isupper():
        gates.setdefault(name, set()).add(around)
    else:
        open_words.add(name)
