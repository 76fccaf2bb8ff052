"""Tests of secure-lint."""
