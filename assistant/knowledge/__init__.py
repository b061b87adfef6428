"""What answers start from: the handbook's entries, and the templates in them."""
