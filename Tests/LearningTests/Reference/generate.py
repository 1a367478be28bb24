#!/usr/bin/env python3
"""Writes the reference figures that the tests of Learning compare with: scikit-learn's and mpmath's.

    pip install scikit-learn==1.9.1 mpmath && python3 generate.py

All addresses are invented here; strangers come from the ranges for documentation. Every file opens
with `source` (versions and command) and `tolerance` (name -> relative error that a comparison may
have, and why, in `toleranceReason`). Numbers are the shortest text that reads back to the same
double; every matrix is an array of rows.

addresses-ipv4.json, addresses-ipv6.json
    addresses            [text]
    sampleWeights        [double], used by `weightedKMeans` only
    principalComponents  { mean, components, explainedVariance, explainedVarianceRatio }
                         components: one row per axis; of each row the first loading within 1e-9
                         (relative) of the largest magnitude is positive
    mixtures             [ Mixture ], BayesianGaussianMixture, full covariances, Dirichlet process
    trajectories         [ Trajectory ], the first iterations from a given start, which any
                         implementation of the equations must follow step by step
    kMeans               [ { clusterCount, inertia, tightness } ], the best of `restartCount` runs
    weightedKMeans       the same with `sampleWeights`
    restartCount         number of k-means runs

    Mixture: componentCount, tolerance, maximumIterationCount, restartCount, randomState,
        weights                [componentCount]
        means                  [componentCount x featureCount]
        covariances            [componentCount x featureCount x featureCount]
        weightConcentrations   [componentCount x 2], the pairs (a, b)
        meanPrecisions, degreesOfFreedom   [componentCount]
        lowerBound, iterationCount, didConverge
        logDensities           [sampleCount], score_samples of every address
        bestLowerBound         the highest of `bestRestartCount` other restarts, same tolerance
    Trajectory: componentCount, labels [sampleCount] (the hard assignment it starts from),
        lowerBounds            one per iteration, each an E step, an M step and the bound after them
        the posterior as in Mixture, after the last of them

percentiles.json
    cases                [ { values, percentiles, thresholds } ], numpy.percentile

covariance-types.json
    components of BayesianGaussianMixture and GaussianMixture with covariances and weights of every
    type, on the addresses of addresses-ipv4.json and addresses-ipv6.json and on `groups`
    groups               [sampleCount x 2], four seeded Gaussian groups of unequal spread
    bayesian             [ { samples, covarianceType, weightPrior, componentCount, labels,
                         lowerBounds, the posterior as in Mixture } ], as in trajectories
    likelihood           [ { samples, covarianceType, componentCount, regularization, labels,
                         meanLogDensities, weights, means, covariances } ], the same without priors;
                         meanLogDensities: one per iteration, before its M step
    likelihoodBests      [ { samples, covarianceType, componentCount, restartCount, meanLogDensity,
                         bic, aic } ], the best of many restarts

clusterings.json
    labels               [ [int] ], several labellings of the addresses of addresses-ipv4.json
    adjustedRand, fowlkesMallows   of each pair of labellings, as a matrix
    silhouettes          of each labelling, of the addresses as they are
    repeatedSilhouettes  the same with each address as often as `sampleWeights` there says

special-functions.json
    exp, log, digamma, logGamma    { arguments, values }, 50 digits rounded once to double
"""

import json
import pathlib
import platform
import random
import sys
from fractions import Fraction

import mpmath
import numpy
import scipy
import sklearn
from ipaddress import ip_address
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, fowlkes_mallows_score, silhouette_score
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture

HERE = pathlib.Path(__file__).resolve().parent
SEED = 100
# Restarts differ from those of the fit, so that the best of them is another judge.
BEST_SEED = 2026
BEST_RESTART_COUNT = 100
KMEANS_RESTART_COUNT = 200


def source():
    return {
        "command": "python3 Tests/LearningTests/Reference/generate.py",
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "scikitLearn": sklearn.__version__,
        "mpmath": mpmath.__version__,
    }


def ipv4_addresses():
    """An office of four networks, and seven addresses that have no business there."""
    generator = random.Random(4)
    hosts = [f"10.20.1.{host}" for host in generator.sample(range(50, 120), 34)]  # desks
    hosts += [f"10.20.2.{host}" for host in generator.sample(range(20, 60), 20)]  # telephones
    hosts += [f"10.20.9.{host}" for host in range(2, 15)]  # servers
    hosts += [f"192.168.40.{host}" for host in generator.sample(range(100, 200), 16)]  # guests
    hosts += ["172.31.250.3", "203.0.113.77", "198.51.100.200", "10.99.7.13", "10.20.169.9",
              "192.0.2.8", "192.168.1.1"]
    generator.shuffle(hosts)
    return hosts


