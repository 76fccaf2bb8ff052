"""The kinds of nodes and the fields of tree-sitter-python that the lowering names.

Numbers, not names: reading a node's kind as a number costs half of reading it as text.
"""

from __future__ import annotations

import tree_sitter_python

from secure_lint.languages.syntax import parser

PARSER = parser(tree_sitter_python.language)
_LANGUAGE = PARSER.language


def kind(name: str, *, named: bool = True) -> int:
    """The number of a kind of node. Raises `LookupError` when the grammar has none of that name."""
    number = _LANGUAGE.id_for_node_kind(name, named) if _LANGUAGE is not None else None
    if number is None:
        raise LookupError(f"tree-sitter-python has no node {name!r}")
    return number


def field(name: str) -> int:
    """The number of a field. Raises `LookupError` when the grammar has none of that name."""
    number = _LANGUAGE.field_id_for_name(name) if _LANGUAGE is not None else None
    if number is None:
        raise LookupError(f"tree-sitter-python has no field {name!r}")
    return number


ALIASED_IMPORT = kind("aliased_import")
ARGUMENT_LIST = kind("argument_list")
AS_PATTERN = kind("as_pattern")
AS_PATTERN_TARGET = kind("as_pattern_target")
ASSIGNMENT = kind("assignment")
ATTRIBUTE = kind("attribute")
AUGMENTED_ASSIGNMENT = kind("augmented_assignment")
BINARY_OPERATOR = kind("binary_operator")
BLOCK = kind("block")
BOOLEAN_OPERATOR = kind("boolean_operator")
CALL = kind("call")
CASE_CLAUSE = kind("case_clause")
CASE_PATTERN = kind("case_pattern")
CHEVRON = kind("chevron")
CLASS = kind("class_definition")
CLASS_PATTERN = kind("class_pattern")
COMMENT = kind("comment")
CONCATENATED_STRING = kind("concatenated_string")
DECORATED = kind("decorated_definition")
DECORATOR = kind("decorator")
DEFAULT_PARAMETER = kind("default_parameter")
DICT_PATTERN = kind("dict_pattern")
DICTIONARY = kind("dictionary")
DICTIONARY_SPLAT = kind("dictionary_splat")
DICTIONARY_SPLAT_PATTERN = kind("dictionary_splat_pattern")
DOTTED_NAME = kind("dotted_name")
ELIF = kind("elif_clause")
ELLIPSIS = kind("ellipsis")
ELSE = kind("else_clause")
ESCAPE_SEQUENCE = kind("escape_sequence")
EXCEPT = kind("except_clause")
EXPRESSION_LIST = kind("expression_list")
EXPRESSION_STATEMENT = kind("expression_statement")
FINALLY = kind("finally_clause")
FOR_IN = kind("for_in_clause")
FUNCTION = kind("function_definition")
FUTURE_IMPORT = kind("future_import_statement")
GENERATOR = kind("generator_expression")
GENERIC_TYPE = kind("generic_type")
GLOBAL = kind("global_statement")
IDENTIFIER = kind("identifier")
IF_CLAUSE = kind("if_clause")
IF_STATEMENT = kind("if_statement")
IMPORT = kind("import_statement")
IMPORT_FROM = kind("import_from_statement")
IMPORT_PREFIX = kind("import_prefix")
INTERPOLATION = kind("interpolation")
KEYWORD_ARGUMENT = kind("keyword_argument")
KEYWORD_PATTERN = kind("keyword_pattern")
KEYWORD_SEPARATOR = kind("keyword_separator")
LIST = kind("list")
LIST_PATTERN = kind("list_pattern")
LIST_SPLAT = kind("list_splat")
LIST_SPLAT_PATTERN = kind("list_splat_pattern")
NONE = kind("none")
NOT_OPERATOR = kind("not_operator")
PAIR = kind("pair")
PARAMETERS = kind("parameters")
PARENTHESIZED = kind("parenthesized_expression")
PASS = kind("pass_statement")
PATTERN_LIST = kind("pattern_list")
POSITIONAL_SEPARATOR = kind("positional_separator")
RELATIVE_IMPORT = kind("relative_import")
SLICE = kind("slice")
SPLAT_PATTERN = kind("splat_pattern")
STRING = kind("string")
STRING_CONTENT = kind("string_content")
STRING_START = kind("string_start")
SUBSCRIPT = kind("subscript")
TUPLE = kind("tuple")
TUPLE_PATTERN = kind("tuple_pattern")
TYPE = kind("type")
TYPE_PARAMETER = kind("type_parameter")
TYPED_DEFAULT_PARAMETER = kind("typed_default_parameter")
TYPED_PARAMETER = kind("typed_parameter")
UNION_PATTERN = kind("union_pattern")
WILDCARD_IMPORT = kind("wildcard_import")
WITH_CLAUSE = kind("with_clause")
WITH_ITEM = kind("with_item")

ASYNC = kind("async", named=False)

SEQUENCES = frozenset((LIST, LIST_PATTERN, TUPLE, TUPLE_PATTERN, PATTERN_LIST, EXPRESSION_LIST))
DEFINITIONS = frozenset((CLASS, FUNCTION, DECORATED))
IMPORTS = frozenset((IMPORT, IMPORT_FROM, FUTURE_IMPORT))

FIELD_ALIAS = field("alias")
FIELD_ALTERNATIVE = field("alternative")
FIELD_ARGUMENT = field("argument")
FIELD_ARGUMENTS = field("arguments")
FIELD_ATTRIBUTE = field("attribute")
FIELD_BODY = field("body")
FIELD_CONDITION = field("condition")
FIELD_CONSEQUENCE = field("consequence")
FIELD_DEFINITION = field("definition")
FIELD_EXPRESSION = field("expression")
FIELD_FUNCTION = field("function")
FIELD_GUARD = field("guard")
FIELD_KEY = field("key")
FIELD_LEFT = field("left")
FIELD_MODULE_NAME = field("module_name")
FIELD_NAME = field("name")
FIELD_OBJECT = field("object")
FIELD_OPERATOR = field("operator")
FIELD_PARAMETERS = field("parameters")
FIELD_RETURN_TYPE = field("return_type")
FIELD_RIGHT = field("right")
FIELD_SUBJECT = field("subject")
FIELD_SUBSCRIPT = field("subscript")
FIELD_SUPERCLASSES = field("superclasses")
FIELD_TYPE = field("type")
FIELD_VALUE = field("value")
