"""Secrets out of text: found by rules, replaced by placeholders, in whole texts and in streams."""
