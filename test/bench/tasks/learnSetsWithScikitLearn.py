"""Out-of-fold accuracy and AUROC of flipped labels for datasets of text, tables and embeddings, as JSON."""
import json
import sys

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

with open(sys.argv[1], encoding="utf-8") as file:
    sets = json.load(file)


def features(data):
    """The same numbers that Winnow's learners see, and the models to try on them."""
    if data["kind"] == "text":
        analyzer = "char" if data["unspaced"] else "word"
        grams = (1, 3) if data["unspaced"] else (1, 2)
        return np.array(data["texts"], dtype=object), [make_pipeline(TfidfVectorizer(analyzer=analyzer, ngram_range=grams), LogisticRegression(max_iter=1000))]
    values = np.array(data["values"], dtype=float)
    if data["kind"] == "embedding":
        return values, [LogisticRegression(max_iter=2000)]
    return values, [make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)), ExtraTreesClassifier(100, random_state=0)]


def held_out(model, values, given, folds):
    probabilities = np.zeros((len(given), given.max() + 1))
    for fold in range(folds.max() + 1):
        held = folds == fold
        model.fit(values[~held], given[~held])
        probabilities[np.ix_(held, model.classes_)] = model.predict_proba(values[held])
    return probabilities


results = []
for data in sets:
    given, truth, folds = (np.array(data[name]) for name in ("given", "truth", "folds"))
    values, models = features(data)
    tried = [held_out(model, values, given, folds) for model in models]
    best = min(tried, key=lambda probabilities: log_loss(given, np.clip(probabilities, 1e-7, 1), labels=range(given.max() + 1)))
    own = best[np.arange(len(given)), given]
    results.append({"accuracy": float((best.argmax(1) == given).mean()), "auroc": float(roc_auc_score(given != truth, -own))})
print(json.dumps(results))
