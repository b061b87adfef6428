"""Finding and loading the weights, the tokenizer and its chat template, and the runners that compute logits.

Importing openvino reports that to its makers over the network, unless the package that does so is missing. So it is
missing for this process, and nothing leaves the machine.
"""

import sys

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None makes its import fail
