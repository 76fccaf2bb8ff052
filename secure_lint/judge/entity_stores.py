"""Which opened stores an entity lies in."""

from __future__ import annotations

from collections import defaultdict

from secure_lint.flow.models.kept_states import KEEPS
from secure_lint.flow.values.value import StoreState
from secure_lint.judge.app_settings import declared_stores
from secure_lint.judge.context import Analysed
from secure_lint.judge.openings import Openings
from secure_lint.label.entities import class_names
from secure_lint.link.type_names import bare, simple_name
from secure_lint.model.schema import Entity, Store
from secure_lint.model.span import Location


class EntityStores:
    """The stores that the program opens, by engine, and the entities that their schemas list."""

    def __init__(self, analysed: Analysed) -> None:
        self._by_engine: dict[str, list[StoreState]] = defaultdict(list)
        self.openings = Openings(analysed.events_by_kind.get("store.open", ()))
        for store, _ in self.openings.places:
            if store not in self._by_engine[store.engine]:
                self._by_engine[store.engine].append(store)
        self._kept = {
            (event.location, str(event.name.constants[0].value)): event.store
            for event in analysed.events_by_kind.get(KEEPS, ())
            if event.store is not None
        }
        self.declared = declared_stores(analysed)
        self._listed = _listed_entities(analysed)
        self._memory: dict[tuple[Location, str], tuple[StoreState, ...]] = {}

    def of(self, entity: Entity) -> tuple[StoreState, ...]:
        """The stores whose schema lists the entity, else all of its engine whose schema is not known."""
        key = (entity.location, entity.name)
        found = self._memory.get(key)
        if found is None:
            found = self._find(entity)
            self._memory[key] = found
        return found

    def known_of(self, entity: Entity) -> tuple[StoreState, ...]:
        """The stores that the entity lies in as far as that is known: none if all their schemas list others only."""
        found = self.of(entity)
        unknown = tuple(one for one in found if one.schema is None or self._schema(one) not in self._listed)
        listing = tuple(one for one in found if simple_name(entity.type or entity.name) in self._entities_of(one))
        return listing or unknown

    def _find(self, entity: Entity) -> tuple[StoreState, ...]:
        kept = self._kept.get((entity.location, entity.name))
        if kept is not None:
            return (kept,)
        declared = tuple(state for store, state in self.declared if _holds(store, entity))
        if declared:
            return declared
        same = self._by_engine.get(entity.engine, [])
        own = simple_name(entity.type or entity.name)
        listing = tuple(store for store in same if own in self._entities_of(store))
        if listing:
            return listing
        unlisted = tuple(store for store in same if store.schema is None or self._schema(store) not in self._listed)
        return unlisted or tuple(same)

    def _entities_of(self, store: StoreState) -> frozenset[str]:
        return self._listed.get(self._schema(store), frozenset())

    @staticmethod
    def _schema(store: StoreState) -> str:
        return simple_name(bare(store.schema)) if store.schema is not None else ""


def _holds(store: Store, entity: Entity) -> bool:
    """Whether a declared store is the one of an entity: of its engine, in its app."""
    if store.engine != entity.engine:
        return False
    path = entity.location.path
    return store.app in {".", path} or path.startswith(f"{store.app}/")


def _listed_entities(analysed: Analysed) -> dict[str, frozenset[str]]:
    """Simple name of an annotated type → simple names of the classes that its annotations name."""
    listed: dict[str, set[str]] = {}
    for qualified, declaration in analysed.program.types.items():
        names = listed.setdefault(simple_name(qualified), set())
        for annotation in declaration.annotations:
            for argument in annotation.arguments:
                names.update(class_names(argument.value))
    return {name: frozenset(found) for name, found in listed.items()}