def ipv6_addresses():
    """Hosts of four prefixes whose sixteen octets all vary, so that no covariance is singular."""
    generator = random.Random(6)
    hosts = []
    for prefix, count, random_octets in [("20010db8", 22, 10), ("fd3c91a2", 20, 9),
                                         ("3fff0a5e", 14, 11), ("fe800000", 6, 8)]:
        for _ in range(count):
            octets = bytearray(bytes.fromhex(prefix)) + bytearray(12)
            # The subnet takes few values, the interface identifier many.
            for index in range(4, 16 - random_octets):
                octets[index] = generator.choice([0, 1, 2, 16])
            for index in range(16 - random_octets, 16):
                octets[index] = generator.randrange(256)
            hosts.append(str(ip_address(bytes(octets))))
    # Strangers, whose first octets free the columns from the few values of the prefixes.
    for _ in range(8):
        octets = bytearray(generator.randrange(256) for _ in range(16))
        octets[0] = generator.choice([0x20, 0x3F, 0xFD])
        hosts.append(str(ip_address(bytes(octets))))
    generator.shuffle(hosts)
    return hosts


def octets(addresses):
    return numpy.array([list(ip_address(address).packed) for address in addresses], dtype=float)


def principal_components(samples, component_count):
    model = PCA(n_components=component_count, svd_solver="full").fit(samples)
    axes = model.components_.copy()
    for axis in axes:
        magnitudes = numpy.abs(axis)
        first = numpy.argmax(magnitudes >= magnitudes.max() * (1 - 1e-9))
        if axis[first] < 0:
            axis *= -1
    return {
        "mean": model.mean_.tolist(),
        "components": axes.tolist(),
        "explainedVariance": model.explained_variance_.tolist(),
        "explainedVarianceRatio": model.explained_variance_ratio_.tolist(),
    }


def posterior(model):
    return {
        "weights": model.weights_.tolist(),
        "means": model.means_.tolist(),
        "covariances": model.covariances_.tolist(),
        "weightConcentrations": numpy.stack(model.weight_concentration_, axis=1).tolist(),
        "meanPrecisions": model.mean_precision_.tolist(),
        "degreesOfFreedom": model.degrees_of_freedom_.tolist(),
    }


def mixture(samples, component_count, tolerance, maximum_iteration_count, restart_count):
    def fitted(seed, restarts):
        return BayesianGaussianMixture(
            n_components=component_count, tol=tolerance, max_iter=maximum_iteration_count,
            n_init=restarts, random_state=seed).fit(samples)

    model = fitted(SEED, restart_count)
    best = fitted(BEST_SEED, BEST_RESTART_COUNT)
    return {
        "componentCount": component_count,
        "tolerance": tolerance,
        "maximumIterationCount": maximum_iteration_count,
        "restartCount": restart_count,
        "randomState": SEED,
        **posterior(model),
        "lowerBound": float(model.lower_bound_),
        "iterationCount": int(model.n_iter_),
        "didConverge": bool(model.converged_),
        "logDensities": model.score_samples(samples).tolist(),
        "bestLowerBound": float(best.lower_bound_),
        "bestRestartCount": BEST_RESTART_COUNT,
    }


def trajectory(samples, component_count, iteration_count):
    """Runs the equations from hard labels 0, 1, 2, ..., 0, 1, ...: a start as poor as can be."""
    labels = numpy.arange(len(samples)) % component_count
    model = BayesianGaussianMixture(n_components=component_count)
    model._check_parameters(samples)
    model._initialize(samples, numpy.eye(component_count)[labels])
    bounds = []
    for _ in range(iteration_count):
        log_normalizer, log_responsibilities = model._e_step(samples)
        model._m_step(samples, log_responsibilities)
        bounds.append(float(model._compute_lower_bound(log_responsibilities, log_normalizer)))
    # As `fit` does at its end: completes the weights from the sticks.
    model._set_parameters(model._get_parameters())
    return {
        "componentCount": component_count,
        "labels": labels.tolist(),
        "lowerBounds": bounds,
        **posterior(model),
    }


def k_means(samples, cluster_count, weights=None):
    model = KMeans(
        n_clusters=cluster_count, n_init=KMEANS_RESTART_COUNT, random_state=SEED, tol=0,
        max_iter=1000).fit(samples, sample_weight=weights)
    distances = numpy.linalg.norm(samples - model.cluster_centers_[model.labels_], axis=1)
    return {
        "clusterCount": cluster_count,
        "inertia": float(model.inertia_),
        "tightness": float(numpy.average(distances, weights=weights)),
    }


