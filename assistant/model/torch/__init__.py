"""The runner on torch: the exact reference on a CPU, bfloat16 and CUDA graphs on a GPU."""
