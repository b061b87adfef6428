"""Finding and loading the weights, the tokenizer and its chat template, and the runners that compute logits."""
