"""Phrases that tell a value as a whole, by topic: `lines 3 to 9`, `through bastion.example.com`, `may create deployments`."""
