"""What a peer needs beside its own package."""
