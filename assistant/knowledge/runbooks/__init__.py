"""The user's runbooks: folders of Markdown, text and reStructuredText, read into passages and kept up to date."""
