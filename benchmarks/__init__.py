"""Ours and the peers on the same weights, machine and work: `python -m benchmarks`."""
