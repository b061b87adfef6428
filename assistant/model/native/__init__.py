"""The Llama decoder in C++, for CPUs with AVX-512 and VNNI."""