def addresses_file(addresses, axis_count, component_counts, tight_only):
    samples = octets(addresses)
    smallest = numpy.linalg.eigvalsh(numpy.cov(samples.T))[0]
    assert len(set(addresses)) == len(addresses) and smallest > 1e-2, smallest
    generator = random.Random(1)
    weights = [float(generator.choice([0, 1, 1, 2, 3, 7])) for _ in addresses]
    fits = [(1e-10, 100_000)] if tight_only else [(1e-3, 100), (1e-10, 100_000)]
    return {
        "source": source(),
        "tolerance": {
            "principalComponents": 1e-9, "logDensities": 1e-9, "trajectories": 1e-9,
            "posterior": 1e-5, "lowerBound": 1e-9, "inertia": 1e-9,
        },
        "toleranceReason": "equations from given values differ by rounding only (1e-9); a fit "
        "stopped at a change of the bound below 1e-10 has parameters within about the square "
        "root of that (1e-5), and a fit of tolerance 1e-3 is compared through the figures "
        "recomputed from its posterior; bounds and inertias found may be better, never worse",
        "addresses": addresses,
        "sampleWeights": weights,
        "principalComponents": principal_components(samples, axis_count),
        "mixtures": [mixture(samples, count, tolerance, iterations, 10)
                     for count in component_counts for tolerance, iterations in fits],
        "trajectories": [trajectory(samples, count, 12)
                         for count in ((3,) if tight_only else (3, 5))],
        "kMeans": [k_means(samples, count) for count in range(1, 7)],
        "weightedKMeans": [k_means(samples, count, numpy.array(weights))
                           for count in range(1, 7)],
        "restartCount": KMEANS_RESTART_COUNT,
    }


COVARIANCE_TYPES = {"full": "full", "tied": "tied", "diagonal": "diag", "spherical": "spherical"}
WEIGHT_PRIORS = {"dirichlet-process": "dirichlet_process",
                 "dirichlet-distribution": "dirichlet_distribution"}
LIKELIHOOD_RESTART_COUNT = 200


def square_covariances(model):
    """Covariances of any type as one matrix per component."""
    count, size = model.means_.shape
    covariances = numpy.asarray(model.covariances_)
    if model.covariance_type == "full":
        return covariances.tolist()
    if model.covariance_type == "tied":
        return [covariances.tolist()] * count
    if model.covariance_type == "diag":
        return [numpy.diag(row).tolist() for row in covariances]
    return [(value * numpy.eye(size)).tolist() for value in covariances]


def bayesian_by_type(name, samples, covariance_type, weight_prior, component_count, iteration_count):
    labels = numpy.arange(len(samples)) % component_count
    model = BayesianGaussianMixture(
        n_components=component_count, covariance_type=COVARIANCE_TYPES[covariance_type],
        weight_concentration_prior_type=WEIGHT_PRIORS[weight_prior])
    model._check_parameters(samples)
    model._initialize(samples, numpy.eye(component_count)[labels])
    bounds = []
    for _ in range(iteration_count):
        log_normalizer, log_responsibilities = model._e_step(samples)
        model._m_step(samples, log_responsibilities)
        # That of tied covariances is an array of one number.
        bound = model._compute_lower_bound(log_responsibilities, log_normalizer)
        bounds.append(float(numpy.sum(bound)))
    model._set_parameters(model._get_parameters())
    concentrations = model.weight_concentration_
    if weight_prior == "dirichlet-process":
        concentrations = numpy.stack(concentrations, axis=1)
    else:
        concentrations = concentrations[:, numpy.newaxis]
    degrees = numpy.broadcast_to(model.degrees_of_freedom_, component_count)
    return {
        "samples": name, "covarianceType": covariance_type, "weightPrior": weight_prior,
        "componentCount": component_count, "labels": labels.tolist(), "lowerBounds": bounds,
        "weights": model.weights_.tolist(), "means": model.means_.tolist(),
        "covariances": square_covariances(model),
        "weightConcentrations": concentrations.tolist(),
        "meanPrecisions": model.mean_precision_.tolist(), "degreesOfFreedom": degrees.tolist(),
    }


