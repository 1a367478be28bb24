"""How far scikit-learn's own figures move with its seeds; rewrites login_spreads.json.

usage: ipclust logins features logs.db --from 2018-01-01 --to 2018-02-01 --format csv |
       login_spreads.py > script/lib/login_spreads.json

The reference has ten seeds of the isolation forest and none of kappa; too few to judge another
stream of random numbers by.
"""

import csv
import json
import sys

import numpy
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.metrics import cohen_kappa_score, confusion_matrix
from sklearn.neighbors import LocalOutlierFactor
from sklearn.preprocessing import StandardScaler

from login_figures import report

SEED_COUNT = 30

reader = csv.reader(sys.stdin)
head = next(reader)
columns = [name not in ("schema_version", "time", "label") for name in head]
rows = list(reader)
labels = numpy.array([row[head.index("label")] == "1" for row in rows])
table = numpy.array([[float(v) for v, keep in zip(row, columns) if keep] for row in rows])
scaled = StandardScaler().fit_transform(table)
local = LocalOutlierFactor().fit_predict(scaled)
found = {"isoforest": {}, "kappa": {}}
for seed in range(SEED_COUNT):
    model = IsolationForest(random_state=seed, contamination=0.05).fit(scaled)
    outliers = model.predict(scaled)
    confusion = dict(zip(("tn", "fp", "fn", "tp"), map(int, confusion_matrix(labels, outliers < 0).ravel())))
    figures = {f"confusion.{key}": value for key, value in confusion.items()}
    figures |= {f"report.{key}": value for key, value in report(confusion).items()}
    figures |= {"outliers": confusion["fp"] + confusion["tp"],
                "inliers": confusion["tn"] + confusion["fn"], "offset_": float(model.offset_)}
    for key, value in figures.items():
        found["isoforest"].setdefault(key, []).append(value)
    kappa = float(cohen_kappa_score(local, outliers))
    found["kappa"].setdefault("cohen_kappa(lof, iso)", []).append(kappa)
spreads = {section: {key: [min(values), max(values)] for key, values in figures.items()}
           for section, figures in found.items()}
print(json.dumps({"scikit-learn": sklearn.__version__, "seeds": SEED_COUNT} | spreads, indent=1))
