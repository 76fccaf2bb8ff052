"""Running the stages over a tree: discovery, workers, cache, suppression."""
