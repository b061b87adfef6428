"""Token ids in, token ids out: iteration-level batching over a model runner."""
