# The C library's qsort calls back into Python.
# needs: python3

python3 - << 'END'
import ctypes

Compare = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int)
)
numbers = (ctypes.c_int * 5)(5, 2, 4, 1, 3)
ctypes.CDLL(None).qsort(numbers, 5, 4, Compare(lambda a, b: a[0] - b[0]))
print(list(numbers))
END
