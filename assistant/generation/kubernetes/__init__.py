"""Objects of the Kubernetes API, as data."""
