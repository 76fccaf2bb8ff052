"""Deciding which names hold sensitive data."""
