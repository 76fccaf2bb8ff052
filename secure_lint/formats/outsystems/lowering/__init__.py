"""From an OutSystems module to the facts that all stages work with: entities, stores, settings, logic."""
