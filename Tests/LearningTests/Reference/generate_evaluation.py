#!/usr/bin/env python3
"""Writes evaluation.json, scikit-learn's figures on labels and scores made for the purpose.

    pip install scikit-learn==1.9.1 && python3 generate_evaluation.py

Opens with `source` and `tolerance` as the files of generate.py do.

    cases  [ { name, labels, scores, threshold, others,
               confusion { tn, fp, fn, tp }, report { negative, positive, macro, weighted, accuracy },
               roc, rocDropped { falsePositiveRates, truePositiveRates, thresholds }, rocArea,
               precisionRecall { precisions, recalls, thresholds }, averagePrecision,
               trapezoidalArea, kappa,
               searches [ { minimumPrecision, minimumRecall, thresholds } ],
               rocSearches [ { maximumFalsePositiveRate, minimumTruePositiveRate, thresholds } ] } ]

`kappa` is that of `others` and of the predictions. What scikit-learn says is NaN is null here, and
so is its first threshold of a ROC curve, +inf.
"""

import json
import math
import pathlib
import platform
import random
import warnings

import numpy
import sklearn
from sklearn.metrics import (
    auc, average_precision_score, classification_report, cohen_kappa_score, confusion_matrix,
    precision_recall_curve, roc_curve)

HERE = pathlib.Path(__file__).resolve().parent
warnings.simplefilter("ignore")


def plain(values):
    if isinstance(values, (list, numpy.ndarray)):
        return [plain(value) for value in values]
    value = float(values)
    return value if math.isfinite(value) else None


def figures(row):
    return {
        "precision": row["precision"], "recall": row["recall"], "f1": row["f1-score"],
        "support": int(row["support"])}


def roc(labels, scores, drop):
    fpr, tpr, thresholds = roc_curve(labels, scores, drop_intermediate=drop)
    return {
        "falsePositiveRates": plain(fpr), "truePositiveRates": plain(tpr),
        "thresholds": plain(thresholds)}


def case(name, labels, scores, threshold, others):
    labels, scores, others = map(numpy.array, (labels, scores, others))
    predictions = scores >= threshold
    tn, fp, fn, tp = map(
        int, confusion_matrix(labels, predictions, labels=[False, True]).ravel())
    report = classification_report(
        labels, predictions, labels=[False, True], zero_division=0, output_dict=True)
    precision, recall, pr_thresholds = precision_recall_curve(labels, scores)
    fpr, tpr, roc_thresholds = roc_curve(labels, scores, drop_intermediate=False)
    return {
        "name": name, "labels": labels.tolist(), "scores": plain(scores), "threshold": threshold,
        "others": others.tolist(), "confusion": {"tn": tn, "fp": fp, "fn": fn, "tp": tp},
        "report": {
            "negative": figures(report["False"]), "positive": figures(report["True"]),
            "macro": figures(report["macro avg"]), "weighted": figures(report["weighted avg"]),
            "accuracy": (tn + tp) / len(labels)},
        "roc": roc(labels, scores, False), "rocDropped": roc(labels, scores, True),
        "rocArea": plain(auc(fpr, tpr)),
        "precisionRecall": {
            "precisions": plain(precision), "recalls": plain(recall),
            "thresholds": plain(pr_thresholds)},
        "averagePrecision": float(average_precision_score(labels, scores)),
        "trapezoidalArea": float(auc(recall, precision)),
        "kappa": plain(cohen_kappa_score(predictions, others)),
        "searches": [
            {"minimumPrecision": p, "minimumRecall": r, "thresholds": plain(
                pr_thresholds[(precision[:-1] >= p) & (recall[:-1] >= r)])}
            for p, r in [(0.85, 0.7), (0.5, 0.5), (0, 0), (1, 1)]],
        "rocSearches": [
            {"maximumFalsePositiveRate": f, "minimumTruePositiveRate": t, "thresholds": plain(
                numpy.sort(roc_thresholds[
                    (fpr <= f) & (tpr >= t) & numpy.isfinite(roc_thresholds)]))}
            for f, t in [(0.05, 0.9), (0.3, 0.5), (1, 0), (0, 1)]],
    }


def main():
    generator = random.Random(5)
    cases = []
    for name, count, share, digits in [
            ("distinct scores", 60, 0.4, 15), ("ties", 80, 0.3, 1), ("rare positives", 200, 0.03, 2),
            ("many levels", 150, 0.5, 3)]:
        labels = [generator.random() < share for _ in range(count)]
        scores = [
            round(min(1, max(0, generator.gauss(0.6 if label else 0.4, 0.2))), digits)
            for label in labels]
        others = [generator.random() < (0.8 if label else 0.2) for label in labels]
        cases.append(case(name, labels, scores, 0.5, others))
    few = [0.2, 0.5, 0.5, 0.9]
    cases += [
        case("no positive rows", [False] * 4, few, 0.5, [True, False, True, False]),
        case("no negative rows", [True] * 4, few, 0.5, [True, False, True, False]),
        case("one score", [True, False, False, True], [0.3] * 4, 0.3, [True] * 4),
        case("nothing called positive", [True, False, False, True], few, 2, [False] * 4),
        case("one row", [True], [0.7], 0.7, [True]),
        case("reversed", [True, True, False, False], few, 0.5, [True, True, False, False]),
        case("perfect", [False, False, True, True], [-3, -1.5, 2, 1e9], 0, [True, True, False, True]),
    ]
    (HERE / "evaluation.json").write_text(json.dumps({
        "source": f"generate_evaluation.py, Python {platform.python_version()}, "
                  f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}",
        "tolerance": 1e-14, "toleranceReason": "sums of at most 200 terms, in another order",
        "cases": cases}) + "\n")


main()
