"""The program model: what every front end lowers its language to.

One small set of declarations, statements and expressions serves all languages. Language sugar is lowered away by the
front ends, so that the interpreter and the models meet one form of each idea:

- A block used as a value (``if``/``when``/``try`` expressions, ``run { }``) is a call of a parameterless `Lambda`.
- A scope function (``x.let { }``, ``x.apply { }``, ``with(x) { }``, a cascade) is a call of a `Lambda` with ``x`` as
  its argument; a lambda with a receiver names that parameter ``this``, and one that yields its receiver ends by
  returning it.
- The value of a `Lambda` body is that of a `Return`, or of the last `Evaluate` of its block.
- ``throw`` is an `Operator` named ``throw``; elvis and null coalescing are `Conditional`.
- An anonymous class is a `TypeDecl` of its module whose name starts with ``<anonymous``; `New.type` names it.
- A property with a getter or a lazy delegate has the call of a `Lambda` as its initial value; any other delegate is the
  initial value itself and ``delegated`` is set.
- Constructor parameters that declare properties appear as fields and as parameters of the function ``<init>``.

Types are the text of the source, generics included (``Map<String, Int>?`` loses its ``?``); the linker resolves them.
"""

from __future__ import annotations

import msgspec

from secure_lint.model.span import Span


class Node(msgspec.Struct, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """Base of statements and expressions."""

    span: Span


class Name(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A plain identifier; ``this`` and ``super`` are names too."""

    identifier: str


class Member(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """``receiver.name``, safe access included. ``span`` covers the name only."""

    receiver: Expression
    name: str


class Index(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """``receiver[index]``; several indices are a `Sequence`."""

    receiver: Expression
    index: Expression


REST = "**"
"""The name of an argument that hands over a mapping of named arguments."""


class Argument(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One argument of a call or an annotation; ``name`` is set where the source names it (or labels it, in Swift).

    ``spread`` hands over the elements of a collection, or with the name ``**`` the entries of a mapping.
    """

    value: Expression
    name: str | None = None
    spread: bool = False


class Call(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A call.

    ``callee`` is a `Name`, a `Member` or any value that can be called. A trailing lambda is the last argument.
    ``span`` starts at the callee's own name (not at the start of a long chain) and ends after the arguments.
    """

    callee: Expression
    arguments: tuple[Argument, ...] = ()
    type_arguments: tuple[str, ...] = ()


class New(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """Creation of an object by a keyword (``new T(...)``, ``object : T { }``). In Kotlin ``T(...)`` is a `Call`."""

    type: str
    arguments: tuple[Argument, ...] = ()


class Literal(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A constant. ``value`` is the decoded value.

    ``kind`` is string, int, float, bool, null, char, class, bytes or member. A class
    literal (``Foo::class``, ``Foo.class``) has kind ``class`` and the type's text as its value. A ``member`` is
    one of the type that is expected in its place (``.atomic``); its value is the text, with the dot.
    """

    kind: str
    value: str | int | float | bool | None


class Template(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A string with embedded expressions; literal parts are string literals, each with its own span."""

    parts: tuple[Expression, ...]


class Parameter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A parameter of a function or lambda.

    ``label`` is what callers write before the argument, where a front end tells it.
    """

    name: str
    type: str | None
    span: Span
    annotations: tuple[Annotation, ...] = ()
    default: Expression | None = None
    variadic: bool = False
    label: str | None = None


class Lambda(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A closure. An implicit single parameter is spelled out (``it``). A method reference is a lambda that calls it."""

    parameters: tuple[Parameter, ...]
    body: Block


class Record(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A mapping literal with known keys (``mapOf("a" to b)``, an object literal, keyword dictionary)."""

    fields: tuple[Argument, ...]


class Sequence(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A list, set, array, tuple or initialiser literal, and several values assigned at once."""

    items: tuple[Expression, ...]


class Operator(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """An operator in the spelling of C (``+ - * / % == != < > <= >= && || ! & | ^ << >> in is throw await``).

    Kotlin's infix ``to`` is ``to``; other infix calls are calls.
    """

    operator: str
    operands: tuple[Expression, ...]


class Cast(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A cast or a type assertion."""

    value: Expression
    type: str


class Conditional(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """``then`` if ``condition`` else ``otherwise``; for elvis the condition and ``then`` are the same expression."""

    condition: Expression
    then: Expression
    otherwise: Expression


Expression = (
    Name | Member | Index | Call | New | Literal | Template | Lambda | Record | Sequence | Operator | Cast | Conditional
)


class Assign(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A declaration with a value, or an assignment. ``target`` is a `Name`, `Member`, `Index` or `Sequence` of them.

    ``x += y`` assigns ``Operator("+", (x, y))``. A declaration without a value has ``value`` ``None``.
    """

    target: Expression
    value: Expression | None
    type: str | None = None
    declares: bool = False


class Evaluate(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """An expression run for its effect (or, last in a lambda, for its value)."""

    expression: Expression


class Return(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """Leaves the enclosing function or lambda; ``outward`` leaves the function around all lambdas (Kotlin)."""

    value: Expression | None = None
    outward: bool = False


class If(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """A branch; ``switch`` and ``when`` are chains of them."""

    condition: Expression
    then: Block
    otherwise: Block | None = None


class Loop(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """Any loop. For-each binds ``target``, of the declared ``type``, to the elements of ``iterable``.

    Others have only ``condition``.
    """

    body: Block
    target: Expression | None = None
    iterable: Expression | None = None
    condition: Expression | None = None
    type: str | None = None


class Handler(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A catch clause."""

    parameter: Parameter | None
    body: Block


class Try(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """``try``, with resources assigned at the start of ``body``."""

    body: Block
    handlers: tuple[Handler, ...] = ()
    final: Block | None = None


class Block(Node, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """Statements in order."""

    statements: tuple[Statement, ...] = ()


Statement = Assign | Evaluate | Return | If | Loop | Try | Block


class Annotation(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """``@Name(arguments)``, an attribute or a decorator; ``name`` as written, without ``@``.

    ``target`` is the part of a declaration that the source says it is for: ``field`` of ``@field:Name``.
    """

    name: str
    span: Span
    arguments: tuple[Argument, ...] = ()
    target: str | None = None


class Import(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An import. ``name`` is the full dotted name; ``alias`` what the file calls it; ``wildcard`` for ``a.b.*``.

    A wildcard without a name says that other files may import names for this one too.
    """

    name: str
    alias: str | None
    span: Span
    wildcard: bool = False
    static: bool = False


class Field(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A field or property of a type, or a top-level variable. An enum entry is a static field with a `New` as value."""

    name: str
    type: str | None
    span: Span
    name_span: Span
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    initial: Expression | None = None
    delegated: bool = False
    comment: str | None = None


class TypeDecl(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A class, interface, object, enum or struct. ``qualified`` is ``package.Outer.Inner``.

    ``kind`` is class, interface, object, companion, enum, annotation, record or extension. Members of a companion are
    static fields and static functions of the outer type as well as its own type ``Outer.Companion``: front ends list
    them once, on the outer type, with the modifier ``static``. An extension adds members and supertypes to the type of
    its name, which may be declared elsewhere, or not in the project at all.
    """

    name: str
    qualified: str
    kind: str
    span: Span
    name_span: Span
    supertypes: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    fields: tuple[Field, ...] = ()
    modifiers: tuple[str, ...] = ()


class Function(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A function, method or constructor (``<init>``); ``<static>`` and ``<block>`` hold initialiser blocks.

    ``owner`` is the qualified name of its type, or ``None`` at top level. ``receiver`` is the type that an extension
    function extends. ``body`` is ``None`` for an abstract function, and when the body was not asked for
    (then ``deferred`` is set). An expression body is a block with one `Return`.
    """

    name: str
    qualified: str
    owner: str | None
    span: Span
    name_span: Span
    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None
    receiver: str | None = None
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    body: Block | None = None
    deferred: bool = False


class Module(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One source file. ``top_level`` holds statements of scripts; variables outside types are ``fields``.

    ``explicit`` says that names mean what the file says: members are reached through ``this`` only, and a name may be
    that of an imported module. ``package`` is then the module's own dotted name, as its path tells it.
    """

    path: str
    language: str
    package: str
    imports: tuple[Import, ...] = ()
    types: tuple[TypeDecl, ...] = ()
    functions: tuple[Function, ...] = ()
    fields: tuple[Field, ...] = ()
    top_level: Block | None = None
    explicit: bool = False
