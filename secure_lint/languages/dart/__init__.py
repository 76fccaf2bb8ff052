"""Dart: source files."""

SUFFIXES = (".dart",)
