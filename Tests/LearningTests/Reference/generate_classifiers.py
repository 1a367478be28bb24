#!/usr/bin/env python3
"""Writes classifiers.json, scikit-learn's fits to labelled rows made for the purpose.

    pip install scikit-learn==1.9.1 && python3 generate_classifiers.py

Opens with `source` and `tolerance` as the files of generate.py do. Rows are counts and 0/1 columns
with many duplicates, standardized ones where `scaled` is used.

    samples [row], labels, weights (whole numbers from 0), scaled [row]
    naiveBayes  [ { prior (or null), weighted, positivePrior, means, variances (a row per class),
                    scores } ]
    logistic    [ { inverseRegularization, classWeights (null, "balanced" or a pair), weighted,
                    coefficients, intercept } ]  newton-cholesky, tolerance 1e-12, on `scaled`
    folds       [ { labels, foldCount, folds } ]  StratifiedKFold
    grid        { inverseRegularizations, foldScores [candidate][fold], best }
    descent     [ { loss, penalty, l1Ratio, alpha, rate, eta0, powerT, average, fitsIntercept,
                    classWeights, weighted, epochCount, coefficients, intercept, updated
                    { coefficients, intercept } } ]  SGDClassifier without shuffling on `scaled`;
                    `updated`, where it is there, after a partial fit to the rows backwards
    aggressive  [ the same with variant and aggressiveness ]  PassiveAggressiveClassifier
    tree        { values, labels, weights, thresholds (rising), shares (of 0.25 steps from -1) }
"""

import json
import pathlib
import platform
import random
import warnings

import numpy
import sklearn
from sklearn.linear_model import LogisticRegression, PassiveAggressiveClassifier, SGDClassifier
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

HERE = pathlib.Path(__file__).resolve().parent
warnings.simplefilter("ignore")


def rows(generator):
    samples, labels = [], []
    for _ in range(160):
        label = generator.random() < 0.3
        count = generator.choice([0, 0, 0, 1] if not label else [0, 1, 3, 7, 12])
        kind = generator.randrange(4)
        samples.append([count] + [1 if kind == k else 0 for k in range(4)])
        labels.append(label)
    return numpy.array(samples, float), numpy.array(labels)


def class_weight(weights):
    return {False: weights[0], True: weights[1]} if isinstance(weights, list) else weights


