"""Plaintext secrets: shapes of vendors' credentials, and a name, value and context model for all others."""
