"""The peer of the classifier benchmarks: scikit-learn on one thread.

usage: scikit_learn_classifiers.py logistic-grid|random-forest|sgd FILE

Rows of FILE end with their label. Prints the median CPU seconds of three fits with the scores of
the same rows, and the average precision of these.
"""

import os
import statistics
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
# Settings for another processor than the one at hand would handicap the peer.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

import warnings

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
RUN_COUNT = 3

kind, path = sys.argv[1], sys.argv[2]
table = numpy.loadtxt(path)
samples, labels = table[:, :-1].copy(), table[:, -1] == 1


def model():
    if kind == "logistic-grid":
        return GridSearchCV(
            make_pipeline(StandardScaler(), LogisticRegression()),
            {"logisticregression__C": [0.1, 0.5, 1, 2]}, scoring="recall_macro", cv=5)
    if kind == "random-forest":
        return RandomForestClassifier(random_state=0)
    return make_pipeline(StandardScaler(), SGDClassifier(
        loss="log_loss", alpha=1e-4, learning_rate="adaptive", eta0=0.01, average=1000, tol=1e-3,
        random_state=0))


seconds = []
for _ in range(RUN_COUNT):
    start = time.process_time()
    scores = model().fit(samples, labels).predict_proba(samples)[:, 1]
    seconds.append(time.process_time() - start)
print(statistics.median(seconds), average_precision_score(labels, scores))
