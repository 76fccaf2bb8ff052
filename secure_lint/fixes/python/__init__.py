"""Fixes of Python; the one door of libcst."""
