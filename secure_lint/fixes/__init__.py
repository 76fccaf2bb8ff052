"""Mending findings: from a finding to a change of its file."""