def likelihood_by_type(name, samples, covariance_type, component_count, iteration_count):
    # With 1e-6 both sides lose digits where all octets of a component are the same.
    regularization = 1.0 if name == "ipv4" else 1e-6
    labels = numpy.arange(len(samples)) % component_count
    model = GaussianMixture(
        n_components=component_count, covariance_type=COVARIANCE_TYPES[covariance_type],
        reg_covar=regularization)
    model._check_parameters(samples)
    model._initialize(samples, numpy.eye(component_count)[labels])
    densities = []
    for _ in range(iteration_count):
        log_normalizer, log_responsibilities = model._e_step(samples)
        model._m_step(samples, log_responsibilities)
        densities.append(float(log_normalizer))
    return {
        "samples": name, "covarianceType": covariance_type, "componentCount": component_count,
        "regularization": regularization,
        "labels": labels.tolist(), "meanLogDensities": densities,
        "weights": model.weights_.tolist(), "means": model.means_.tolist(),
        "covariances": square_covariances(model),
    }


def likelihood_best(name, samples, covariance_type, component_count):
    model = GaussianMixture(
        n_components=component_count, covariance_type=COVARIANCE_TYPES[covariance_type],
        n_init=LIKELIHOOD_RESTART_COUNT, random_state=BEST_SEED).fit(samples)
    return {
        "samples": name, "covarianceType": covariance_type, "componentCount": component_count,
        "restartCount": LIKELIHOOD_RESTART_COUNT, "randomState": BEST_SEED,
        "meanLogDensity": float(model.score(samples)), "bic": float(model.bic(samples)),
        "aic": float(model.aic(samples)),
    }


def groups():
    generator = random.Random(8)
    rows = []
    for center, spread, count in [((0, 0), (1, 0.3), 40), ((6, 1), (0.5, 2), 30),
                                  ((2, 7), (1.5, 1.5), 25), ((9, 9), (0.2, 0.2), 15)]:
        rows += [[generator.gauss(m, s) for m, s in zip(center, spread)] for _ in range(count)]
    return rows


def covariance_types_file():
    sets = {"ipv4": octets(ipv4_addresses()), "ipv6": octets(ipv6_addresses()),
            "groups": numpy.array(groups())}
    return {
        "source": source(),
        "tolerance": {"trajectories": 1e-9, "likelihoodBests": 1e-3},
        "toleranceReason": "equations from given values differ by rounding only; a fit stops when "
        "the mean log density changes by less than 1e-3, and may end higher, never lower by more",
        "groups": sets["groups"].tolist(),
        "bayesian": [bayesian_by_type(name, sets[name], covariance_type, weight_prior, 3, 8)
                     for name in ("ipv4", "groups") for covariance_type in COVARIANCE_TYPES
                     for weight_prior in WEIGHT_PRIORS],
        "likelihood": [likelihood_by_type(name, sets[name], covariance_type, 3, 8)
                       for name in ("ipv4", "groups") for covariance_type in COVARIANCE_TYPES],
        "likelihoodBests": [likelihood_best(name, sets[name], covariance_type, count)
                            for name in sets for covariance_type in COVARIANCE_TYPES
                            for count in ((1, 2, 3, 4, 5) if name != "ipv6" else (2, 3))],
    }


def clusterings_file():
    samples = octets(ipv4_addresses())
    generator = random.Random(1)
    repeats = [generator.choice([0, 1, 1, 2, 3, 7]) for _ in samples]
    labellings = [KMeans(n_clusters=count, n_init=10, random_state=SEED).fit_predict(samples)
                  for count in (2, 3, 5)]
    labellings.append(numpy.arange(len(samples)) % 4)
    # One cluster of a single row.
    labellings.append(numpy.where(numpy.arange(len(samples)) == 7, 2, labellings[0]))

    def pairs(figure):
        return [[float(figure(first, second)) for second in labellings] for first in labellings]

    return {
        "source": source(),
        "tolerance": {"indices": 1e-12, "silhouettes": 1e-12},
        "toleranceReason": "sums of a few thousand terms of like size",
        "labels": [labels.tolist() for labels in labellings],
        "adjustedRand": pairs(adjusted_rand_score),
        "fowlkesMallows": pairs(fowlkes_mallows_score),
        "silhouettes": [float(silhouette_score(samples, labels)) for labels in labellings],
        "repeatedSilhouettes": [
            float(silhouette_score(numpy.repeat(samples, repeats, axis=0),
                                   numpy.repeat(labels, repeats)))
            for labels in labellings],
    }


