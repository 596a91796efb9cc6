"""Makes the zoo: models by the converters that people use, with the answers of the library that trained them.

Needs what requirements.txt beside it names. Run from this folder: python make_zoo.py
Each model is NAME.onnx with NAME.json: inputs and outputs as tensors, by the names that the file has.
"""

import json
import pathlib
import warnings

import numpy as np
import onnx
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_diabetes, load_iris
from sklearn.ensemble import (
    AdaBoostClassifier, ExtraTreesClassifier, GradientBoostingClassifier, GradientBoostingRegressor,
    IsolationForest, RandomForestClassifier, RandomForestRegressor, StackingClassifier, VotingClassifier,
)
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Perceptron, SGDClassifier
from sklearn.mixture import GaussianMixture
from sklearn.multioutput import MultiOutputClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, LocalOutlierFactor
from sklearn.neural_network import MLPClassifier
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, PolynomialFeatures, StandardScaler
from sklearn.svm import OneClassSVM, SVC, SVR, LinearSVC
from sklearn.tree import DecisionTreeClassifier
from skl2onnx import convert_sklearn, to_onnx, update_registered_converter
from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
from skl2onnx.common.shape_calculator import calculate_linear_classifier_output_shapes

warnings.filterwarnings("ignore")
ZOO = pathlib.Path(__file__).parent.parent / "resources" / "zoo"
OPSET = {"": 17, "ai.onnx.ml": 3}
DATATYPES = {"float32": "FP32", "float64": "FP64", "int64": "INT64", "int32": "INT32", "bool": "BOOL"}

X, Y = load_iris(return_X_y=True)
X = X.astype(np.float32)
NAMES = np.array(["setosa", "versicolor", "virginica"])[Y]
ASKED = X[[0, 57, 77, 106, 149]]


def tensor(array):
    array = np.asarray(array)
    if array.dtype.kind in "UO":
        return {"datatype": "STRING", "shape": list(array.shape), "data": [str(v) for v in array.ravel()]}
    return {"datatype": DATATYPES[array.dtype.name], "shape": list(array.shape), "data": array.ravel().tolist()}


def save(name, model, inputs, *outputs):
    """Outputs in the model's order; None for one that the library has no answer for."""
    ZOO.mkdir(exist_ok=True)
    model.doc_string = ""
    (ZOO / f"{name}.onnx").write_bytes(model.SerializeToString())
    names = []
    for output in model.graph.output:
        if output.type.HasField("sequence_type") and output.type.sequence_type.elem_type.HasField("tensor_type"):
            names += [f"{output.name}_{i}" for i in range(len(outputs) - len(model.graph.output) + 1)]
        else:
            names.append(output.name)
    assert len(names) == len(outputs), (name, names, len(outputs))
    text = {
        "inputs": {k: tensor(v) for k, v in inputs.items()},
        "outputs": {k: tensor(v) for k, v in zip(names, outputs) if v is not None},
    }
    (ZOO / f"{name}.json").write_text(json.dumps(text, indent=None) + "\n")


def f32(values):
    return np.asarray(values, np.float32)


def classifier(name, estimator, labels=NAMES, **options):
    estimator.fit(X, labels)
    model = to_onnx(estimator, X[:1], target_opset=OPSET, **options)
    save(name, model, {"X": ASKED}, estimator.predict(ASKED), f32(estimator.predict_proba(ASKED)))


