"""A client of a running server in a terminal: what `assistant chat` is made of."""
