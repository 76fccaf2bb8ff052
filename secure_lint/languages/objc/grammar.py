"""The kinds of nodes and the fields of tree-sitter-objc that the lowering names."""

from __future__ import annotations

import tree_sitter
import tree_sitter_objc

from secure_lint.languages.syntax import NodeKinds, parser

PARSER = parser(tree_sitter_objc.language)
PART_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_objc.language()))
"""Parses a part of a file only, the one that is set as its range."""

_NODES = NodeKinds(PARSER, "tree-sitter-objc")
kind = _NODES.kind
field = _NODES.field

ARGUMENTS = kind("argument_list")
ARRAY_DECLARATOR = kind("array_declarator")
ASSIGNMENT = kind("assignment_expression")
AT = kind("at_expression")
BINARY = kind("binary_expression")
BLOCK = kind("compound_statement")
BLOCK_LITERAL = kind("block_literal")
CALL = kind("call_expression")
CASE = kind("case_statement")
CAST = kind("cast_expression")
CATCH = kind("catch_clause")
CATEGORY = field("category")
CHARACTER = kind("character")
COMMA = kind("comma_expression")
COMMENT = kind("comment")
CONCATENATED = kind("concatenated_string")
CONDITIONAL = kind("conditional_expression")
DECLARATION = kind("declaration")
DECLARATION_LIST = kind("declaration_list")
DICTIONARY_PAIR = kind("dictionary_pair")
ELSE = kind("else_clause")
ENUM = kind("enum_specifier")
ENUMERATOR = kind("enumerator")
ESCAPE = kind("escape_sequence")
EXPRESSION_STATEMENT = kind("expression_statement")
FIELD = kind("field_expression")
FIELD_DECLARATION = kind("field_declaration")
FIELD_DESIGNATOR = kind("field_designator")
FIELD_NAME_IDENTIFIER = kind("field_identifier")
FINALLY = kind("finally_clause")
FOR = kind("for_statement")
FUNCTION = kind("function_definition")
FUNCTION_DECLARATOR = kind("function_declarator")
GENERIC = kind("generic_specifier")
IDENTIFIER = kind("identifier")
IMPLEMENTATION = kind("class_implementation")
IMPLEMENTED = kind("implementation_definition")
INCLUDE = kind("preproc_include")
INIT_DECLARATOR = kind("init_declarator")
INITIALIZER_PAIR = kind("initializer_pair")
INSTANCE_VARIABLE = kind("instance_variable")
INSTANCE_VARIABLES = kind("instance_variables")
INTERFACE = kind("class_interface")
LINKAGE = kind("linkage_specification")
MACRO = kind("preproc_def")
MACRO_FUNCTION = kind("preproc_function_def")
MESSAGE = kind("message_expression")
METHOD = kind("method_definition")
METHOD_DECLARATION = kind("method_declaration")
METHOD_PARAMETER = kind("method_parameter")
METHOD_TYPE = kind("method_type")
MODULE_IMPORT = kind("module_import")
PARAMETER = kind("parameter_declaration")
PARAMETERIZED = kind("parameterized_arguments")
PARAMETERS = kind("parameter_list")
PARENTHESIZED = kind("parenthesized_expression")
POINTER = kind("pointer_expression")
PROPERTY = kind("property_declaration")
PROPERTY_ATTRIBUTE = kind("property_attribute")
PROPERTY_ATTRIBUTES = kind("property_attributes_declaration")
PROTOCOL = kind("protocol_declaration")
PROTOCOL_MEMBERS = kind("qualified_protocol_interface_declaration")
PROTOCOLS = kind("protocol_reference_list")
STORAGE_CLASS = kind("storage_class_specifier")
STRING = kind("string_literal")
STRING_CONTENT = kind("string_content")
STRUCT = kind("struct_specifier")
STRUCT_DECLARATION = kind("struct_declaration")
STRUCT_DECLARATOR = kind("struct_declarator")
SYSTEM_PATH = kind("system_lib_string")
TYPE_DEFINITION = kind("type_definition")
TYPE_DESCRIPTOR = kind("type_descriptor")
TYPE_IDENTIFIER = kind("type_identifier")
TYPE_NAME = kind("type_name")
TYPE_QUALIFIER = kind("type_qualifier")
TYPEDEFED = kind("typedefed_specifier")
UNION = kind("union_specifier")
UPDATE = kind("update_expression")

PREPROC_CONDITIONS = frozenset((kind("preproc_if"), kind("preproc_ifdef")))
PREPROC_OTHERWISE = frozenset((kind("preproc_else"), kind("preproc_elif"), kind("preproc_elifdef")))
DECLARATORS = frozenset(
    kind(name)
    for name in (
        "array_declarator",
        "attributed_declarator",
        "block_pointer_declarator",
        "function_declarator",
        "init_declarator",
        "parenthesized_declarator",
        "pointer_declarator",
        "struct_declarator",
    )
)
BLOCK_DECLARATORS = frozenset((kind("block_pointer_declarator"), kind("abstract_block_pointer_declarator")))
ABSTRACT_FUNCTION = kind("abstract_function_declarator")
ABSTRACT_DECLARATORS = frozenset(
    kind(name)
    for name in (
        "abstract_array_declarator",
        "abstract_block_pointer_declarator",
        "abstract_function_declarator",
        "abstract_parenthesized_declarator",
        "abstract_pointer_declarator",
    )
)
NAMES = frozenset((IDENTIFIER, FIELD_NAME_IDENTIFIER, TYPE_IDENTIFIER))
TYPES = frozenset(
    kind(name)
    for name in (
        "array_type_specifier",
        "enum_specifier",
        "generic_specifier",
        "macro_type_specifier",
        "primitive_type",
        "sized_type_specifier",
        "struct_specifier",
        "type_identifier",
        "typedefed_specifier",
        "typeof_specifier",
        "union_specifier",
    )
)

FIELD_ALTERNATIVE = field("alternative")
FIELD_ARGUMENT = field("argument")
FIELD_ARGUMENTS = field("arguments")
FIELD_BODY = field("body")
FIELD_CONDITION = field("condition")
FIELD_CONSEQUENCE = field("consequence")
FIELD_DECLARATOR = field("declarator")
FIELD_DESIGNATORS = field("designator")
FIELD_FIELD = field("field")
FIELD_FUNCTION = field("function")
FIELD_INDEX = field("index")
FIELD_INITIALIZER = field("initializer")
FIELD_LEFT = field("left")
FIELD_METHOD = field("method")
FIELD_NAME = field("name")
FIELD_OPERATOR = field("operator")
FIELD_PARAMETERS = field("parameters")
FIELD_PATH = field("path")
FIELD_RECEIVER = field("receiver")
FIELD_RIGHT = field("right")
FIELD_SUPERCLASS = field("superclass")
FIELD_TYPE = field("type")
FIELD_UPDATE = field("update")
FIELD_VALUE = field("value")
