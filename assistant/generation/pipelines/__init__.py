"""Pipelines of continuous integration."""
