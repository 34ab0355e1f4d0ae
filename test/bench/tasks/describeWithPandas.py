"""Reads a CSV with pandas and describes every column; prints what it cost as one line of JSON."""
import json
import resource
import sys
import time

import pandas

started, cpu = time.perf_counter(), time.process_time()
frame = pandas.read_csv(sys.argv[1])
frame.describe(include="all")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({
    "result": len(frame),
    "ms": (time.perf_counter() - started) * 1000,
    "cpuMs": (time.process_time() - cpu) * 1000,
    "peakMB": peak / 1e6,
}))
