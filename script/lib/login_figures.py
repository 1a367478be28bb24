"""Our figures of the course on login logs, by the keys of the reference.

Each section runs the commands that a reader would; those that draw at random take a seed.
"""

import csv
import io
import json
import os
import pathlib
import subprocess
import tempfile

PERIODS = {
    "2018-01": ("2018-01-01", "2018-02-01"), "2018-02": ("2018-02-01", "2018-03-01"),
    "2018-03": ("2018-03-01", "2018-04-01"), "2018-Q2": ("2018-04-01", "2018-07-01"),
    "2018": ("2018-01-01", "2019-01-01"), "2019-01": ("2019-01-01", "2019-02-01"),
    "2019-02": ("2019-02-01", "2019-03-01"), "2019-03": ("2019-03-01", "2019-04-01"),
}
MONTHS = ("2019-01", "2019-02", "2019-03")
# The first is the program's own default, and what the column of ours shows.
SEEDS = (100, 0, 1, 2, 3)
# scikit-learn 1.9.1's optimum at C = 0.5, by newton-cholesky at tolerance 1e-12; its default, lbfgs,
# stops where the first digits of small coefficients are still wrong.
OPTIMUM = [
    0.9560411809573908, 0.017005928187772315, 0.24683203268001525, 0.27624596310089405,
    0.07673359467498177, 0.07427326698332014, -0.3710480598296692, -0.37119054044107325,
    -0.15490904094680474, 0.41285345834369214, 0.37147030851287943, 0.36752831656802176,
    -0.15465219172384964, -0.1551817660190796, -0.15390299341632915, 0.3705277227008579,
    -0.15476206261662098, -0.15566938865544078, -0.15499404621266452, -0.15397117214104622,
    -0.1552911735821393, -0.15563362541167294, -0.1542585298331895, -0.15560631189810642,
    -0.15515034194693703, 0.3683594561339157, -0.15544572175522045, -0.1545524372974822,
    0.36778730497254253, 0.3682363099551401, -0.1544656672612742, -0.15159285261017927,
    -9.723735627907958,
]


class Program:
    """ipclust on the course's log, with its models in a folder that goes with us."""

    def __init__(self, log):
        self.log = log
        self.folder = tempfile.TemporaryDirectory()

    def run(self, command, *arguments, period=None):
        interval = ("--from", period[0], "--to", period[1]) if period else ()
        words = [os.environ["IPCLUST"], "logins", command, *map(str, arguments), *interval, "--quiet"]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout

    def json(self, command, *arguments, period=None):
        return json.loads(
            self.run(command, self.log, *arguments, "--format", "json", period=period))

    def detect(self, name, *arguments, period="2018-01"):
        return self.json("detect", "--detector", name, *arguments, period=PERIODS[period])

    def train(self, name, *arguments, period=PERIODS["2018-01"]):
        """A new model's path, and what training says of it."""
        path = pathlib.Path(self.folder.name) / f"{len(os.listdir(self.folder.name))}.model"
        said = self.json("train", "--classifier", name, *arguments, "-o", path, period=period)
        return path, said

    def evaluate(self, model, period, *arguments):
        return self.json("evaluate", "--model", model, *arguments, period=PERIODS[period])

    def update(self, model, period):
        self.run("update", model, self.log, period=PERIODS[period])


# What an evaluation or detection gives, by the reference's keys

def report(confusion):
    """precision, recall, F1 and support of both classes and their means, from counts alone."""
    tn, fp, fn, tp = (confusion[key] for key in ("tn", "fp", "fn", "tp"))

    def figures(hit, called, support):
        precision, recall = hit / called if called else 0, hit / support if support else 0
        both = precision + recall
        return {"precision": precision, "recall": recall,
                "f1-score": 2 * precision * recall / both if both else 0, "support": support}

    rows = {"False": figures(tn, tn + fn, tn + fp), "True": figures(tp, tp + fp, tp + fn)}
    total = tn + fp + fn + tp
    names = ("precision", "recall", "f1-score")
    rows["macro"] = {n: (rows["False"][n] + rows["True"][n]) / 2 for n in names}
    rows["weighted"] = {
        n: sum(row[n] * row["support"] for row in (rows["False"], rows["True"])) / total
        for n in names}
    found = {f"{row}.{n}": value for row, values in rows.items() for n, value in values.items()}
    return found | {"accuracy": (tn + tp) / total}


