"""Client and server together: which requests of the apps go to which endpoints, and what each side asks of a field."""
