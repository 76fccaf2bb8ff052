"""What the interpreter knows of values, and what it tells of functions: labels, constants, events and summaries."""
