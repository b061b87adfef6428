"""Slots: the named places of a template, and the values for them that stand in a question."""
