"""How what the models say of a call is carried out: its sinks and sources, the stores it opens, what it hands on."""