def classifiers():
    classifier("logistic-text", LogisticRegression(max_iter=500))
    classifier("logistic-numbers", LogisticRegression(max_iter=500), Y * 7 - 3)
    classifier("logistic-two", LogisticRegression(max_iter=500), (Y > 0).astype(np.int64))
    classifier("logistic-no-zipmap", LogisticRegression(max_iter=500), Y, options={"zipmap": False})
    classifier("tree", DecisionTreeClassifier(max_depth=3, random_state=1))
    classifier("forest", RandomForestClassifier(5, max_depth=4, random_state=1))
    classifier("extra-trees", ExtraTreesClassifier(5, max_depth=4, random_state=1), Y)
    classifier("gradient-boosting", GradientBoostingClassifier(n_estimators=5, max_depth=2, random_state=1))
    classifier("ada-boost", AdaBoostClassifier(n_estimators=4, random_state=1), Y)
    classifier("svc", SVC(probability=True, random_state=1))
    classifier("naive-bayes", GaussianNB(), Y)
    classifier("neighbours", KNeighborsClassifier(3))
    classifier("mlp", MLPClassifier((6,), max_iter=300, random_state=1))
    parts = [("a", LogisticRegression(max_iter=500)), ("b", DecisionTreeClassifier(max_depth=2, random_state=1))]
    classifier("voting", VotingClassifier(parts, voting="soft", flatten_transform=False), Y)
    classifier("stacking", StackingClassifier(parts, LogisticRegression()), Y)
    classifier("scaled-pca", make_pipeline(StandardScaler(), PCA(2), LogisticRegression()), Y)
    classifier("polynomial", make_pipeline(MinMaxScaler(), PolynomialFeatures(2), LogisticRegression()), Y)
    estimator = LogisticRegression(max_iter=500).fit(X, NAMES)
    model = to_onnx(estimator, X[:1], target_opset=OPSET, options={"zipmap": "columns"})
    save("logistic-columns", model, {"X": ASKED}, estimator.predict(ASKED), *f32(estimator.predict_proba(ASKED)).T)
    for name, estimator in [("linear-svc", LinearSVC()), ("perceptron", Perceptron()), ("sgd", SGDClassifier(random_state=1))]:
        estimator.fit(X, Y)
        model = to_onnx(estimator, X[:1], target_opset=OPSET, options={"raw_scores": True} if name != "perceptron" else None)
        scores = f32(estimator.decision_function(ASKED)) if name != "perceptron" else None
        save(name, model, {"X": ASKED}, estimator.predict(ASKED), scores)


def several_targets():
    both = np.stack([Y, (X[:, 1] > 3).astype(np.int64)], 1)
    estimator = MultiOutputClassifier(LogisticRegression(max_iter=500)).fit(X, both)
    model = to_onnx(estimator, X[:1], target_opset=OPSET, options={"zipmap": False})
    save("two-targets", model, {"X": ASKED}, estimator.predict(ASKED), *[f32(p) for p in estimator.predict_proba(ASKED)])


def regressors():
    x, y = load_diabetes(return_X_y=True)
    x = x.astype(np.float32)
    asked = x[:4]
    for name, estimator in [
        ("linear", LinearRegression()), ("forest-regressor", RandomForestRegressor(4, max_depth=3, random_state=1)),
        ("boosted-regressor", GradientBoostingRegressor(n_estimators=5, max_depth=2, random_state=1)),
    ]:
        estimator.fit(x, y)
        save(name, to_onnx(estimator, x[:1], target_opset=OPSET), {"X": asked}, f32(estimator.predict(asked)).reshape(-1, 1))
    estimator = LinearRegression().fit(x, np.stack([y, -y], 1))
    save("linear-two", to_onnx(estimator, x[:1], target_opset=OPSET), {"X": asked}, f32(estimator.predict(asked)))
    estimator = make_pipeline(StandardScaler(), SVR()).fit(x[:30], y[:30])
    save("svr", to_onnx(estimator, x[:1], target_opset=OPSET), {"X": asked}, f32(estimator.predict(asked)).reshape(-1, 1))
    wide = X.astype(np.float64)
    estimator = GaussianProcessRegressor().fit(wide[::10, :2], wide[::10, 2])
    rows = wide[[3, 33], :2]
    save("gaussian-process-fp64", to_onnx(estimator, wide[:1, :2], target_opset=OPSET), {"X": rows}, estimator.predict(rows).reshape(-1, 1))


