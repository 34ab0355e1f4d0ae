"""find_label_issues on labels and probabilities of a file; CPU time, how many rows were found and a hash of which as JSON."""
import hashlib
import json
import sys
import time
import warnings

import numpy as np
from cleanlab.filter import find_label_issues

warnings.filterwarnings("ignore")
path, rows, classes, rule = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
labels = np.fromfile(path, dtype=np.int32, count=rows).astype(int)
probabilities = np.fromfile(path, dtype=np.float64, offset=rows * 4).reshape(rows, classes)
start = time.process_time()
# One job: what others use would not be counted.
found = find_label_issues(labels, probabilities, filter_by=rule, return_indices_ranked_by="self_confidence", n_jobs=1)
milliseconds = (time.process_time() - start) * 1000
digest = hashlib.sha256(np.sort(found).astype(np.int32).tobytes()).hexdigest()
print(json.dumps({"milliseconds": milliseconds, "found": len(found), "hash": digest}))
