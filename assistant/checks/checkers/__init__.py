"""One module for each checker, and the list of them."""
