"""What a message asks for, and what the errors pasted into it mean: rules and a table, no model."""
