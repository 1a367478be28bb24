"""The peer of the learning benchmarks: scikit-learn on one thread.

usage: scikit_learn.py mixture|k-means|lloyd|faiss|mixture-iteration FILE COUNT RESTARTS|ITERATIONS

Prints the median CPU seconds of five fits, and the lower bound or the inertia. `lloyd` and `faiss`
begin with the first COUNT rows; `mixture-iteration` prints the seconds of one iteration.
"""

import os
import statistics
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import warnings

import numpy
from sklearn.cluster import KMeans
from sklearn.mixture import BayesianGaussianMixture

warnings.filterwarnings("ignore")
RUN_COUNT = 5

kind, path, count, restarts = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
samples = numpy.loadtxt(path)


def few_iterations(iterations):
    return BayesianGaussianMixture(
        n_components=count, tol=1e-300, max_iter=iterations, random_state=100).fit(samples)


def fit():
    if kind == "mixture-iteration":
        return few_iterations(restarts + 1).lower_bound_
    if kind == "lloyd":
        return KMeans(n_clusters=count, init=samples[:count], n_init=1, max_iter=restarts, tol=0,
                      algorithm="lloyd").fit(samples).inertia_
    if kind == "faiss":
        import faiss
        faiss.omp_set_num_threads(1)
        rows = samples.astype("float32")
        means = faiss.Kmeans(4, count, niter=restarts, max_points_per_centroid=10**9)
        means.train(rows, init_centroids=rows[:count])
        return means.obj[-1]
    if kind == "mixture":
        return BayesianGaussianMixture(
            n_components=count, n_init=restarts, random_state=100).fit(samples).lower_bound_
    return KMeans(n_clusters=count, n_init=restarts, random_state=100).fit(samples).inertia_


if kind == "mixture-iteration":
    RUN_COUNT = 1
    start = time.process_time()
    few_iterations(1)
    set_up = time.process_time() - start
else:
    set_up = 0
    fit()
seconds = []
for _ in range(RUN_COUNT):
    start = time.process_time()
    figure = fit()
    seconds.append(time.process_time() - start)
seconds = statistics.median(seconds) - set_up
print(seconds / restarts if kind == "mixture-iteration" else seconds, float(figure))
