"""What the assistant is worth, beside the bare model on the same cases: `python -m evaluation`."""