def without_labels():
    estimator = KMeans(3, n_init=1, random_state=1).fit(X)
    save("kmeans", to_onnx(estimator, X[:1], target_opset=OPSET), {"X": ASKED}, estimator.predict(ASKED).astype(np.int64), f32(estimator.transform(ASKED)))
    odd = np.vstack([ASKED, [[9, 9, 9, 9]]]).astype(np.float32)
    estimator = IsolationForest(n_estimators=5, random_state=1).fit(X)
    save("isolation-forest", to_onnx(estimator, X[:1], target_opset=OPSET), {"X": odd}, estimator.predict(odd).reshape(-1, 1), f32(estimator.decision_function(odd)).reshape(-1, 1))
    estimator = OneClassSVM().fit(X)
    save("one-class-svm", to_onnx(estimator, X[:1], target_opset=OPSET), {"X": odd}, estimator.predict(odd).reshape(-1, 1), f32(estimator.decision_function(odd)).reshape(-1, 1))
    estimator = GaussianMixture(2, random_state=1).fit(X)
    save("gaussian-mixture", to_onnx(estimator, X[:1], target_opset=OPSET), {"X": ASKED}, estimator.predict(ASKED).reshape(-1, 1), f32(estimator.predict_proba(ASKED)))
    estimator = PCA(2).fit(X)
    save("pca", to_onnx(estimator, X[:1], target_opset=OPSET), {"X": ASKED}, f32(estimator.transform(ASKED)))


def tables():
    """Columns of texts and numbers as inputs of their own."""
    rng = np.random.default_rng(7)
    n = 80
    table = pd.DataFrame({
        "city": rng.choice(["Lyon", "Paris", "Z\u00fcrich"], n), "kind": rng.choice(["flat", "house"], n),
        "rooms": rng.integers(1, 7, n).astype(np.float32), "area": rng.uniform(20, 200, n).astype(np.float32), "year": rng.integers(1900, 2020, n),
    })
    dear = ((table.city == "Paris") | (table.area > 120)).map({True: "dear", False: "cheap"}).to_numpy()
    columns = ColumnTransformer([
        ("texts", OneHotEncoder(handle_unknown="ignore"), ["city", "kind"]),
        ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), ["rooms", "area"]),
        ("year", KBinsDiscretizer(3, encode="ordinal"), ["year"]),
    ])
    estimator = make_pipeline(columns, LogisticRegression()).fit(table, dear)
    types = [(c, StringTensorType([None, 1])) for c in ("city", "kind")]
    types += [(c, FloatTensorType([None, 1])) for c in ("rooms", "area")] + [("year", Int64TensorType([None, 1]))]
    model = convert_sklearn(estimator, initial_types=types, target_opset=OPSET)
    asked = table.iloc[:4].copy()
    asked.loc[asked.index[1], "city"] = "Gen\u00e8ve"
    asked.loc[asked.index[2], "rooms"] = 3.0
    inputs = {c: asked[c].to_numpy().reshape(-1, 1) for c in table.columns}
    save("table", model, inputs, estimator.predict(asked), f32(estimator.predict_proba(asked)))
    texts = table[["city", "kind"]].to_numpy()
    estimator = make_pipeline(OrdinalEncoder(), RandomForestClassifier(3, max_depth=3, random_state=1)).fit(texts, dear)
    model = convert_sklearn(estimator, initial_types=[("texts", StringTensorType([None, 2]))], target_opset=OPSET)
    save("table-of-texts", model, {"texts": texts[:4]}, estimator.predict(texts[:4]), f32(estimator.predict_proba(texts[:4])))
    encoder = OneHotEncoder(sparse_output=False).fit(texts)
    model = convert_sklearn(encoder, initial_types=[("texts", StringTensorType([None, 2]))], target_opset=OPSET)
    save("one-hot", model, {"texts": texts[:4]}, f32(encoder.transform(texts[:4])))


