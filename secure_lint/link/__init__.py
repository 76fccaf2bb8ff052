"""Joining the facts of all files to one program."""
