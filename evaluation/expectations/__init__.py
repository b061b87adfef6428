"""What a case expects: one idea a module, each read from the table of a case and judged on the answer."""
