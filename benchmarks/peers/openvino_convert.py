"""Makes what OpenVINO GenAI reads of a GGUF file in half precision; runs in the peer's own environment.

GenAI's reader makes the graph, and NNCF compresses it as `optimum-cli export openvino` does: 8 bits asymmetric for
each row of every matrix, or 4 bits symmetric in groups of 64 (128 does not divide 576) with 8 bits for the embedding.
A 4-bit GGUF file is not read directly: the reader rounds its zero points, which costs accuracy.

usage: python openvino_convert.py FILE.gguf FOLDER int8|int4
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path


def convert(file: Path, folder: Path, kind: str) -> None:
    """Write the folder."""
    import nncf
    import openvino
    import openvino_genai

    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        work = Path(name)
        (work / file.name).symlink_to(file)  # GenAI writes beside what it reads
        openvino_genai.LLMPipeline(work / file.name, "CPU", enable_save_ov_model=True)
        model = openvino.Core().read_model(work / "openvino_model.xml")
        if kind == "int8":
            model = nncf.compress_weights(model, mode=nncf.CompressWeightsMode.INT8_ASYM)
        else:
            model = nncf.compress_weights(model, mode=nncf.CompressWeightsMode.INT4_SYM, group_size=64, ratio=1.0)
        folder.mkdir()
        for part in (*work.glob("openvino_tokenizer.*"), *work.glob("openvino_detokenizer.*")):
            shutil.copy(part, folder)
        openvino.save_model(model, folder / "openvino_model.xml")


if __name__ == "__main__":
    convert(Path(sys.argv[1]).resolve(), Path(sys.argv[2]), sys.argv[3])
