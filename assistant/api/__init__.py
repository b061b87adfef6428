"""The HTTP surface: the only place that knows JSON and status codes."""
