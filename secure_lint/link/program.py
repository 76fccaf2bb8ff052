"""The program: the facts of all files, joined and indexed.

Nothing here interprets code. Look-ups are by qualified name where the source tells it, and by simple name otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from secure_lint.link.generated_properties import generated_properties
from secure_lint.link.module_imports import absolute_imports, imported_whole
from secure_lint.link.modules import DEFAULT, ModuleNames
from secure_lint.link.path_aliases import PathAlias
from secure_lint.link.type_names import EXTENSION, TypeNames, simple_name
from secure_lint.model.access import AccessGrant, SchemaStep
from secure_lint.model.facts import AttributeUse, FileFacts, Remark
from secure_lint.model.program import Block, Call, Field, Function, Member, Module, Name, TypeDecl
from secure_lint.model.schema import Document, Entity, Store

MOST_OVERRIDES = 40
"""A method that more types implement than this is taken for unknown."""

MOST_SUBTYPES = 1000
"""So many types are looked through for implementations of a method."""

PARTIAL = "partial"
"""The modifier of a type that is declared in several pieces, each with supertypes of its own."""

SCRIPT = "<script>"
"""The name of the function that holds the statements outside functions of a module."""


class Program:
    """All modules of a scan with the look-ups that the later stages need.

    ``known_types`` are the qualified names of types that models describe, with the languages in which they do. They let
    a simple name be resolved that a file imports by wildcard or not at all. ``implied_imports`` are the packages that
    files of a language import without saying so, ``aliases`` the names that the project gives to folders and files,
    ``foreign`` the packages of others, by language.
    """

    def __init__(
        self,
        facts: Iterable[FileFacts],
        known_types: Mapping[str, frozenset[str]] | None = None,
        implied_imports: Mapping[str, frozenset[str]] | None = None,
        aliases: Iterable[PathAlias] = (),
        foreign: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.implied_imports = implied_imports or {}
        self.modules: dict[str, Module] = {}
        self.documents: dict[str, Document] = {}
        self.schema_entities: list[Entity] = []
        self.remarks: dict[str, tuple[Remark, ...]] = {}
        self.stores: list[Store] = []
        self.attribute_uses: dict[str, list[AttributeUse]] = defaultdict(list)
        self.grants: list[AccessGrant] = []
        self.schema_steps: list[SchemaStep] = []
        self._extensions: list[tuple[Module, TypeDecl]] = []
        self.added_fields: dict[str, list[tuple[Module, Field]]] = defaultdict(list)
        self._documents_of_app: dict[str, list[Document]] = defaultdict(list)
        self.types: dict[str, TypeDecl] = {}
        self.module_of_type: dict[str, Module] = {}
        self.methods: dict[tuple[str, str], list[Function]] = defaultdict(list)
        self.top_level_functions: dict[str, list[Function]] = defaultdict(list)
        self.functions_by_name: dict[str, list[Function]] = defaultdict(list)
        self.top_level_fields: dict[str, list[tuple[Module, Field]]] = defaultdict(list)
        self.fields: dict[tuple[str, str], Field] = {}
        self.module_of_field: dict[tuple[str, str], Module] = {}
        self.subtypes: dict[str, list[str]] = defaultdict(list)
        self.scripts: dict[str, Function] = {}
        self._module_of_function: dict[int, Module] = {}
        self._supertypes: dict[str, tuple[str, ...]] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._own_ancestors: dict[str, tuple[str, ...]] = {}
        self._enclosing: dict[str, tuple[str, ...]] = {}
        self._keys: dict[int, str] = {}
        self._by_key: dict[str, Function] = {}
        self._methods: dict[tuple[str, str], tuple[Function, ...]] = {}
        self._declared: dict[tuple[str, str], tuple[str, Field] | None] = {}
        self._imported: dict[str, frozenset[str]] = {}
        ordered = sorted(facts, key=lambda one: one.path)
        known = known_types or {}
        modules = absolute_imports((one.module for one in ordered if one.module is not None), frozenset(known), foreign)
        for fact in ordered:
            self._add(fact, modules)
        self.module_names = ModuleNames(self.modules.values(), aliases)
        whole = imported_whole(self.modules.values(), self.implied_imports)
        self.names = TypeNames(self.types.keys(), known, self.module_names, whole)
        self._join_extensions()
        self._link_subtypes()

    def _add(self, fact: FileFacts, modules: Mapping[str, Module]) -> None:
        if fact.document is not None:
            self.documents[fact.path] = fact.document
            if fact.document.app:
                self._documents_of_app[fact.document.app].append(fact.document)
        self.schema_entities.extend(fact.entities)
        if fact.remarks:
            self.remarks[fact.path] = fact.remarks
        self.stores.extend(fact.stores)
        for use in fact.uses:
            self.attribute_uses[use.name.casefold()].append(use)
        self.grants.extend(fact.grants)
        self.schema_steps.extend(fact.schema_steps)
        if fact.module is None:
            return
        module = modules[fact.path]
        self.modules[module.path] = module
        self._add_types(module)
        for function in module.functions:
            self._module_of_function[id(function)] = module
            self.functions_by_name[function.name].append(function)
            if function.owner is not None:
                self.methods[(function.owner, function.name)].append(function)
            if function.owner is None or function.owner == function.receiver:
                self.top_level_functions[function.name].append(function)
        for field in module.fields:
            self.top_level_fields[field.name].append((module, field))
        if module.top_level is not None:
            self._add_script(module, module.top_level)

    def _add_types(self, module: Module) -> None:
        for declaration in module.types:
            if declaration.kind == EXTENSION or PARTIAL in declaration.modifiers:
                self._extensions.append((module, declaration))
            if declaration.kind != EXTENSION:
                self.types.setdefault(declaration.qualified, declaration)
                self.module_of_type.setdefault(declaration.qualified, module)
                self._add_fields(module, declaration.qualified, declaration.fields)

    def _add_fields(self, module: Module, owner: str, fields: Iterable[Field]) -> None:
        for field in fields:
            if self.fields.setdefault((owner, field.name), field) is field:
                self.module_of_field[(owner, field.name)] = module
        for name, field in generated_properties(fields, module.language):
            self.fields.setdefault((owner, name), field)

    def _add_script(self, module: Module, body: Block) -> None:
        """Statements outside functions, as a function that nobody calls."""
        span = body.span
        script = Function(SCRIPT, f"{module.path}.{SCRIPT}", None, span, span, body=body)
        self._module_of_function[id(script)] = module
        self.scripts[module.path] = script

    def _join_extensions(self) -> None:
        """Give the types the members and supertypes that extensions add, whichever way these name them."""
        for module, extension in self._extensions:
            extended = extension.qualified
            if extension.kind == EXTENSION:
                extended = self.names.resolve(module, extended)
                self.added_fields[extended].extend((module, field) for field in extension.fields)
                self._add_fields(module, extended, extension.fields)
            declared = self.types.get(extended)
            if declared is not None:
                supertypes = tuple(dict.fromkeys((*declared.supertypes, *extension.supertypes)))
                self.types[extended] = msgspec.structs.replace(declared, supertypes=supertypes)

    def _link_subtypes(self) -> None:
        for qualified, declaration in self.types.items():
            module = self.module_of_type[qualified]
            for parent in declaration.supertypes:
                self.subtypes[self.names.resolve(module, parent)].append(qualified)

    def documents_of(self, app: str) -> tuple[Document, ...]:
        """The documents that describe an app together."""
        return tuple(self._documents_of_app.get(app, ()))

    def key_of(self, function: Function) -> str:
        """A key that is unique in the program; files may declare functions of the same qualified name."""
        key = self._keys.get(id(function))
        if key is None:
            span = function.span
            key = f"{self.module_of(function).path}#{function.qualified}@{span.start_line}:{span.start_column}"
            self._keys[id(function)] = key
        return key

    def function_of(self, key: str) -> Function | None:
        """The function of a key."""
        if not self._by_key:
            self._by_key = {self.key_of(one): one for module in self.modules.values() for one in module.functions}
        return self._by_key.get(key)

    def module_of(self, function: Function) -> Module:
        """The module that declares a function of this program."""
        return self._module_of_function[id(function)]

    def supertypes(self, qualified: str) -> tuple[str, ...]:
        """Resolved direct supertypes of a type of the project; empty for any other."""
        found = self._supertypes.get(qualified)
        if found is None:
            declaration = self.types.get(qualified)
            found = ()
            if declaration is not None:
                module = self.module_of_type[qualified]
                found = tuple(self._supertype(module, qualified, parent) for parent in declaration.supertypes)
            self._supertypes[qualified] = found
        return found

    def _supertype(self, module: Module, qualified: str, parent: str) -> str:
        """A type that a type extends; one of the same name is what the file imports under that."""
        resolved = self.names.resolve(module, parent)
        if resolved == qualified:
            return self.names.imports(module).get(parent, resolved)
        return resolved if resolved in self.types else self._maker(module, parent) or resolved

    def _maker(self, module: Module, parent: str) -> str | None:
        """What is called to make the type that a variable of a module holds: ``Base = declarative_base()``."""
        held = self.global_field(module, parent) if module.explicit else None
        match held[1].initial if held is not None else None:
            case Call(callee=Name(identifier=name)):
                called = name
            case Call(callee=Member(receiver=Name(identifier=head), name=name)):
                called = f"{head}.{name}"
            case _:
                return None
        return self.names.resolve(held[0], called) if held is not None else None

    def ancestors(self, qualified: str, outside: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """The type and all its supertypes, nearest first. ``outside`` gives those of types that models describe.

        Those of the models in use, or none: what was found is remembered for either.
        """
        remembered = self._ancestors if outside else self._own_ancestors
        known = remembered.get(qualified)
        if known is not None:
            return known
        order: list[str] = []
        queue = [qualified]
        while queue and len(order) < 64:
            current = queue.pop(0)
            if current in order:
                continue
            order.append(current)
            queue.extend(self.supertypes(current) or outside.get(current, ()))
        found = remembered[qualified] = tuple(order)
        return found

    def descendants(self, qualified: str, limit: int = 64) -> tuple[str, ...]:
        """All types of the project that extend or implement the type, at most ``limit``."""
        order: list[str] = []
        queue = list(self.subtypes.get(qualified, ()))
        while queue and len(order) < limit:
            current = queue.pop(0)
            if current not in order:
                order.append(current)
                queue.extend(self.subtypes.get(current, ()))
        return tuple(order)

    def method(self, qualified: str, name: str) -> tuple[Function, ...]:
        """Methods of that name that a value of the type may run: its own or inherited, else those of its subtypes."""
        key = (qualified, name)
        found = self._methods.get(key)
        if found is None:
            in_module = self.module_names.is_module(qualified)
            found = self.functions_named(f"{qualified}.{name}") if in_module else self._find_method(qualified, name)
            self._methods[key] = found
        return found

    def _find_method(self, qualified: str, name: str) -> tuple[Function, ...]:
        seen: set[str] = set()
        queue = [qualified]
        abstract: tuple[Function, ...] = ()
        while queue and len(seen) < 64:
            current = queue.pop(0)
            if current in seen:
                continue
            seen.add(current)
            own = self.methods.get((current, name))
            if own:
                if any(function.body is not None or function.deferred for function in own):
                    return tuple(own)
                abstract = abstract or tuple(own)
            queue.extend(self.supertypes(current))
        return self._overrides(qualified, name) or abstract

    def _overrides(self, qualified: str, name: str) -> tuple[Function, ...]:
        found: list[Function] = []
        overriding = 0
        for current in self.descendants(qualified, MOST_SUBTYPES):
            own = self.methods.get((current, name), ())
            implemented = [function for function in own if function.body is not None or function.deferred]
            found.extend(implemented)
            overriding += bool(implemented)
        return tuple(found) if overriding <= MOST_OVERRIDES else ()

    def field(self, qualified: str, name: str) -> tuple[str, Field] | None:
        """A field of the type or of a supertype, with the type that declares it."""
        key = (qualified, name)
        if key not in self._declared:
            self._declared[key] = self._find_field(qualified, name)
        return self._declared[key]

    def _find_field(self, qualified: str, name: str) -> tuple[str, Field] | None:
        seen: set[str] = set()
        queue = [qualified]
        while queue and len(seen) < 64:
            current = queue.pop(0)
            if current in seen:
                continue
            seen.add(current)
            own = self.fields.get((current, name))
            if own is not None:
                return current, own
            queue.extend(self.supertypes(current))
        return None

    def global_field(self, module: Module, name: str) -> tuple[Module, Field] | None:
        """A variable outside types that the name means in a module: its own, its package's, or an imported one."""
        if module.explicit:
            own = self.field_named(f"{module.package}.{name}")
            imported = None if own is not None else self.names.imports(module).get(name)
            return own if imported is None else self.field_named(imported)
        candidates = self.top_level_fields.get(name)
        if not candidates:
            return None
        for owner, field in candidates:
            if owner.path == module.path or owner.package == module.package:
                return owner, field
        imports = self._imports(module)
        for owner, field in candidates:
            if f"{owner.package}.{name}" in imports or owner.package in self.names.wildcards(module):
                return owner, field
        return None

    def module_field(self, package: str, name: str) -> tuple[Module, Field] | None:
        """A variable outside types that the modules of a package declare."""
        for owner, field in self.top_level_fields.get(name, ()):
            if owner.package == package:
                return owner, field
        return None

    def field_named(self, qualified: str) -> tuple[Module, Field] | None:
        """The variable outside types of a full name, followed through the modules that hand it on."""
        package, _, name = self.module_names.canonical(qualified).rpartition(".")
        return self.module_field(package, name)

    def functions_named(self, qualified: str) -> tuple[Function, ...]:
        """The functions of a full name, followed through the modules that hand them on."""
        qualified = self.module_names.canonical(qualified)
        if self.module_names.is_module(qualified):
            qualified = self.module_names.canonical(f"{qualified}.{DEFAULT}")
        owner, _, name = qualified.rpartition(".")
        found = tuple(one for one in self.top_level_functions.get(name, ()) if self.module_of(one).package == owner)
        return found or tuple(self.methods.get((owner, name), ()))

    def free_functions(self, module: Module, name: str) -> tuple[Function, ...]:
        """Functions outside types, extensions included, that the name may mean in a module."""
        if module.explicit:
            own = self.functions_named(f"{module.package}.{name}")
            target = None if own else self.names.imports(module).get(name)
            return own if target is None else self.functions_named(target)
        candidates = self.top_level_functions.get(name, ())
        if not candidates:
            return ()
        imported = self._imports(module)
        wildcards = self.names.wildcards(module)
        near = []
        for function in candidates:
            package = self.module_of(function).package
            if package == module.package or package in wildcards or f"{package}.{name}" in imported:
                near.append(function)
        return tuple(near)

    def _imports(self, module: Module) -> frozenset[str]:
        found = self._imported.get(module.path)
        if found is None:
            found = frozenset(item.name for item in module.imports)
            self._imported[module.path] = found
        return found

    def enclosing_types(self, qualified: str | None) -> tuple[str, ...]:
        """The type and the types around it, innermost first."""
        if qualified is None:
            return ()
        known = self._enclosing.get(qualified)
        if known is None:
            chain: list[str] = []
            outer = qualified
            while outer and outer in self.types:
                chain.append(outer)
                outer = outer.rpartition(".")[0]
            known = self._enclosing[qualified] = tuple(chain)
        return known

    def type_around(self, function: Function) -> str | None:
        """The type that a function is written in; an extension is no method of that, but sees what it declares."""
        if function.owner is not None:
            return function.owner
        outer = function.qualified.rpartition(".")[0]
        return outer if outer in self.types else None

    def describe(self, function: Function) -> str:
        """A short name for messages: ``Type.method`` or ``function``."""
        if function.owner is None:
            return function.name
        owner = simple_name(function.owner)
        return owner if function.name == "<init>" else f"{owner}.{function.name}"
