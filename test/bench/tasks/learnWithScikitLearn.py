"""Out-of-fold probabilities of TF-IDF (1,2) + LogisticRegression; CPU time, accuracy and AUROC as JSON."""
import json
import sys
import time

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

with open(sys.argv[1], encoding="utf-8") as file:
    data = json.load(file)
texts = np.array(data["texts"], dtype=object)
given, truth, folds = (np.array(data[name]) for name in ("given", "truth", "folds"))
probabilities = np.zeros((len(given), given.max() + 1))
start = time.process_time()
for fold in range(folds.max() + 1):
    held = folds == fold
    vectorizer = TfidfVectorizer(ngram_range=(1, 2))
    model = LogisticRegression(max_iter=1000).fit(vectorizer.fit_transform(texts[~held]), given[~held])
    probabilities[np.ix_(held, model.classes_)] = model.predict_proba(vectorizer.transform(texts[held]))
milliseconds = (time.process_time() - start) * 1000
own = probabilities[np.arange(len(given)), given]
print(json.dumps({
    "milliseconds": milliseconds,
    "accuracy": float((probabilities.argmax(1) == given).mean()),
    "auroc": float(roc_auc_score(given != truth, -own)),
}))