def judged(result, reports="report.", counts="confusion.", curves="curves."):
    """The report as the program gives it, checked against what follows from its counts."""
    derived = report(result["confusion"])
    said = {"accuracy": result["report"]["accuracy"]}
    for row, key in (("False", "false"), ("True", "true"), ("macro", "macro"),
                     ("weighted", "weighted")):
        for name in ("precision", "recall", "f1-score", "support"):
            if f"{row}.{name}" in derived:
                said[f"{row}.{name}"] = result["report"][key][name.removesuffix("-score")]
    assert all(same(said[key], value) for key, value in derived.items()), "a report of other counts"
    found = {reports + key: value for key, value in said.items()}
    found |= {counts + key: value for key, value in result["confusion"].items()}
    if "rocAUC" in result:
        found |= {curves + "roc_auc": result["rocAUC"],
                  curves + "average_precision": result["averagePrecision"],
                  curves + "pr_auc(trapezoid)": result["prAUC"]}
    return found


# Sections

def eda(program):
    e = program.json("explore", period=PERIODS["2018"])
    columns = {column["name"]: column for column in e["columns"]}
    found = {
        "logs_2018.rows": e["attemptCount"], "logs_2018.first": plain(e["firstTimestamp"]),
        "logs_2018.last": plain(e["lastTimestamp"]),
        "failure_reason.nonnull": columns["failure_reason"]["count"],
        "success.mean": e["success"]["mean"], "success.std(ddof=1)": e["success"]["standardDeviation"],
        "user_base.size": e["successfulUsernameCount"],
        "pivot.top5.order": [row["address"] for row in e["pivot"]["rows"][:5]],
    }
    for name, column in columns.items():
        found |= {f"{name}.unique": column["uniqueCount"], f"{name}.top": column["top"],
                  f"{name}.top.freq": column["topCount"]}
    found |= {f"failure_reason.count.{r['reason']}": r["count"] for r in e["failureReasons"]}
    keys = {"count": "count", "mean": "mean", "std": "standardDeviation", "max": "maximum",
            "q0.25": "lowerQuartile", "q0.5": "median", "q0.75": "upperQuartile"}
    found |= {f"usernames_per_ip.{k}": e["usernamesPerAddress"][v] for k, v in keys.items()}
    reasons = [e["pivot"]["reasons"].index("error_wrong_" + r) for r in ("password", "username")]
    for row in e["pivot"]["rows"][:5]:
        key = f"pivot.{row['address']}"
        failures = [row["failureCounts"][index] for index in reasons]
        found |= {key: [row["attemptCount"], *failures, row["successCount"]],
                  f"{key}.success_rate": row["successRate"]}
    return found


def features(program):
    found = {}
    for year in ("2018", "2019"):
        end = f"{int(year) + 1}-01-01"
        e = program.json("explore", period=(f"{year}-01-01", end))
        found |= {f"attacks_{year}.rows": len(e["attacks"]), f"logs_{year}.rows": e["attemptCount"]}
    found["attacks_jan_2018.shape"] = [len(program.json("explore", period=PERIODS["2018-01"])["attacks"]), 6]
    for name, period in PERIODS.items():
        text = program.run("features", program.log, "--format", "csv", period=period)
        head, *rows = csv.reader(io.StringIO(text))
        columns = [c for c in head if c not in ("schema_version", "time", "label")]
        place = {c: head.index(c) for c in ("time", "label", "usernames_with_failures")}
        counts = [int(row[place["usernames_with_failures"]]) for row in rows]
        first, last = (plain(row[place["time"]]) for row in (rows[0], rows[-1]))
        found |= {
            f"X.{name}.rows": len(rows), f"X.{name}.columns": len(columns),
            f"X.{name}.first_minute": first, f"X.{name}.last_minute": last,
            f"X.{name}.rows_by_rule": len(rows),
            f"X.{name}.rows_with_zero_usernames": counts.count(0),
            f"X.{name}.max_usernames": max(counts), f"X.{name}.sum_usernames": sum(counts),
            f"y.{name}.positives": sum(row[place["label"]] == "1" for row in rows),
        }
        if name == "2018-01":
            found |= {"lab_columns": columns, "q1_2018.first_minute": first}
    return found


