"""Packs: references built on the user's machine from what is installed there."""
