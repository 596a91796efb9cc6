"""The PMML models of docs/BENCHMARKS.md: python pmml_models.py FOLDER, with nyoka==5.5.0 and scikit-learn==1.9.1."""

import sys
import warnings
from pathlib import Path

from nyoka import skl_to_pmml
from sklearn import datasets
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")
x, y = datasets.make_classification(4000, 20, n_informative=12, n_classes=3, random_state=1)
names = [f"f{i}" for i in range(20)]
folder = Path(sys.argv[1])
for name, steps in {"tree": [DecisionTreeClassifier(max_depth=8, random_state=1)],
                    "logistic": [StandardScaler(), LogisticRegression(max_iter=500)],
                    "forest": [RandomForestClassifier(100, max_depth=8, random_state=1)]}.items():
    pipeline = Pipeline([(str(i), step) for i, step in enumerate(steps)]).fit(x, y)
    skl_to_pmml(pipeline, names, "target", str(folder / f"{name}.pmml"))
