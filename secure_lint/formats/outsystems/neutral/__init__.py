"""The neutral entity file ``secure-lint-entities.yaml`` or ``.json``: a module as a team describes or exports it."""
