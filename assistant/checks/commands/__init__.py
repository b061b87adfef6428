"""What command-line tools accept, and the words of a command held against it: sub-commands and flags that nobody has."""
