"""Passages of runbooks and packs in one SQLite file: written by one part, searched by others meanwhile."""
