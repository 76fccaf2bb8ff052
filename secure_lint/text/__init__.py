"""Source text and words in it."""