def main():
    generator = random.Random(3)
    samples, labels = rows(generator)
    weights = numpy.array([generator.choice([0, 1, 1, 2, 3]) for _ in labels], float)
    scaled = StandardScaler().fit_transform(samples)
    repeats = numpy.repeat(numpy.arange(len(labels)), weights.astype(int))

    naive_bayes = []
    for prior, weighted in [(None, False), (0.25, False), (None, True)]:
        # Smoothing looks at unweighted variances, so weights are given as repeated rows.
        chosen = repeats if weighted else slice(None)
        model = GaussianNB(priors=prior and [1 - prior, prior]).fit(samples[chosen], labels[chosen])
        naive_bayes.append({
            "prior": prior, "weighted": weighted, "positivePrior": model.class_prior_[1],
            "means": model.theta_.tolist(), "variances": model.var_.tolist(),
            "scores": model.predict_proba(samples)[:, 1].tolist()})

    logistic = []
    for c, classes, weighted in [
            (0.1, None, False), (1, None, False), (10, "balanced", False), (0.5, [1, 5], False),
            (1, None, True), (2, "balanced", True)]:
        chosen = repeats if weighted else slice(None)
        model = LogisticRegression(
            C=c, class_weight=class_weight(classes), solver="newton-cholesky", tol=1e-12,
            max_iter=1000).fit(scaled[chosen], labels[chosen])
        logistic.append({
            "inverseRegularization": c, "classWeights": classes, "weighted": weighted,
            "coefficients": model.coef_[0].tolist(), "intercept": model.intercept_[0]})

    folds = []
    for count, given in [(5, labels), (2, labels[:30]), (3, ~labels), (4, numpy.sort(labels))]:
        test = numpy.zeros(len(given), int)
        for index, (_, chosen) in enumerate(StratifiedKFold(count).split(given, given)):
            test[chosen] = index
        folds.append({"labels": given.tolist(), "foldCount": count, "folds": test.tolist()})

    values = [0.001, 0.01, 0.1, 1, 10]
    search = GridSearchCV(
        make_pipeline(StandardScaler(), LogisticRegression(
            solver="newton-cholesky", tol=1e-12, max_iter=1000)),
        {"logisticregression__C": values}, scoring="recall_macro", cv=5).fit(samples, labels)
    grid = {
        "inverseRegularizations": values, "best": int(search.best_index_),
        "foldScores": [
            [search.cv_results_[f"split{fold}_test_score"][k] for fold in range(5)]
            for k in range(len(values))]}

    descent = []
    for loss, penalty, ratio, alpha, rate, eta0, power, average, intercept, classes, weighted in [
            ("log_loss", "l2", 0, 1e-4, "adaptive", 0.01, 0.5, 1000, True, None, False),
            ("log_loss", "l2", 0, 1e-2, "optimal", 0.01, 0.5, 0, True, None, False),
            ("log_loss", None, 0, 1e-4, "constant", 0.1, 0.5, 1, True, "balanced", False),
            ("log_loss", "l1", 1, 1e-2, "invscaling", 0.1, 0.25, 0, True, None, True),
            ("hinge", "l2", 0, 1e-3, "invscaling", 0.5, 0.5, 5, True, [1, 4], False),
            ("modified_huber", "elasticnet", 0.3, 1e-2, "adaptive", 0.01, 0.5, 0, True, None, False),
            ("perceptron", "l2", 0, 1e-4, "constant", 1, 0.5, 0, True, None, True),
            ("squared_hinge", "l2", 0, 1e-3, "constant", 1e-3, 0.5, 0, False, None, False),
            ("log_loss", "l2", 0, 0.5, "constant", 2.5, 0.5, 300, True, None, False)]:
        model = SGDClassifier(
            loss=loss, penalty=penalty, l1_ratio=ratio, alpha=alpha, learning_rate=rate, eta0=eta0,
            power_t=power, average=average or False, fit_intercept=intercept,
            class_weight=class_weight(classes), shuffle=False, tol=1e-3, max_iter=1000)
        # A row of weight 0 would count as a step, where ours is absent.
        chosen = weights > 0 if weighted else slice(None)
        model.fit(
            scaled[chosen], labels[chosen], sample_weight=weights[chosen] if weighted else None)
        row = {
            "loss": loss, "penalty": penalty, "l1Ratio": ratio, "alpha": alpha, "rate": rate,
            "eta0": eta0, "powerT": power, "average": average, "fitsIntercept": intercept,
            "classWeights": classes, "weighted": weighted, "epochCount": model.n_iter_,
            "coefficients": model.coef_[0].tolist(), "intercept": model.intercept_[0]}
        # scikit-learn's partial fit forgets the intercept of averaged models, and refuses balance.
        if classes != "balanced" and not average:
            model.partial_fit(scaled[::-1], labels[::-1])
            row["updated"] = {
                "coefficients": model.coef_[0].tolist(), "intercept": model.intercept_[0]}
        descent.append(row)

    aggressive = []
    for loss, c, intercept, classes, average in [
            ("hinge", 0.01, True, None, 0), ("hinge", 1, False, [1, 3], 0),
            ("squared_hinge", 0.1, True, None, 20)]:
        model = PassiveAggressiveClassifier(
            C=c, loss=loss, fit_intercept=intercept, class_weight=class_weight(classes),
            average=average or False, shuffle=False, tol=1e-3).fit(scaled, labels)
        row = {
            "variant": "pa-1" if loss == "hinge" else "pa-2", "aggressiveness": c,
            "fitsIntercept": intercept, "classWeights": classes, "average": average,
            "epochCount": model.n_iter_, "coefficients": model.coef_[0].tolist(),
            "intercept": model.intercept_[0]}
        if not average:
            model.partial_fit(scaled[::-1], labels[::-1])
            row["updated"] = {
                "coefficients": model.coef_[0].tolist(), "intercept": model.intercept_[0]}
        aggressive.append(row)

    # Sixteenths are whole in single precision, which scikit-learn's trees use.
    column = numpy.array([generator.randrange(-12, 13) / 16 for _ in range(60)])
    tree_labels = numpy.array([generator.random() < 0.5 + 0.4 * value for value in column])
    tree_weights = numpy.array([generator.choice([1, 2, 3]) for _ in column], float)
    model = DecisionTreeClassifier().fit(column[:, None], tree_labels, sample_weight=tree_weights)
    thresholds = model.tree_.threshold[model.tree_.children_left >= 0]
    steps = numpy.arange(-1, 1.01, 0.03125)
    tree = {
        "values": column.tolist(), "labels": tree_labels.tolist(),
        "weights": tree_weights.tolist(), "thresholds": sorted(thresholds.tolist()),
        "places": steps.tolist(), "shares": model.predict_proba(steps[:, None])[:, 1].tolist()}

    (HERE / "classifiers.json").write_text(json.dumps({
        "source": f"generate_classifiers.py, Python {platform.python_version()}, "
                  f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}",
        "tolerance": 1e-8,
        "toleranceReason": "scikit-learn stops some 1e-9 before the optimum of logistic regression; "
                           "thousands of steps in another order of sums differ by 1e-12",
        "samples": samples.tolist(), "labels": labels.tolist(), "weights": weights.tolist(),
        "scaled": scaled.tolist(), "naiveBayes": naive_bayes, "logistic": logistic,
        "folds": folds, "grid": grid, "descent": descent, "aggressive": aggressive,
        "tree": tree}) + "\n")


main()
