"""Networks executed on real arrays: NumPy on the processor, CuPy on a GPU. Nothing here is imported until it is asked for."""
