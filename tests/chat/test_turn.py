"""What stands around a model is made beside it."""

import subprocess
import sys

PARTS = ("checks", "generation", "knowledge", "redaction", "understanding")


def test_a_server_starts_without_the_parts_of_the_assistant():
    ours = "[name for name in sys.modules if name.startswith('assistant.')]"
    code = f"import sys, assistant.application; print(*{ours})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "assistant.engine.engine" in loaded
    assert {name.split(".")[1] for name in loaded}.isdisjoint(PARTS)
