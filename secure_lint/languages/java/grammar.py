"""The kinds of nodes and the fields of tree-sitter-java that the lowering names."""

from __future__ import annotations

import tree_sitter_java

from secure_lint.languages.syntax import NodeKinds, parser

PARSER = parser(tree_sitter_java.language)
_NODES = NodeKinds(PARSER, "tree-sitter-java")
kind = _NODES.kind
field = _NODES.field

ANNOTATION = kind("annotation")
ARGUMENT_LIST = kind("argument_list")
ARRAY_INITIALIZER = kind("array_initializer")
ARRAY_TYPE = kind("array_type")
ASSIGNMENT = kind("assignment_expression")
ASTERISK = kind("asterisk")
BINARY = kind("binary_expression")
BLOCK = kind("block")
BLOCK_COMMENT = kind("block_comment")
BREAK = kind("break_statement")
CATCH_CLAUSE = kind("catch_clause")
CATCH_PARAMETER = kind("catch_formal_parameter")
CATCH_TYPE = kind("catch_type")
CLASS_BODY = kind("class_body")
COMPACT_CONSTRUCTOR = kind("compact_constructor_declaration")
CONSTRUCTOR = kind("constructor_declaration")
CONSTRUCTOR_BODY = kind("constructor_body")
CONTINUE = kind("continue_statement")
DECLARATOR = kind("variable_declarator")
DIMENSIONS = kind("dimensions")
DIMENSIONS_EXPRESSION = kind("dimensions_expr")
ELEMENT_VALUE_PAIR = kind("element_value_pair")
ENUM_BODY = kind("enum_body")
ENUM_BODY_DECLARATIONS = kind("enum_body_declarations")
ENUM_CONSTANT = kind("enum_constant")
ESCAPE = kind("escape_sequence")
EXPRESSION_STATEMENT = kind("expression_statement")
EXTENDS_INTERFACES = kind("extends_interfaces")
FIELD_ACCESS = kind("field_access")
FINALLY = kind("finally_clause")
FORMAL_PARAMETER = kind("formal_parameter")
FORMAL_PARAMETERS = kind("formal_parameters")
GENERIC_TYPE = kind("generic_type")
GUARD = kind("guard")
IDENTIFIER = kind("identifier")
INFERRED_PARAMETERS = kind("inferred_parameters")
INTERPOLATION = kind("string_interpolation")
LINE_COMMENT = kind("line_comment")
LOCAL_VARIABLE = kind("local_variable_declaration")
MARKER_ANNOTATION = kind("marker_annotation")
METHOD_INVOCATION = kind("method_invocation")
MODIFIERS = kind("modifiers")
PARENTHESIZED = kind("parenthesized_expression")
PATTERN = kind("pattern")
RECORD_PATTERN = kind("record_pattern")
RECORD_PATTERN_BODY = kind("record_pattern_body")
RECORD_PATTERN_COMPONENT = kind("record_pattern_component")
RESOURCE = kind("resource")
RESOURCES = kind("resource_specification")
RETURN = kind("return_statement")
SCOPED_IDENTIFIER = kind("scoped_identifier")
SPREAD_PARAMETER = kind("spread_parameter")
SUPER = kind("super")
SUPERCLASS = kind("superclass")
SUPER_INTERFACES = kind("super_interfaces")
SWITCH = kind("switch_expression")
SWITCH_BLOCK = kind("switch_block")
SWITCH_GROUP = kind("switch_block_statement_group")
SWITCH_LABEL = kind("switch_label")
SWITCH_RULE = kind("switch_rule")
TERNARY = kind("ternary_expression")
THIS = kind("this")
THROW = kind("throw_statement")
TYPE_ARGUMENTS = kind("type_arguments")
TYPE_LIST = kind("type_list")
TYPE_PATTERN = kind("type_pattern")
UNDERSCORE = kind("underscore_pattern")
UPDATE = kind("update_expression")
VOID = kind("void_type")
YIELD = kind("yield_statement")

CASE = kind("case", named=False)
DEFAULT = kind("default", named=False)
DOT = kind(".", named=False)
NEW = kind("new", named=False)

COMMENTS = frozenset((LINE_COMMENT, BLOCK_COMMENT))
NAMES = frozenset((IDENTIFIER, UNDERSCORE))
ANNOTATIONS = frozenset((MARKER_ANNOTATION, ANNOTATION))
TYPES = frozenset(
    kind(name)
    for name in (
        "annotated_type",
        "array_type",
        "boolean_type",
        "floating_point_type",
        "generic_type",
        "integral_type",
        "scoped_type_identifier",
        "type_identifier",
        "void_type",
    )
)

FIELD_ARGUMENTS = field("arguments")
FIELD_BODY = field("body")
FIELD_CONDITION = field("condition")
FIELD_CONSEQUENCE = field("consequence")
FIELD_ALTERNATIVE = field("alternative")
FIELD_INIT = field("init")
FIELD_LEFT = field("left")
FIELD_NAME = field("name")
FIELD_OBJECT = field("object")
FIELD_OPERATOR = field("operator")
FIELD_PARAMETERS = field("parameters")
FIELD_PATTERN = field("pattern")
FIELD_RESOURCES = field("resources")
FIELD_RIGHT = field("right")
FIELD_TYPE = field("type")
FIELD_TYPE_ARGUMENTS = field("type_arguments")
FIELD_UPDATE = field("update")
FIELD_VALUE = field("value")
