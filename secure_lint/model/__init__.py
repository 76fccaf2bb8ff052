"""The data that the stages hand on: program, schema, settings, findings."""
