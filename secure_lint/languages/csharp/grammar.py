"""The kinds of nodes and the fields of tree-sitter-c-sharp that the lowering names.

Numbers, not names: reading a node's kind as a number costs half of reading it as text.
"""

from __future__ import annotations

import tree_sitter_c_sharp

from secure_lint.languages.syntax import parser

PARSER = parser(tree_sitter_c_sharp.language)
_LANGUAGE = PARSER.language


def kind(name: str, *, named: bool = True) -> int:
    """The number of a kind of node. Raises `LookupError` when the grammar has none of that name."""
    number = _LANGUAGE.id_for_node_kind(name, named) if _LANGUAGE is not None else None
    if number is None:
        raise LookupError(f"tree-sitter-c-sharp has no node {name!r}")
    return number


def field(name: str) -> int:
    """The number of a field. Raises `LookupError` when the grammar has none of that name."""
    number = _LANGUAGE.field_id_for_name(name) if _LANGUAGE is not None else None
    if number is None:
        raise LookupError(f"tree-sitter-c-sharp has no field {name!r}")
    return number


ACCESSOR = kind("accessor_declaration")
ACCESSORS = kind("accessor_list")
ARGUMENT = kind("argument")
ARGUMENTS = kind("argument_list")
ARROW = kind("arrow_expression_clause")
ASSIGNMENT = kind("assignment_expression")
ATTRIBUTE = kind("attribute")
ATTRIBUTE_ARGUMENT = kind("attribute_argument")
ATTRIBUTE_ARGUMENTS = kind("attribute_argument_list")
ATTRIBUTES = kind("attribute_list")
BASE_LIST = kind("base_list")
BINARY = kind("binary_expression")
BLOCK = kind("block")
BRACKETED_ARGUMENTS = kind("bracketed_argument_list")
CATCH = kind("catch_clause")
CATCH_DECLARATION = kind("catch_declaration")
COLLECTION_ELEMENT = kind("collection_element")
CONDITIONAL_ACCESS = kind("conditional_access_expression")
CONSTRUCTOR = kind("constructor_declaration")
CONSTRUCTOR_INITIALIZER = kind("constructor_initializer")
DECLARATION_EXPRESSION = kind("declaration_expression")
DECLARATION_PATTERN = kind("declaration_pattern")
DECLARATOR = kind("variable_declarator")
DEFAULT_SECTION = kind("default", named=False)
DESTRUCTOR = kind("destructor_declaration")
DISCARD = kind("discard")
ELEMENT_ACCESS = kind("element_access_expression")
ELEMENT_BINDING = kind("element_binding_expression")
ENUM_MEMBER = kind("enum_member_declaration")
ESCAPE = kind("escape_sequence")
EVENT_FIELD = kind("event_field_declaration")
FIELD = kind("field_declaration")
FINALLY = kind("finally_clause")
FROM_CLAUSE = kind("from_clause")
GENERIC_NAME = kind("generic_name")
GLOBAL_STATEMENT = kind("global_statement")
IDENTIFIER = kind("identifier")
IF = kind("if_statement")
IMPLICIT_PARAMETER = kind("implicit_parameter")
IMPLICIT_TYPE = kind("implicit_type")
INDEXER = kind("indexer_declaration")
INITIALIZER = kind("initializer_expression")
INTERPOLATION = kind("interpolation")
INVOCATION = kind("invocation_expression")
LAMBDA = kind("lambda_expression")
MEMBER_ACCESS = kind("member_access_expression")
MEMBER_BINDING = kind("member_binding_expression")
METHOD = kind("method_declaration")
MODIFIER = kind("modifier")
NAMESPACE = kind("namespace_declaration")
FILE_NAMESPACE = kind("file_scoped_namespace_declaration")
PARAMETER = kind("parameter")
PARAMETERS = kind("parameter_list")
PARENTHESIZED = kind("parenthesized_expression")
POSTFIX = kind("postfix_unary_expression")
PREPROC_ELIF = kind("preproc_elif")
PREPROC_ELSE = kind("preproc_else")
PREPROC_IF = kind("preproc_if")
PRIMARY_BASE = kind("primary_constructor_base_type")
PROPERTY = kind("property_declaration")
QUALIFIED_NAME = kind("qualified_name")
RECURSIVE_PATTERN = kind("recursive_pattern")
SELECT_CLAUSE = kind("select_clause")
SPREAD = kind("spread_element")
SWITCH_ARM = kind("switch_expression_arm")
SWITCH_SECTION = kind("switch_section")
TUPLE_PATTERN = kind("tuple_pattern")
TYPE_ARGUMENTS = kind("type_argument_list")
USING = kind("using_directive")
VARIABLES = kind("variable_declaration")
VAR_PATTERN = kind("var_pattern")
WHEN = kind("when_clause")
WHERE_CLAUSE = kind("where_clause")

COMMENT = kind("comment")
SUBPATTERN = kind("subpattern")
EQUAL = kind("=", named=False)
NAMES = frozenset((IDENTIFIER, GENERIC_NAME, QUALIFIED_NAME, kind("alias_qualified_name")))
TYPES = frozenset(
    (
        *NAMES,
        *(
            kind(name)
            for name in ("array_type", "nullable_type", "pointer_type", "predefined_type", "ref_type", "tuple_type")
        ),
    )
)

FIELD_ALTERNATIVE = field("alternative")
FIELD_ARGUMENTS = field("arguments")
FIELD_ACCESSORS = field("accessors")
FIELD_BODY = field("body")
FIELD_CONDITION = field("condition")
FIELD_CONSEQUENCE = field("consequence")
FIELD_EXPRESSION = field("expression")
FIELD_FUNCTION = field("function")
FIELD_INITIALIZER = field("initializer")
FIELD_LEFT = field("left")
FIELD_NAME = field("name")
FIELD_OPERATOR = field("operator")
FIELD_PARAMETERS = field("parameters")
FIELD_PATTERN = field("pattern")
FIELD_RETURNS = field("returns")
FIELD_RIGHT = field("right")
FIELD_SUBSCRIPT = field("subscript")
FIELD_TYPE = field("type")
FIELD_UPDATE = field("update")
FIELD_VALUE = field("value")
