"""What stands around a model is made beside it."""

import subprocess
import sys

PARTS = ("checks", "generation", "knowledge", "redaction", "understanding")


def test_a_server_starts_without_the_parts_of_the_assistant():
    code = f"import sys, assistant.application; print([m for m in sys.modules if m.startswith({tuple(f'assistant.{p}' for p in PARTS)})])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
