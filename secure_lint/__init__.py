"""secure-lint: a linter for mobile data-security policies."""

__version__ = "0.1.0"
