"""The runner on OpenVINO: paged attention and 8-bit weights on CPUs that the native decoder does not know."""
