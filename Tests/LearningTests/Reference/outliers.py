#!/usr/bin/env python3
"""Writes outliers.json: scikit-learn's figures on rows made here, for the tests of outlier detectors.

    pip install scikit-learn==1.9.1 && python3 outliers.py

The file opens with `source` (versions and command) and `toleranceReason`. Every matrix is an array
of rows.

    clouds            distinct rows of two bells and a few strangers
    queries           rows that are not among them
    copies            distinct rows and how often each stands in a data set, in shuffled order:
                      { rows, order }, order[i] is the distinct row at place i
    isolationForests  [ { samples, meanScores, deviations } ], of `clouds` and of the copies: mean and
                      standard deviation over 200 seeds of minus score_samples of each distinct row
    localOutlierFactors  [ { neighborCount, factors, queryFactors } ], of `clouds`
    countedFactors    { neighborCount, factors }, of the copies at each place, by a k-d tree, which
                      leaves equal rows at distance 0
    oneClassSVMs      [ { nu, gamma (null: 'scale'), rho, decisions, queryDecisions } ], of `clouds`
    copiesSVM         the same of the copies, decisions of each distinct row
"""

import json
import pathlib
import platform

import numpy
import scipy
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor
from sklearn.svm import OneClassSVM

SEED_COUNT = 200
generator = numpy.random.default_rng(5)
clouds = numpy.round(numpy.vstack([
    generator.normal([0, 0, 0], [1, 0.5, 2], (70, 3)), generator.normal([6, 1, -3], 0.4, (40, 3)),
    generator.uniform(-12, 12, (10, 3))]), 3)
queries = numpy.round(generator.uniform(-8, 8, (25, 3)), 3)
distinct = numpy.round(generator.normal(0, 1, (40, 3)), 3)
order = numpy.repeat(numpy.arange(40), numpy.maximum(generator.geometric(0.12, 40), 1))
generator.shuffle(order)
copies = distinct[order]
assert len(numpy.unique(clouds, axis=0)) == 120 and len(numpy.unique(distinct, axis=0)) == 40


def forest(name, samples, rows):
    scores = numpy.array([
        -IsolationForest(random_state=seed).fit(samples).score_samples(rows)
        for seed in range(SEED_COUNT)])
    return {"samples": name, "meanScores": scores.mean(0).tolist(),
            "deviations": scores.std(0).tolist()}


def factors(neighbor_count):
    def model(novelty):
        return LocalOutlierFactor(
            n_neighbors=neighbor_count, algorithm="kd_tree", novelty=novelty).fit(clouds)
    return {"neighborCount": neighbor_count,
            "factors": (-model(False).negative_outlier_factor_).tolist(),
            "queryFactors": (-model(True).score_samples(queries)).tolist()}


def machine(samples, rows, nu, gamma, others=None):
    model = OneClassSVM(nu=nu, gamma=gamma or "scale", tol=1e-9).fit(samples)
    result = {"nu": nu, "gamma": gamma, "rho": float(model.offset_[0]),
              "decisions": model.decision_function(rows).tolist()}
    if others is not None:
        result["queryDecisions"] = model.decision_function(others).tolist()
    return result


counted = LocalOutlierFactor(n_neighbors=20, algorithm="kd_tree").fit(copies)
content = {
    "source": {
        "command": "python3 Tests/LearningTests/Reference/outliers.py",
        "python": platform.python_version(), "numpy": numpy.__version__,
        "scipy": scipy.__version__, "scikitLearn": sklearn.__version__,
    },
    "toleranceReason": "factors differ by the 1e-10 that scikit-learn adds to mean distances of 0.1 "
    "and more (1e-8), counted ones by rounding (1e-9); machines are solved to 1e-9 there and to "
    "1e-8 of rho here; forests are random, and compared by their means over seeds",
    "clouds": clouds.tolist(),
    "queries": queries.tolist(),
    "copies": {"rows": distinct.tolist(), "order": order.tolist()},
    "isolationForests": [forest("clouds", clouds, clouds), forest("copies", copies, distinct)],
    "localOutlierFactors": [factors(count) for count in (1, 5, 20)],
    "countedFactors": {"neighborCount": 20,
                       "factors": (-counted.negative_outlier_factor_).tolist()},
    "oneClassSVMs": [machine(clouds, clouds, nu, gamma, queries)
                     for nu, gamma in ((0.5, None), (0.1, None), (0.3, 2.0), (0.05, 0.01))],
    "copiesSVM": machine(copies, distinct, 0.4, None),
}
text = ",\n  ".join(
    f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'), allow_nan=False)}"
    for key, value in content.items())
(pathlib.Path(__file__).resolve().parent / "outliers.json").write_text("{\n  " + text + "\n}\n")
