"""One turn of a conversation: prompt, generate, answer."""
