"""The index of everything that can be found."""

import os

# The matrices of search are small: more BLAS threads than one only wait for each other, and wait
# long on a busy machine. It counts only when it is set before NumPy is loaded, hence here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
