"""What an answer's code blocks are worth: real checkers run over each of them. Nothing in a block is ever executed."""
