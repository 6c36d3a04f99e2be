"""Times PyTorch. Reads requests as lines of JSON on stdin and answers each with a line of JSON on stdout.

{"op": "about"}
{"op": "load", "x": file, "w": file, "input": [...], "weight": [...], "arguments": {...}}
{"op": "time", "repetitions": n}      -> {"milliseconds": t}
{"op": "output", "file": file}        writes the last output as float32
"""
import json
import os
import re
import sys
import time

import numpy
import torch

torch.set_num_threads(1)
x = w = y = None
arguments = {}


def tensor(file, shape):
    return torch.from_numpy(numpy.fromfile(file, dtype=numpy.float32).reshape(shape))


def blas():
    """Returns the names of the BLAS libraries that this process has loaded, as Linux lists them."""
    try:
        with open("/proc/self/maps") as maps:
            files = {os.path.basename(line.split()[-1]) for line in maps if re.search("/lib[a-z]*(blas|mkl)", line)}
        return ", ".join(sorted(files)) or "its own"
    except OSError:
        return "unknown"


def answer(message):
    global x, w, y, arguments
    op = message["op"]
    if op == "about":
        return {"version": torch.__version__, "blas": blas()}
    if op == "load":
        x, w = tensor(message["x"], message["input"]), tensor(message["w"], message["weight"])
        arguments = message["arguments"]
        return {}
    if op == "time":
        start = time.perf_counter()
        for _ in range(message["repetitions"]):
            y = torch.nn.functional.conv_transpose2d(x, w, None, **arguments)
        return {"milliseconds": (time.perf_counter() - start) * 1000}
    if op == "output":
        y.numpy().tofile(message["file"])
        return {}
    raise ValueError(op)


with torch.inference_mode():
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:
            reply = {"error": str(error)}
        print(json.dumps(reply), flush=True)
