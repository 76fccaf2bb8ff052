"""Which calls take a credential, hand a value on, look one up, or compare it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secure_lint.credentials.lexical import Token
from secure_lint.credentials.names import split_words
from secure_lint.credentials.vocabularies import CallVocabulary, Consumer

_FETCHES = frozenset({"get", "to", "trim", "trimmed"})


class CallModel:
    """Answers questions about calls by the vocabulary of ``rules/credentials``."""

    def __init__(self, vocabulary: CallVocabulary) -> None:
        self._consumers: dict[str, list[Consumer]] = {}
        self._parts = tuple(consumer for consumer in vocabulary.consumers if consumer.part)
        for consumer in vocabulary.consumers:
            if not consumer.part:
                self._consumers.setdefault(consumer.call, []).append(consumer)
        self._wrappers = frozenset(vocabulary.wrappers)
        self._lookups = frozenset(vocabulary.lookups)
        self._fallbacks = frozenset(vocabulary.fallbacks)
        self._comparisons = frozenset(vocabulary.comparisons)
        self._name_labels = frozenset(vocabulary.name_labels)
        self._value_labels = frozenset(vocabulary.value_labels)
        self._users = frozenset(vocabulary.users)
        self._widgets = frozenset(vocabulary.widgets)
        self._entries = frozenset(vocabulary.entries)

    def consumer_names(self) -> tuple[str, ...]:
        """Names of the calls that take a credential, and parts of such names."""
        return (*self._consumers, *(consumer.call for consumer in self._parts))

    def consumers(self, name: str) -> Sequence[Consumer]:
        """The consumers of this name."""
        known = self._consumers.get(name)
        return known if known is not None else [one for one in self._parts if one.call in name and name[:1].isupper()]

    def may_apply(self, name: str, lowered: bytes) -> bool:
        """Whether a call of this name can be one that takes a credential, in a file with this text in lower case."""
        return any(
            not one.receiver or any(word.encode() in lowered for word in one.receiver) for one in self.consumers(name)
        )

    def hands_on(self, name: str) -> bool:
        """Whether a call yields the value it is given."""
        return name in self._wrappers

    def compares(self, name: str) -> bool:
        """Whether a method compares its receiver with its argument."""
        return name in self._comparisons

    def names_value(self, label: str) -> bool:
        """Whether an argument with this label is the name of the value that another argument holds."""
        return label in self._name_labels

    def is_value(self, label: str) -> bool:
        """Whether an argument with this label is a value that another argument names."""
        return label in self._value_labels

    def names_user(self, name: str) -> bool:
        """Whether a name is that of who signs in (``userName``, ``loginEmail2``)."""
        words = [word for word in split_words(name) if word.isalpha()]
        if self.names_entry(name):
            return False
        return bool(words) and (words[-1] in self._users or "".join(words[-2:]) in self._users)

    def says_little(self, name: str) -> bool:
        """Whether a member only fetches what its owner holds (``text``, ``getText``, ``toString``)."""
        words = split_words(name)
        return bool(words) and all(word in self._widgets or word in _FETCHES for word in words)

    def typed_in(self, name: str) -> str:
        """What is typed into the field of this name (``passwordEditText`` gives ``password``)."""
        words = split_words(name)
        while len(words) > 1 and words[-1] in self._widgets:
            name = name.rstrip("_.-$")[: -len(words[-1])]
            words = words[:-1]
        return name.rstrip("_.-")

    def names_entry(self, name: str) -> bool:
        """Whether a constant holds the name of an entry and not what is found there (``KEY_PASSWORD``)."""
        words = split_words(name)
        return len(words) > 1 and words[0] in self._entries

    def looks_up(self, name: str) -> bool:
        """Whether the argument of a call names something instead of being it."""
        words = split_words(name)
        return bool(words) and words[0] in self._lookups

    def takes_pairs(self, name: str) -> bool:
        """Whether a call whose arguments are a name and a literal gives the literal to the name."""
        return name in self._fallbacks or not self.looks_up(name)

    def falls_back(self, name: str) -> bool:
        """Whether the last argument of a lookup is the value used when nothing is found."""
        return name in self._fallbacks

    def applies(self, consumer: Consumer, receiver: str, lowered: bytes, count: int) -> bool:
        """Whether a call of a consumer's name is one, given its receiver, its file and the number of arguments."""
        if count < consumer.least:
            return False
        text = receiver.lower()
        if any(word in text for word in consumer.unless):
            return False
        return not consumer.receiver or any(word in text or word.encode() in lowered for word in consumer.receiver)

    def credential_arguments(
        self, name: str, receiver: str, lowered: bytes, arguments: list[list[Token]]
    ) -> Iterator[tuple[str, list[Token]]]:
        """Purpose and tokens of the arguments of a call that are credentials."""
        for consumer in self.consumers(name):
            if not self.applies(consumer, receiver, lowered, len(arguments)):
                continue
            for position in consumer.arguments:
                if -len(arguments) <= position < len(arguments):
                    yield consumer.purpose, _unlabelled(arguments[position], consumer.labels)
            return


def _unlabelled(argument: list[Token], labels: tuple[str, ...]) -> list[Token]:
    """An argument without its label, if that is one of ``labels``."""
    labelled = len(argument) > 2 and argument[0].text in labels and argument[1].text in (":", "=")
    return argument[2:] if labelled else argument
