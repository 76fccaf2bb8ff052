"""The server that the code of a product is: its endpoints, put together from what models say of calls."""
