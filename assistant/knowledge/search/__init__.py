"""Search: words of a question, their relatives, an index of passages, and the order of what was found."""
