"""What is known about tools, one module a family; `rules` says how they are written."""
