"""The peers of the learning benchmarks, each on one thread.

usage: scikit_learn.py PEER WORK FILE COUNT RESTARTS|ITERATIONS

PEER is scikit-learn, onedal (scikit-learn-intelex) or faiss. WORK is mixture, mixture-iteration,
k-means, lloyd, lloyd-iteration or pca. FILE holds rows of four doubles. COUNT is that of components
or clusters.

Prints the median CPU seconds of five fits, the lower bound, inertia or variance that the last gave,
and the peak of resident memory in bytes. `lloyd` begins with the first COUNT rows;
`lloyd-iteration` gives the seconds of each iteration but the first, `mixture-iteration` of each.
"""

import os
import statistics
import sys
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
# Settings for another processor than the one at hand would handicap the peers.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
warnings.filterwarnings("ignore")

peer, kind, path = sys.argv[1:4]
count, restarts = int(sys.argv[4]), int(sys.argv[5])

if peer == "onedal":
    import daal4py
    from sklearnex import patch_sklearn
    patch_sklearn(verbose=False)
    daal4py.daalinit(1)
if peer == "faiss":
    import faiss
    faiss.omp_set_num_threads(1)

import numpy
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.mixture import BayesianGaussianMixture

RUN_COUNT = 5
samples = numpy.fromfile(path).reshape(-1, 4)


def few_iterations(iterations):
    return BayesianGaussianMixture(
        n_components=count, tol=1e-300, max_iter=iterations, random_state=100).fit(samples)


def fit(restarts=restarts):
    if kind == "mixture-iteration":
        return few_iterations(restarts + 1).lower_bound_
    if kind == "mixture":
        return BayesianGaussianMixture(
            n_components=count, n_init=restarts, random_state=100).fit(samples).lower_bound_
    if kind == "pca":
        return PCA(n_components=count).fit(samples).explained_variance_[0]
    if peer == "faiss":
        rows = samples.astype("float32")
        means = faiss.Kmeans(4, count, niter=restarts, max_points_per_centroid=10**9)
        means.train(rows, init_centroids=rows[:count])
        return means.obj[-1]
    if kind in ("lloyd", "lloyd-iteration"):
        return KMeans(n_clusters=count, init=samples[:count], n_init=1, max_iter=restarts, tol=0,
                      algorithm="lloyd").fit(samples).inertia_
    return KMeans(n_clusters=count, n_init=restarts, random_state=100).fit(samples).inertia_


def peak():
    """Peak of resident memory since the last call, in bytes; 0 where the system does not tell."""
    try:
        with open("/proc/self/status") as file:
            fields = dict(line.split(":", 1) for line in file)
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
        return int(fields["VmHWM"].split()[0]) * 1024
    except (OSError, KeyError):
        return 0


def timed(work):
    start = time.process_time()
    figure = work()
    return time.process_time() - start, figure


if kind == "mixture-iteration":
    RUN_COUNT = 1
    set_up, _ = timed(lambda: few_iterations(1))
else:
    set_up = 0
    fit()
seconds = []
peak()
for _ in range(RUN_COUNT):
    if kind == "lloyd-iteration":
        set_up, _ = timed(lambda: fit(1))
    total, figure = timed(fit)
    seconds.append(total - set_up)
seconds = statistics.median(seconds)
if kind == "mixture-iteration":
    seconds /= restarts
if kind == "lloyd-iteration":
    seconds /= restarts - 1
print(seconds, float(figure), peak())
