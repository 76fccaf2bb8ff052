"""Applying models to the program."""
