"""The peer of the learning benchmarks: scikit-learn on one thread.

usage: scikit_learn.py mixture|k-means FILE COUNT RESTARTS

Prints the median CPU seconds of five fits, and the lower bound or the inertia.
"""

import os
import statistics
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy
from sklearn.cluster import KMeans
from sklearn.mixture import BayesianGaussianMixture

RUN_COUNT = 5

kind, path, count, restarts = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
samples = numpy.loadtxt(path)


def fit():
    if kind == "mixture":
        return BayesianGaussianMixture(
            n_components=count, n_init=restarts, random_state=100).fit(samples).lower_bound_
    return KMeans(n_clusters=count, n_init=restarts, random_state=100).fit(samples).inertia_


fit()
seconds = []
for _ in range(RUN_COUNT):
    start = time.process_time()
    figure = fit()
    seconds.append(time.process_time() - start)
print(statistics.median(seconds), float(figure))
