"""Readers of data and configuration formats."""
