"""The text form of the program model says everything and can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.model import program as p
from secure_lint.model.notation import NOWHERE
from secure_lint.model.printing import print_module
from secure_lint.model.reading import read_module
from secure_lint.model.span import Span

names = st.sampled_from(["id", "if", "new", "$x", "é", "", "a b", "`", '"', "\\", "0", "true", "<init>", "\n"])
texts = names | st.text(max_size=4)
types = texts | st.sampled_from(["a.B", "Map<String, List<Int>>", "byte[]", "<anonymous:3:4>", "a.<anonymous:3:4>"])
spans = st.builds(Span, *([st.integers(1, 9)] * 4))
values = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
kinds = st.sampled_from(["string", "int", "float", "bool", "null", "char", "class", "bytes"])
leaves = st.builds(p.Name, spans, texts) | st.builds(p.Literal, spans, kinds, values)


def some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Up to two of them."""
    return st.lists(strategy, max_size=2).map(tuple)


def annotations_with(expressions: st.SearchStrategy[p.Expression]) -> st.SearchStrategy[p.Annotation]:
    """Annotations with arguments."""
    return st.builds(p.Annotation, types, spans, some(arguments(expressions)))


def arguments(expressions: st.SearchStrategy[p.Expression]) -> st.SearchStrategy[p.Argument]:
    """Arguments, named and spread."""
    return st.builds(p.Argument, expressions, st.none() | texts, st.booleans())


def parameters(expressions: st.SearchStrategy[p.Expression]) -> st.SearchStrategy[p.Parameter]:
    """Parameters of every form."""
    default = st.none() | expressions
    return st.builds(
        p.Parameter, texts, st.none() | types, spans, some(annotations_with(expressions)), default, st.booleans()
    )


def blocks(inner: st.SearchStrategy[p.Expression]) -> st.SearchStrategy[p.Block]:
    """Blocks of statements two deep."""
    maybe = st.none() | inner
    simple = (
        st.builds(p.Assign, spans, inner, maybe, st.none() | types, st.booleans())
        | st.builds(p.Evaluate, spans, inner)
        | st.builds(p.Return, spans, maybe)
    )
    flat = st.builds(p.Block, spans, some(simple))
    handlers = st.builds(p.Handler, st.none() | parameters(inner), flat)
    compound = (
        st.builds(p.If, spans, inner, flat, st.none() | flat)
        | st.builds(p.Loop, spans, flat, maybe, maybe, maybe)
        | st.builds(p.Try, spans, flat, some(handlers), st.none() | flat)
        | flat
    )
    return st.builds(p.Block, spans, some(simple | compound))


def grown(inner: st.SearchStrategy[p.Expression]) -> st.SearchStrategy[p.Expression]:
    """Expressions one deeper than ``inner``."""
    several = some(inner)
    return (
        st.builds(p.Member, spans, inner, texts)
        | st.builds(p.Index, spans, inner, inner)
        | st.builds(p.Call, spans, inner, some(arguments(inner)), some(types))
        | st.builds(p.New, spans, types, some(arguments(inner)))
        | st.builds(p.Template, spans, several)
        | st.builds(p.Sequence, spans, several)
        | st.builds(p.Record, spans, some(arguments(inner)))
        | st.builds(p.Operator, spans, texts | st.sampled_from(["+", "throw", "in", "!", "?", "as", "<="]), several)
        | st.builds(p.Cast, spans, inner, types)
        | st.builds(p.Conditional, spans, inner, inner, inner)
        | st.builds(p.Lambda, spans, some(parameters(inner)), blocks(inner))
    )


expressions = st.recursive(leaves, grown, max_leaves=8)
notes = some(annotations_with(expressions))
fields = st.builds(
    p.Field,
    texts,
    st.none() | types,
    spans,
    spans,
    notes,
    some(texts),
    st.none() | expressions,
    st.booleans(),
    st.none() | texts,
)
modules = st.builds(
    p.Module,
    texts,
    texts,
    types,
    some(st.builds(p.Import, types, st.none() | texts, spans, st.booleans(), st.booleans())),
    some(st.builds(p.TypeDecl, texts, types, texts, spans, spans, some(types), notes, some(fields), some(texts))),
    some(
        st.builds(
            p.Function,
            texts,
            types,
            st.none() | types,
            spans,
            spans,
            some(parameters(expressions)),
            st.none() | types,
            st.none() | types,
            notes,
            some(texts),
            st.none() | blocks(expressions),
            st.booleans(),
        )
    ),
    some(fields),
    st.none() | blocks(expressions),
)


@settings(max_examples=150, deadline=None)
@given(modules)
def test_printed_with_spans_reads_back_equal(module: p.Module) -> None:
    """Nothing is lost."""
    assert read_module(print_module(module, spans=True)) == module


@settings(max_examples=100, deadline=None)
@given(modules)
def test_printing_what_was_read_gives_the_same_text(module: p.Module) -> None:
    """Without spans the text is still complete."""
    text = print_module(module)
    assert print_module(read_module(text)) == text


def test_looks_like_code() -> None:
    """One of each, as people read it."""
    name = p.Name(NOWHERE, "x")
    call = p.Call(NOWHERE, p.Member(NOWHERE, name, "put"), (p.Argument(p.Literal(NOWHERE, "string", "k")),))
    body = p.Block(
        NOWHERE,
        (
            p.Assign(NOWHERE, name, p.Operator(NOWHERE, "+", (name, name)), "int", True),
            p.If(NOWHERE, name, p.Block(NOWHERE, (p.Evaluate(NOWHERE, call),))),
            p.Return(NOWHERE),
        ),
    )
    function = p.Function("run", "a.B.run", "a.B", NOWHERE, NOWHERE, returns="void", modifiers=("public",), body=body)
    module = p.Module("a/B.java", "java", "a", functions=(function,))
    assert print_module(module) == (
        'module java "a/B.java" package a\n'
        "fun a.B#run(): void [public] {\n"
        "  let x: int = (+ x x)\n"
        "  if x {\n"
        '    x.put("k")\n'
        "  }\n"
        "  return;\n"
        "}\n"
    )


@pytest.mark.parametrize("text", ["", "module java", 'module java "p" fun', 'module java "p" script { (+ a }', "x"])
def test_other_text_is_refused(text: str) -> None:
    """The error names the line."""
    with pytest.raises(ValueError, match="line 1: expected"):
        read_module(text)
