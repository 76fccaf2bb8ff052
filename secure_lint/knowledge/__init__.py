"""The knowledge in ``rules/``: reading, checking and bundling it."""
