"""The table of error signatures, one file a field; `assistant.understanding.signature` reads it."""
