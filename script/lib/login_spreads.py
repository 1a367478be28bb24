"""How far scikit-learn's own figures move with its seeds; rewrites login_spreads.json.

usage: IPCLUST=PROGRAM login_spreads.py DATA > script/lib/login_spreads.json

The reference has ten seeds of the isolation forest, four of stochastic gradient descent and none of
kappa; too few to judge another stream of random numbers by.
"""

import csv
import functools
import io
import json
import pathlib
import sys

import numpy
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import (
    auc, average_precision_score, cohen_kappa_score, confusion_matrix, precision_recall_curve,
    roc_auc_score, roc_curve)
from sklearn.neighbors import LocalOutlierFactor
from sklearn.preprocessing import StandardScaler

from login_figures import PERIODS, Program, report

SEED_COUNT = 30


@functools.cache
def table(program, period):
    """Names of the columns, rows and labels of a period's minutes."""
    text = program.run("features", program.log, "--format", "csv", period=PERIODS[period])
    head, *rows = csv.reader(io.StringIO(text))
    places = [i for i, name in enumerate(head) if name not in ("schema_version", "time", "label")]
    labels = numpy.array([row[head.index("label")] == "1" for row in rows])
    return ([head[i] for i in places],
            numpy.array([[float(row[i]) for i in places] for row in rows]), labels)


@functools.cache
def outliers_by_density(program):
    _, rows, _ = table(program, "2018-01")
    return LocalOutlierFactor().fit_predict(StandardScaler().fit_transform(rows))


def unlabelled(program, seed):
    """The isolation forest of January 2018, and how far it agrees with the local outlier factor."""
    _, rows, labels = table(program, "2018-01")
    scaled = StandardScaler().fit_transform(rows)
    model = IsolationForest(random_state=seed, contamination=0.05).fit(scaled)
    outliers = model.predict(scaled)
    confusion = dict(zip(("tn", "fp", "fn", "tp"), map(int, confusion_matrix(labels, outliers < 0).ravel())))
    figures = {f"confusion.{key}": value for key, value in confusion.items()}
    figures |= {f"report.{key}": value for key, value in report(confusion).items()}
    figures |= {"outliers": confusion["fp"] + confusion["tp"],
                "inliers": confusion["tn"] + confusion["fn"], "offset_": float(model.offset_)}
    kappa = cohen_kappa_score(outliers_by_density(program), outliers)
    return figures, {"cohen_kappa(lof, iso)": float(kappa)}


def areas(labels, scores, place):
    precision, recall, _ = precision_recall_curve(labels, scores)
    return {f"{place}roc_auc": float(roc_auc_score(labels, scores)),
            f"{place}average_precision": float(average_precision_score(labels, scores)),
            f"{place}pr_auc(trapezoid)": float(auc(recall, precision))}


def gradient_descent(program, seed):
    """The course's pipeline: trained on 2018, then updated month by month."""
    names, rows, labels = table(program, "2018")
    scaler = StandardScaler()
    model = SGDClassifier(
        random_state=seed, max_iter=1000, tol=1e-3, loss="log_loss", average=1000,
        learning_rate="adaptive", eta0=0.01).fit(scaler.fit_transform(rows), labels)
    figures = {f"coef.{name}": float(value) for name, value in zip(names, model.coef_[0])}
    figures |= {"intercept": float(model.intercept_[0]), "n_iter_": int(model.n_iter_)}
    _, rows, labels = table(program, "2019-01")
    scores = model.predict_proba(scaler.transform(rows))[:, 1]
    figures |= areas(labels, scores, "jan2019.")
    precision, recall, thresholds = precision_recall_curve(labels, scores)
    figures["threshold_pr"] = float(
        thresholds[(precision[:-1] >= 0.85) & (recall[:-1] >= 0.7)].max())
    false, true, thresholds = roc_curve(labels, scores, drop_intermediate=False)
    figures["threshold_roc"] = float(thresholds[(false <= 0.05) & (true >= 0.7)].max())
    for month in ("feb", "mar"):
        # As the course's pipeline: each batch is scaled by itself.
        model.partial_fit(scaler.fit_transform(rows), labels)
        _, rows, labels = table(program, "2019-02" if month == "feb" else "2019-03")
        scores = model.predict_proba(scaler.transform(rows))[:, 1]
        for name in ("own", "lab"):
            figures |= areas(labels, scores, f"{month}2019@{name}.")
    return figures


program = Program(pathlib.Path(sys.argv[1]) / "logs.db")
found = {"isoforest": {}, "kappa": {}, "sgd": {}}
for seed in range(SEED_COUNT):
    forest, kappa = unlabelled(program, seed)
    for section, figures in (
            ("isoforest", forest), ("kappa", kappa), ("sgd", gradient_descent(program, seed))):
        for key, value in figures.items():
            found[section].setdefault(key, []).append(value)
    print(f"seed {seed}", file=sys.stderr)
spreads = {section: {key: [min(values), max(values)] for key, values in figures.items()}
           for section, figures in found.items()}
print(json.dumps({"scikit-learn": sklearn.__version__, "seeds": SEED_COUNT} | spreads, indent=1))