def percentiles_file(densities):
    generator = random.Random(2)
    points = [0.0, 0.5, 1.0, 2.5, 4.0, 5.0, 10.0, 33.3, 50.0, 75.0, 96.0, 100.0]
    cases = [
        [-3.0], [-3.0, -2.0], [-5.0, -5.0, -5.0, -1.0], [0.1] * 7,
        [generator.gauss(-14, 3) for _ in range(25)],
        # Ties around the border, as addresses of one network have them.
        [float(generator.choice([-20, -15, -14, -14, -14])) for _ in range(51)],
        densities,
    ]
    return {
        "source": source(),
        "tolerance": {"thresholds": 1e-14},
        "toleranceReason": "one multiplication and one addition after the choice of neighbours",
        "cases": [{"values": values, "percentiles": points,
                   "thresholds": [float(numpy.percentile(values, p)) for p in points]}
                  for values in cases],
    }


def rounded(value):
    """The double nearest to an mpmath number, subnormal ones included."""
    sign, mantissa, exponent, _ = value._mpf_
    exact = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return float(-exact if sign else exact)


def special_functions_file():
    mpmath.mp.dps = 50
    generator = random.Random(3)

    def spread(low, high, count):
        """Doubles whose logarithms lie evenly between 10^low and 10^high, jittered."""
        return [10 ** (low + (high - low) * (i + generator.random()) / count)
                for i in range(count)]

    tiny, largest = 2.0 ** -1074, sys.float_info.max
    arguments = {
        "exp": [0.0, 1.0, -1.0, 709.782712893384, -745.1332191019411, -708.3964185322641, 0.5,
                0.34657359027997264, -0.34657359027997264]
        + [generator.uniform(-745, 709.7) for _ in range(80)]
        + [generator.uniform(-2, 2) for _ in range(50)]
        + [sign * x for x in spread(-18, 0, 31) for sign in (1, -1)],
        "log": [tiny, 2.2250738585072014e-308, 1.0, 2.0, 0.5, largest, 2.718281828459045,
                0.7071067811865476, 1.4142135623730951, 1 + 2.0 ** -52, 1 - 2.0 ** -53]
        + spread(-308, 308, 110)
        + [generator.uniform(0.5, 2) for _ in range(50)]
        + [1 + sign * x for x in spread(-15, -1, 15) for sign in (1, -1)],
        # 1.4616… is the only positive zero.
        "digamma": [1.0, 2.0, 0.5, 1.4616321449683622, 1.4616321449683624, 6.0, 8.0, 10.0]
        + spread(-300, 300, 70) + spread(-3, 5, 80) + [generator.uniform(1, 2) for _ in range(42)],
        # 1 and 2 are its zeros.
        "logGamma": [1.0, 2.0, 0.5, 1.5, 3.0, 10.0, 1 + 2.0 ** -52, 2 - 2.0 ** -52]
        + spread(-300, 300, 70) + spread(-3, 5, 80) + [generator.uniform(0.5, 3) for _ in range(42)],
    }
    functions = {"exp": mpmath.exp, "log": mpmath.log, "digamma": mpmath.digamma,
                 "logGamma": mpmath.loggamma}
    return {
        "source": source(),
        "tolerance": {name: 1e-15 for name in functions},
        "toleranceReason": "every value is the double nearest to the true one; a tolerance of a "
        "few 2^-53 is what a good implementation needs, and near the zeros of log, digamma and "
        "logGamma it is absolute",
        **{name: {"arguments": arguments[name],
                  "values": [rounded(function(mpmath.mpf(x))) for x in arguments[name]]}
           for name, function in functions.items()},
    }


def write(name, content):
    """One line per entry of the outermost object and of its arrays of objects, to read a diff."""
    def lines(value):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return "[\n    " + ",\n    ".join(compact(entry) for entry in value) + "\n  ]"
        return compact(value)

    def compact(value):
        return json.dumps(value, separators=(",", ":"), allow_nan=False)

    text = ",\n  ".join(f"{json.dumps(key)}: {lines(value)}" for key, value in content.items())
    (HERE / name).write_text("{\n  " + text + "\n}\n")


def main():
    ipv4 = addresses_file(ipv4_addresses(), 4, (1, 2, 3, 5), tight_only=False)
    write("addresses-ipv4.json", ipv4)
    write("addresses-ipv6.json",
          addresses_file(ipv6_addresses(), 2, (1, 2, 3), tight_only=True))
    write("percentiles.json", percentiles_file(ipv4["mixtures"][-1]["logDensities"]))
    write("covariance-types.json", covariance_types_file())
    write("clusterings.json", clusterings_file())
    write("special-functions.json", special_functions_file())


if __name__ == "__main__":
    main()
