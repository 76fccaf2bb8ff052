"""Writing results in a format."""
