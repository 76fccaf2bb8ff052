"""Kotlin, with its scripts."""

SUFFIXES = (".kt", ".kts")
