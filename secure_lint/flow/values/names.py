"""Labels that names give to values: a variable called ``password`` holds a password."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from types import MappingProxyType

import msgspec

from secure_lint.flow.values.value import Label, Protection, Taint, Trace, Value, merge_taints
from secure_lint.link.type_names import simple_name
from secure_lint.model.finding import Step
from secure_lint.model.span import Location
from secure_lint.sensitivity.classification import Classification, Keeping
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.data_type import ValueKind
from secure_lint.sensitivity.subject import Role, Subject
from secure_lint.sensitivity.value_kind import TypeReader
from secure_lint.sensitivity.words import parts

LEAST_SCORE = 0.5
"""Below this the name says too little to follow it; what lies between it and a policy's own floor is for auditors."""

BY_TYPE = 0.9
"""How sure it is that a value holds what a model says of its type."""

_GETTER = re.compile(r"^get(?=[A-Z])")

_NUMBERS = frozenset({ValueKind.INTEGER, ValueKind.REAL, ValueKind.FLAG})
_SINGLE = re.compile(r"[\w.]+[?!]?")
"""A type that is no collection: the numbers of a list may well be a text."""


class NameLabels:
    """Classifies names on behalf of the interpreter.

    ``data_of_types`` maps the qualified names of types to the type of the data that all their values hold, those
    ``without_data`` and their members hold none, whatever they are named.
    """

    def __init__(
        self,
        classifier: Classifier,
        data_of_types: Mapping[str, str] = MappingProxyType({}),
        without_data: Set[str] = frozenset(),
    ) -> None:
        self._classifier = classifier
        self._titles = {one.id: one.title for one in classifier.taxonomy.types}
        self._kinds = {one.id: one.values for one in classifier.taxonomy.types}
        self._types = TypeReader(classifier.taxonomy.type_names)
        self._statements = classifier.taxonomy.grammar.statements
        self._redacting = classifier.taxonomy.grammar.redacting
        self._secrets = {one.id for one in classifier.taxonomy.types if one.keeping is Keeping.KEYSTORE}
        self._data_of_types = data_of_types
        self._without_data = without_data
        self._memory: dict[tuple[str, Role, str | None, str | None], Classification] = {}
        self._silent: dict[str, bool] = {}

    def classify(
        self, name: str, role: Role, type_name: str | None = None, entity: str | None = None
    ) -> Classification:
        """What the name says about its value."""
        key = (name, role, type_name, entity)
        found = self._memory.get(key)
        if found is None:
            simple = simple_name(type_name) if type_name else None
            # The text of a tuple's type names its parts, and no record.
            owner = simple_name(entity) if entity and not entity.startswith("(") else None
            found = self._classifier.classify(Subject(name, role, simple, owner))
            self._memory[key] = found
        return found

    def named(
        self, value: Value, name: str, location: Location, entity: str | None = None, holder: str | None = None
    ) -> Value:
        """The value with the label that its name gives; unchanged when it is a constant or already holds data.

        ``entity`` is the type that has the name as a member, ``holder`` what the code calls an object of no known type:
        that makes a secret of a name (``wallet.secret``), but no other data, of which such names say too little.
        """
        if value.type in self._data_of_types and not value.is_type:
            return self.made_of(value, value.type or "", name, location)
        if entity in self._without_data or value.type in self._without_data:
            return value
        silent = self._silent.get(name)
        if silent is None:
            silent = self._silent[name] = self._says_nothing(name)
        if silent or value.is_type or (value.exact and value.constants) or value.closure is not None:
            return value
        if entity is not None and value.type == entity and name.isupper():
            # A constant of an enumeration is named for what it means, not for what it holds.
            return value
        if any(taint.label.kind == "data" for taint in value.taints):
            return value
        said = self.classify(name, Role.VARIABLE, value.type, entity)
        if said.data_type is None and holder is not None:
            held = self.classify(name, Role.VARIABLE, value.type, holder)
            said = held if held.data_type in self._secrets else said
        if name.isupper() and said.data_type not in self._secrets:
            # A constant holds what the source says: the name of a column, a mode; only secrets are written there.
            return value
        return self._labelled(value, said, name, location)

    def made_of(self, value: Value, type_name: str, name: str, location: Location) -> Value:
        """The value with the label of its type, or of that of its elements, unless it holds data already."""
        data_type = self._data_of_types.get(type_name)
        if data_type is None:
            return value
        why = f"`{name}` is a `{simple_name(type_name)}` and holds {self._titles[data_type]}"
        if type_name != value.type:
            why = f"`{name}` has elements of the type `{simple_name(type_name)}`, which hold {self._titles[data_type]}"
        return self._known(value, data_type, name, Step(location, why))

    def stated(self, value: Value, data_type: str, name: str, location: Location) -> Value:
        """The value with the label that a model gives to all that a call writes, unless it holds data already."""
        return self._known(value, data_type, name, Step(location, f"`{name}` writes {self._titles[data_type]}"))

    def yielded(self, value: Value, data_type: str, name: str, location: Location) -> Value:
        """The value with the label that a model gives to what a call yields, unless it holds data already."""
        return self._known(value, data_type, name, Step(location, f"`{name}` yields {self._titles[data_type]}"))

    @staticmethod
    def _known(value: Value, data_type: str, name: str, step: Step) -> Value:
        if any(taint.label.kind == "data" for taint in value.taints):
            return value
        taint = Taint(Label("data", data_type, name, BY_TYPE), Trace(step))
        return msgspec.structs.replace(value, taints=merge_taints(value.taints, (taint,)))

    def _says_nothing(self, name: str) -> bool:
        """Whether a name means no data in any surroundings: it holds no term at all."""
        said = self._classifier.classify(Subject(name, Role.VARIABLE))
        return said.data_type is None and said.score == 0 and not said.protected

    def declared(self, value: Value, type_text: str | None) -> Value:
        """The value where it is declared to be of a type: a number is no text, whatever its name said before."""
        if not any(taint.label.kind == "data" for taint in value.taints):
            return value
        kind = self._types.kind(type_text) if type_text and _SINGLE.fullmatch(type_text) else ValueKind.UNKNOWN
        if kind not in _NUMBERS:
            return value
        left = tuple(one for one in value.taints if one.label.kind != "data" or kind in self._kinds[one.label.name])
        return value if len(left) == len(value.taints) else msgspec.structs.replace(value, taints=left)

    def field(self, value: Value, name: str, location: Location) -> Value:
        """What a user-interface element of that name yields."""
        return self._labelled(value, self.classify(name, Role.FIELD), name, location)

    def keyed(self, value: Value, key: str, location: Location) -> Value:
        """A value that was read under a key."""
        return self._labelled(value, self.classify(key, Role.KEY, value.type), key, location)

    def is_statement(self, name: str) -> bool:
        """Whether a name states something of a value and does not name it: ``isExpired``."""
        return any(word in self._statements for word in parts(name)[:1])

    def is_redacting(self, name: str) -> bool:
        """Whether a function is named for leaving out what is sensitive: ``toRedactedString``."""
        return any(word in self._redacting for word in parts(name))

    def survives(self, taint: Taint, member: str) -> bool:
        """Whether a member of sensitive data is still that data (``token.value`` is, ``token.isExpired`` is not)."""
        if taint.label.kind != "data":
            return True
        if self.is_statement(member):
            return False
        subject = simple_name(taint.label.subject) or taint.label.subject
        return self.classify(f"{subject}_{_GETTER.sub('', member)}", Role.VARIABLE).data_type == taint.label.name

    def _labelled(self, value: Value, said: Classification, name: str, location: Location) -> Value:
        if said.data_type is None or said.score < LEAST_SCORE:
            return value
        protections = tuple(
            dict.fromkeys(
                one for taint in value.taints if taint.label.kind == "protection" for one in taint.protections
            )
        )
        if said.protected:
            protections = (*protections, Protection("hashed"))
        label = Label("data", said.data_type, name, said.score)
        taint = Taint(label, Trace(Step(location, f"`{name}` holds {said.title}")), protections)
        return Value(
            taints=merge_taints(value.taints, (taint,)),
            constants=value.constants,
            exact=value.exact,
            type=value.type,
            store=value.store,
            members=value.members,
            alias=value.alias,
            wording=value.wording,
            ending=value.ending,
        )