def isoforest(program, seed):
    asked = ("--contamination", "0.05", "--seed", seed)
    d = program.detect("isolation-forest", *asked)
    return judged(d) | {
        "outliers": d["outlierCount"], "inliers": d["rowCount"] - d["outlierCount"],
        "offset_": d["offset"],
        "outliers_with_contamination_auto":
            program.detect("isolation-forest", "--seed", seed)["outlierCount"],
    }


def lof(program):
    d = program.detect("lof", "--compat")
    factors = [-row["score"] for row in d["rows"]]
    return judged(d) | {
        "offset_": d["offset"], "factor[0]": factors[0], "factor[1]": factors[1],
        "factor[-1]": factors[-1], "outliers": d["outlierCount"],
        "inliers": d["rowCount"] - d["outlierCount"], "distinct_feature_rows": d["distinctRowCount"],
    }


def kappa(program, seed):
    d = program.detect("lof", "--compat", "--compare", "isolation-forest:0.05", "--seed", seed)
    return {"cohen_kappa(lof, iso)": d["comparison"]["cohenKappa"]}


def dummy(program, seed):
    model, _ = program.train("dummy", "--seed", seed)
    return judged(program.evaluate(model, "2018-02"))


def naive_bayes(program):
    model, _ = program.train("naive-bayes")
    e = program.evaluate(model, "2018-02")
    prior = content(model)["positivePrior"]
    alerts = (e["confusion"]["tp"] + e["confusion"]["fp"]) / e["confusion"]["tp"]
    return judged(e) | {"class_prior_[0]": 1 - prior, "class_prior_[1]": prior,
                        "alerts_per_hit": alerts}


def logistic(program):
    model, said = program.train("logistic-regression", "--grid", "C=0.1,0.5,1,2")
    grid = said["grid"]
    chosen = grid["candidates"][grid["bestIndex"]]["parameters"][0]
    found = judged(program.evaluate(model, "2018-02")) | {
        "best_C": float(chosen.removeprefix("C=")), "coef": content(model)["coefficients"],
        "intercept": content(model)["intercept"]}
    for candidate in grid["candidates"]:
        value = float(candidate["parameters"][0].removeprefix("C="))
        found[f"cv_recall_macro(C={value})"] = candidate["macroRecall"]
    return found


def forest(program, seed):
    model, _ = program.train("random-forest", "--seed", seed)
    return judged(program.evaluate(model, "2018-02"))


def passive_aggressive(program, seed):
    model, said = program.train(
        "passive-aggressive", "--grid", "C=0.01,0.1,1", "--grid", "class-weight=none,balanced",
        "--compat", "--seed", seed)
    chosen = dict(p.split("=") for p in
                  said["grid"]["candidates"][said["grid"]["bestIndex"]]["parameters"])
    weight = chosen["class-weight"]
    e = program.evaluate(model, "2018-02")
    confusion = e["confusion"]
    program.update(model, "2018-02")
    later = [program.evaluate(model, period)["confusion"] for period in ("2018-03", "2018-Q2")]
    total = {key: sum(c[key] for c in later) for key in confusion}
    return judged(e, "feb.", "feb.") | {
        "best_params": {"pa__C": float(chosen["C"]),
                        "pa__class_weight": None if weight == "none" else weight,
                        "pa__fit_intercept": True},
        "feb.predicted_true": confusion["tp"] + confusion["fp"],
        "feb.predicted_false": confusion["tn"] + confusion["fn"],
    } | {f"mar-jun.{key}": value for key, value in (report(total) | total).items()}


