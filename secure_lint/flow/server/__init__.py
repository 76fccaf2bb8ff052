"""What code says of the server that it is part of: routes, guards, handlers, records and whose these are."""