def words():
    texts = ["a good film", "a bad film", "good good food", "bad food and bad wine", "what a wine"]
    labels = ["praise", "blame", "praise", "blame", "praise"]
    asked = np.array(["GOOD wine", "bad film bad", "", "unknown words only"])
    pattern = "[a-zA-Z]+"
    for name, vectorizer in [
        ("tfidf-text", TfidfVectorizer(token_pattern=pattern)), ("counts-bigrams", CountVectorizer(token_pattern=pattern, ngram_range=(1, 2))),
    ]:
        estimator = make_pipeline(vectorizer, LogisticRegression()).fit(texts, labels)
        model = convert_sklearn(estimator, initial_types=[("text", StringTensorType([None]))], target_opset=OPSET)
        save(name, model, {"text": asked}, estimator.predict(asked), f32(estimator.predict_proba(asked)))


def boosted():
    """LightGBM and XGBoost by onnxmltools, alone and in a pipeline by skl2onnx."""
    import lightgbm
    import onnxmltools
    import xgboost
    from onnxmltools.convert.common.data_types import FloatTensorType as MltoolsFloat
    from onnxmltools.convert.lightgbm.operator_converters.LightGbm import convert_lightgbm

    mltools = [("X", MltoolsFloat([None, 4]))]
    light = lightgbm.LGBMClassifier(n_estimators=4, max_depth=3, num_leaves=5, min_child_samples=5, verbose=-1, random_state=1).fit(X, Y)
    model = onnxmltools.convert_lightgbm(light, initial_types=mltools, target_opset=15)
    save("lightgbm", model, {"X": ASKED}, light.predict(ASKED), f32(light.predict_proba(ASKED)))
    model = onnxmltools.convert_lightgbm(light, initial_types=mltools, target_opset=15, zipmap=False)
    save("lightgbm-no-zipmap", model, {"X": ASKED}, light.predict(ASKED), f32(light.predict_proba(ASKED)))
    regressor = lightgbm.LGBMRegressor(n_estimators=4, max_depth=3, num_leaves=5, min_child_samples=5, verbose=-1, random_state=1).fit(X, X[:, 3])
    model = onnxmltools.convert_lightgbm(regressor, initial_types=mltools, target_opset=15)
    save("lightgbm-regressor", model, {"X": ASKED}, f32(regressor.predict(ASKED)).reshape(-1, 1))
    extreme = xgboost.XGBClassifier(n_estimators=4, max_depth=2, random_state=1).fit(X, Y)
    model = onnxmltools.convert_xgboost(extreme, initial_types=mltools, target_opset=15)
    save("xgboost", model, {"X": ASKED}, extreme.predict(ASKED).astype(np.int64), f32(extreme.predict_proba(ASKED)))
    regressor = xgboost.XGBRegressor(n_estimators=4, max_depth=2, random_state=1).fit(X, X[:, 3])
    model = onnxmltools.convert_xgboost(regressor, initial_types=mltools, target_opset=15)
    save("xgboost-regressor", model, {"X": ASKED}, f32(regressor.predict(ASKED)).reshape(-1, 1))
    choices = {"nocl": [True, False], "zipmap": [True, False, "columns"]}
    update_registered_converter(lightgbm.LGBMClassifier, "LightGbmLGBMClassifier", calculate_linear_classifier_output_shapes, convert_lightgbm, options=choices)
    estimator = make_pipeline(StandardScaler(), lightgbm.LGBMClassifier(**light.get_params())).fit(X, Y)
    model = convert_sklearn(estimator, initial_types=[("X", FloatTensorType([None, 4]))], target_opset=OPSET)
    save("lightgbm-pipeline", model, {"X": ASKED}, estimator.predict(ASKED).astype(np.int64), f32(estimator.predict_proba(ASKED)))


def main():
    for make in (classifiers, several_targets, regressors, without_labels, tables, words, boosted):
        make()
    print("\n".join(f"{f.name} {f.stat().st_size}" for f in sorted(ZOO.glob("*.onnx"))))


if __name__ == "__main__":
    main()
