"""llama.cpp's server out of the xllamacpp wheel; runs in the peer's own environment.

usage: python llama_cpp_wheel_server.py FILE.gguf PORT STREAMS CONTEXT_TOKENS
"""

from __future__ import annotations

import os
import sys
import threading


def main() -> None:
    """Serve until the process is ended."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = sys.argv[1]
    params.hostnames = ["127.0.0.1"]
    params.port = int(sys.argv[2])
    params.n_parallel = int(sys.argv[3])
    params.n_ctx = int(sys.argv[4])
    params.kv_unified = False
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = len(os.sched_getaffinity(0))
    server = xllamacpp.Server(params)  # serves HTTP from a thread of its own while it lives
    threading.Event().wait()
    del server


if __name__ == "__main__":
    main()
