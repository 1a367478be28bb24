"""The peer of the outlier benchmarks: scikit-learn on one thread, behind its own scaler.

usage: scikit_learn_outliers.py isolation-forest|lof|one-class-svm FILE

Prints the median CPU seconds of fits with predictions, five of them or as many as begin within ten
seconds, and the number of outliers.
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
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor
from sklearn.preprocessing import StandardScaler
from sklearn.svm import OneClassSVM

warnings.filterwarnings("ignore")
RUN_COUNT = 5

kind, samples = sys.argv[1], numpy.loadtxt(sys.argv[2])


def outlier_count():
    scaled = StandardScaler().fit_transform(samples)
    model = {
        "isolation-forest": lambda: IsolationForest(random_state=0, contamination=0.05),
        "lof": LocalOutlierFactor,
        "one-class-svm": OneClassSVM,
    }[kind]()
    return (model.fit_predict(scaled) < 0).sum()


seconds = []
while len(seconds) < RUN_COUNT and sum(seconds) < 10:
    start = time.process_time()
    count = outlier_count()
    seconds.append(time.process_time() - start)
print(statistics.median(seconds), count)