def sgd(program, seed):
    model, _ = program.train("sgd", "--compat", "--seed", seed, period=PERIODS["2018"])
    state = content(model)
    coefficients = state["state"]["averageCoefficients"]
    found = {f"coef.{name}": value for name, value in zip(columns_of(model), coefficients)}
    found |= {"intercept": state["state"]["averageIntercept"], "n_iter_": state["epochCount"]}
    e = program.evaluate(model, "2019-01")
    found |= judged(e, "jan2019@0.5.", "jan2019@0.5.", "jan2019.")
    found["jan2019@0.5.recall_%"] = round(100 * e["report"]["true"]["recall"], 2)

    def threshold(*demand):
        return program.json("threshold", "--model", model, *demand, period=PERIODS["2019-01"])
    by_precision = threshold("--min-precision", 0.85, "--min-recall", 0.7)
    own = by_precision["largest"]
    found |= {
        "threshold_pr": own, "threshold_pr.candidates": len(by_precision["thresholds"]),
        "threshold_roc": threshold("--max-fpr", 0.05, "--min-tpr", 0.7)["largest"]}
    at = program.evaluate(model, "2019-01", "--at-threshold", repr(own))
    found |= {f"jan2019@threshold.{key}": value for key, value in at["confusion"].items()}
    found["jan2019@threshold.recall_%"] = round(100 * at["report"]["true"]["recall"], 2)
    for learned, month in (("2019-01", "feb2019"), ("2019-02", "mar2019")):
        program.update(model, learned)
        for name, used in (("own", own), ("lab", 0.0051533333839830974)):
            e = program.evaluate(
                model, f"2019-0{2 if month == 'feb2019' else 3}", "--at-threshold", repr(used))
            place = f"{month}@{name}."
            found |= judged(e, place, place, place)
    return found


def k_means(program):
    clusters = program.detect("k-means", period="2018")["clusters"]
    return {"sizes(n_init=10), sorted": sorted(clusters["sizes"]), "inertia(n_init=10)": clusters["inertia"],
            "fowlkes_mallows(n_init=10)": clusters["fowlkesMallows"]}


def one_class_svm(program):
    d = program.detect("one-class-svm")
    return {"outliers": d["outlierCount"], "inliers": d["rowCount"] - d["outlierCount"],
            "rho": -d["offset"] if d["offset"] < 0 else d["offset"],
            "true_positives": d["confusion"]["tp"],
            "rows_with_|decision|<1e-3": sum(
                abs(row["score"] - d["threshold"]) < 1e-3 for row in d["rows"])}


SECTIONS = {
    "eda": ("Exploration: `explore`", eda, None),
    "features": ("Tables of minutes: `features`", features, None),
    "isoforest": ("Isolation forest: `detect --detector isolation-forest --contamination 0.05`",
                  isoforest, SEEDS),
    "lof": ("Local outlier factor: `detect --detector lof --compat`", lof, None),
    "kappa": ("Cohen's kappa: `detect --detector lof --compat --compare isolation-forest:0.05`", kappa,
              SEEDS),
    "dummy": ("Dummy: `train --classifier dummy`", dummy, SEEDS),
    "naive_bayes": ("Naive Bayes: `train --classifier naive-bayes`", naive_bayes, None),
    "logistic": ("Logistic regression: `--grid C=0.1,0.5,1,2`", logistic, None),
    "ex3_forest": ("Random forest: `train --classifier random-forest`", forest, SEEDS),
    "ex4_pa": ("Passive-aggressive: `--grid C=0.01,0.1,1 --grid class-weight=none,balanced`",
               passive_aggressive, SEEDS),
    "sgd": ("Stochastic gradient descent: `train --classifier sgd`, `threshold`, `update`", sgd, SEEDS),
    "ex2_kmeans": ("k-means: `detect --detector k-means`", k_means, None),
    "ex1_ocsvm": ("One-class SVM: `detect --detector one-class-svm`", one_class_svm, None),
}


# Values

def plain(time):
    return time.replace("T", " ").removesuffix("Z")


def content(model):
    return json.loads(model.read_text())["classifier"]


def columns_of(model):
    return json.loads(model.read_text())["features"]["features"]


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same(ours, theirs):
    """Equal to nine digits: what is left is the order of sums."""
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if is_number(ours) and is_number(theirs):
        return abs(ours - theirs) <= 1e-9 * max(abs(ours), abs(theirs))
    return ours == theirs

