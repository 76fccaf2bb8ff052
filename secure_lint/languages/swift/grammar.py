"""The kinds of nodes and the fields of tree-sitter-swift that the lowering names."""

from __future__ import annotations

import tree_sitter_swift

from secure_lint.languages.syntax import NodeKinds, parser

PARSER = parser(tree_sitter_swift.language)
_NODES = NodeKinds(PARSER, "tree-sitter-swift")
kind = _NODES.kind
field = _NODES.field

ASSIGNABLE = kind("directly_assignable_expression")
ASSIGNMENT = kind("assignment")
ATTRIBUTE = kind("attribute")
AVAILABILITY = kind("availability_condition")
CALL = kind("call_expression")
CALL_SUFFIX = kind("call_suffix")
CATCH = kind("catch_block")
COMPUTED = kind("computed_property")
CONTROL_TRANSFER = kind("control_transfer_statement")
DEFAULT = kind("default_keyword")
DIDSET = kind("didset_clause")
DIRECTIVE = kind("directive")
ELSE = kind("else")
ENUM_ENTRY = kind("enum_entry")
ERROR_FIELD = field("error")
GETTER = kind("computed_getter")
IF = kind("if_statement")
IMPLICIT_BODY = kind("function_body")
INHERITANCE = kind("inheritance_specifier")
INTERPOLATED = kind("interpolated_expression")
KEY_PATH = kind("key_path_expression")
LAMBDA = kind("lambda_literal")
LAMBDA_PARAMETER = kind("lambda_parameter")
LAMBDA_PARAMETERS = kind("lambda_function_type_parameters")
LAMBDA_TYPE = kind("lambda_function_type")
MODIFIERS = kind("modifiers")
NAME = kind("simple_identifier")
NAVIGATION = kind("navigation_expression")
NAVIGATION_SUFFIX = kind("navigation_suffix")
OBSERVERS = kind("willset_didset_block")
PARAMETER = kind("parameter")
PATTERN = kind("pattern")
PREFIX = kind("prefix_expression")
PROPERTY = kind("property_declaration")
RANGES = frozenset({kind("range_expression"), kind("open_end_range_expression"), kind("open_start_range_expression")})
SETTER = kind("computed_setter")
STATEMENTS = kind("statements")
SUPER = kind("super_expression")
SWITCH_ENTRY = kind("switch_entry")
SWITCH_PATTERN = kind("switch_pattern")
THROW = kind("throw_keyword")
TUPLE = kind("tuple_expression")
TYPE_ANNOTATION = kind("type_annotation")
TYPE_ARGUMENTS = kind("type_arguments")
TYPE_NAME = kind("type_identifier")
USER_TYPE = kind("user_type")
VALUE_ARGUMENT = kind("value_argument")
VALUE_ARGUMENTS = kind("value_arguments")
VALUE_BINDING = kind("value_binding_pattern")
WHERE = kind("where_keyword")
WHERE_CLAUSE = kind("where_clause")
WILDCARD = kind("wildcard_pattern")
WILLSET = kind("willset_clause")

OPEN_BRACKET = kind("[", named=False)
OPEN_BRACE = kind("{", named=False)
EQUAL = kind("=", named=False)

COMMENTS = frozenset((kind("comment"), kind("multiline_comment")))
STRINGS = frozenset((kind("line_string_literal"), kind("multi_line_string_literal"), kind("raw_string_literal")))
TYPES = frozenset(
    kind(name)
    for name in (
        "user_type",
        "optional_type",
        "array_type",
        "dictionary_type",
        "function_type",
        "tuple_type",
        "metatype",
        "opaque_type",
        "existential_type",
        "protocol_composition_type",
        "bracket_qualified_type",
    )
)

FIELD_BODY = field("body")
FIELD_BOUND = field("bound_identifier")
FIELD_COLLECTION = field("collection")
FIELD_CONDITION = field("condition")
FIELD_CONSTRUCTED = field("constructed_type")
FIELD_DEFAULT = field("default_value")
FIELD_ELEMENT = field("element")
FIELD_END = field("end")
FIELD_EXPRESSION = field("expr")
FIELD_EXTERNAL = field("external_name")
FIELD_IF_FALSE = field("if_false")
FIELD_IF_NIL = field("if_nil")
FIELD_IF_TRUE = field("if_true")
FIELD_ITEM = field("item")
FIELD_KEY = field("key")
FIELD_KIND = field("declaration_kind")
FIELD_LEFT = field("lhs")
FIELD_NAME = field("name")
FIELD_OP = field("op")
FIELD_OPERATION = field("operation")
FIELD_OPERATOR = field("operator")
FIELD_RESULT = field("result")
FIELD_RIGHT = field("rhs")
FIELD_START = field("start")
FIELD_SUFFIX = field("suffix")
FIELD_TARGET = field("target")
FIELD_VALUE = field("value")
