"""Completions by a dedicated inference server (vLLM, llama.cpp, TGI, another copy of this) over OpenAI's wire."""
