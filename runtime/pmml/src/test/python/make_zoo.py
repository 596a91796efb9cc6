"""Makes the models of runtime/pmml and the numbers that they must give: scikit-learn's own for models that nyoka
exported, formulas in numpy for models written by hand after the specification (PMML 4.4, dmg.org).

    python -m venv /tmp/pmml-zoo && /tmp/pmml-zoo/bin/pip install nyoka==5.5.0 scikit-learn==1.9.1
    /tmp/pmml-zoo/bin/python make_zoo.py        # writes src/test/resources/fixtures
"""

import json
import math
import re
import warnings
from pathlib import Path

import numpy as np
import sklearn
from nyoka import skl_to_pmml
from sklearn import datasets, linear_model, naive_bayes, neighbors, neural_network, svm, tree
from sklearn.cluster import KMeans
from sklearn.ensemble import (GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier,
                              RandomForestRegressor)
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

warnings.filterwarnings("ignore")
FIXTURES = Path(__file__).resolve().parents[1] / "resources" / "fixtures"
FILES = FIXTURES / "files"
FILES.mkdir(parents=True, exist_ok=True)
SKLEARN = f"scikit-learn {sklearn.__version__}, exported by nyoka 5.5.0"
FORMULAS = "formulas of the specification, in numpy"


def tensor(values):
    values = list(values)
    if any(isinstance(v, str) for v in values):
        return {"datatype": "STRING", "shape": [len(values)], "data": values}
    if all(isinstance(v, (bool, np.bool_)) for v in values):
        return {"datatype": "BOOL", "shape": [len(values)], "data": [bool(v) for v in values]}
    if all(isinstance(v, (int, np.integer)) for v in values):
        return {"datatype": "INT64", "shape": [len(values)], "data": [int(v) for v in values]}
    data = [float(v) if math.isfinite(v) else "NaN" for v in values]
    return {"datatype": "FP64", "shape": [len(values)], "data": data}


def fixture(name, inputs, outputs, tolerance=1e-9, source=FORMULAS):
    (FIXTURES / f"{name}.json").write_text(json.dumps({
        "kind": "pmml", "with": {"source": f"{name}.pmml"}, "files": {"source": f"files/{name}.pmml"},
        "inputs": {k: tensor(v) for k, v in inputs.items()}, "outputs": {k: tensor(v) for k, v in outputs.items()},
        "tolerance": tolerance, "source": source}, indent=1) + "\n")


# ---- what scikit-learn trained -------------------------------------------------------------------------------------

IRIS, SPECIES = datasets.load_iris(return_X_y=True)
IRIS, SPECIES = IRIS[::4], SPECIES[::4]
NAMES = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
ROWS = np.array([[5.0, 3.3, 1.5, 0.3], [6.1, 2.7, 4.2, 1.3], [6.9, 3.1, 5.6, 2.2], [5.8, 2.6, 4.9, 1.7],
                 [4.6, 3.9, 1.1, 0.1], [7.7, 2.5, 6.6, 1.9]]) + 0.0137   # on no threshold, equally far from nothing


def exported(name, pipeline, width):
    path = FILES / f"{name}.pmml"
    skl_to_pmml(pipeline, NAMES[:width], "target", str(path))
    text = re.sub(r"<Timestamp>[^<]*</Timestamp>", "<Timestamp>2026-11-29</Timestamp>", path.read_text())
    path.write_text(text)
    return {NAMES[i]: ROWS[:, i] for i in range(width)}


def classifier(name, *steps, probabilities=True, tolerance=1e-7):
    pipeline = Pipeline([(str(i), step) for i, step in enumerate(steps)]).fit(IRIS, SPECIES)
    inputs = exported(name, pipeline, 4)
    outputs = {"predicted_target": pipeline.predict(ROWS)}
    if probabilities:
        outputs |= {f"probability_{k}": pipeline.predict_proba(ROWS)[:, k] for k in range(3)}
    fixture(name, inputs, outputs, tolerance, SKLEARN)


def regressor(name, *steps, tolerance=1e-7):
    pipeline = Pipeline([(str(i), step) for i, step in enumerate(steps)]).fit(IRIS[:, :3], IRIS[:, 3])
    inputs = exported(name, pipeline, 3)
    fixture(name, inputs, {"predicted_target": pipeline.predict(ROWS[:, :3])}, tolerance, SKLEARN)


def unsupervised():
    pipeline = Pipeline([("m", KMeans(3, n_init=1, random_state=3))]).fit(IRIS)
    inputs = exported("sklearn-kmeans", pipeline, 4)
    distances = pipeline.transform(ROWS)
    fixture("sklearn-kmeans", inputs, {f"affinity({k})": distances[:, k] for k in range(3)}
            | {"cluster": [str(k) for k in pipeline.predict(ROWS)]}, 1e-7, SKLEARN)
    pipeline = Pipeline([("m", svm.OneClassSVM(nu=0.2, gamma=0.2))]).fit(IRIS[:, :3])
    inputs = exported("sklearn-one-class-svm", pipeline, 3)
    fixture("sklearn-one-class-svm", inputs, {"outlier": pipeline.predict(ROWS[:, :3]) < 0}, 1e-7, SKLEARN)


def gaussian_bayes():
    """nyoka writes a least density of 0.001, which scikit-learn has not: its means and variances, by PMML's formula."""
    model = naive_bayes.GaussianNB().fit(IRIS, SPECIES)
    inputs = exported("sklearn-gaussian-bayes", Pipeline([("m", model)]), 4)
    density = np.exp(-(ROWS[:, None] - model.theta_) ** 2 / (2 * model.var_)) / np.sqrt(2 * np.pi * model.var_)
    p = model.class_count_ * np.maximum(density, 0.001).prod(2)
    p /= p.sum(1, keepdims=True)
    fixture("sklearn-gaussian-bayes", inputs, {"predicted_target": p.argmax(1)} | {f"probability_{k}": p[:, k] for k in range(3)},
            1e-7, SKLEARN)


def from_sklearn():
    classifier("sklearn-tree", tree.DecisionTreeClassifier(max_depth=3, random_state=3))
    regressor("sklearn-tree-regression", tree.DecisionTreeRegressor(max_depth=4, random_state=3))
    classifier("sklearn-forest", RandomForestClassifier(3, max_depth=3, random_state=3))
    regressor("sklearn-forest-regression", RandomForestRegressor(3, max_depth=3, random_state=3))
    classifier("sklearn-boosting", GradientBoostingClassifier(n_estimators=3, max_depth=2, random_state=3))
    regressor("sklearn-boosting-regression", GradientBoostingRegressor(n_estimators=3, max_depth=2, random_state=3),
              tolerance=1e-6)   # nyoka writes seven digits of the constant
    regressor("sklearn-linear", StandardScaler(), linear_model.LinearRegression())
    classifier("sklearn-logistic", StandardScaler(), linear_model.LogisticRegression(max_iter=500),
               probabilities=False)
    classifier("sklearn-neural", MinMaxScaler(), neural_network.MLPClassifier((5,), max_iter=400, random_state=3))
    classifier("sklearn-svc", StandardScaler(), svm.SVC(), probabilities=False)
    regressor("sklearn-svr", svm.SVR())
    gaussian_bayes()
    classifier("sklearn-neighbors", neighbors.KNeighborsClassifier(3), probabilities=False)
    regressor("sklearn-neighbors-regression", neighbors.KNeighborsRegressor(3))
    unsupervised()


# ---- by hand -------------------------------------------------------------------------------------------------------


def field(name, kind="double", values=(), inside=""):
    optype = "categorical" if kind in ("string", "boolean") or values else "continuous"
    inside += "".join(f'<Value value="{v}"/>' for v in values)
    return f'<DataField name="{name}" optype="{optype}" dataType="{kind}">{inside}</DataField>'


def mining(name, usage="active", **attributes):
    return f'<MiningField name="{name}" usageType="{usage}"' + "".join(f' {k}="{v}"' for k, v in attributes.items()) + "/>"


def schema(*fields):
    return "<MiningSchema>" + "".join(f if f.startswith("<") else mining(f) for f in fields) + "</MiningSchema>"


def write(name, dictionary, model, transformations=""):
    if transformations:
        transformations = f"<TransformationDictionary>{transformations}</TransformationDictionary>"
    text = ('<?xml version="1.0" encoding="UTF-8"?>\n<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">\n'
            '<Header><Application name="make_zoo.py"/></Header>\n'
            f'<DataDictionary>{"".join(dictionary)}</DataDictionary>\n{transformations}\n{model}\n</PMML>\n')
    (FILES / f"{name}.pmml").write_text(re.sub(r"><(?=[A-Z])", ">\n<", text))


def simple(field_name, operator, value):
    return f'<SimplePredicate field="{field_name}" operator="{operator}" value="{value}"/>'


NAN = float("nan")
X = [0.5, 1.5, 2.5, 3.5, -1.0]
Z = [10.0, 20.0, 30.0, 15.0, 5.0]
COLOURS = ["red", "green", "blue", "red", "green"]


def softmax(scores):
    e = np.exp(np.array(scores) - np.max(scores, axis=0))
    return e / e.sum(axis=0)


def regressions():
    x, z, colour = np.array(X), np.array(Z), np.array(COLOURS)
    table = ('<RegressionTable intercept="1.25"><NumericPredictor name="x" exponent="2" coefficient="0.5"/>'
             '<NumericPredictor name="z" coefficient="-0.1"/>'
             '<CategoricalPredictor name="colour" value="red" coefficient="3"/>'
             '<CategoricalPredictor name="colour" value="green" coefficient="-2"/>'
             '<PredictorTerm coefficient="0.01"><FieldRef field="x"/><FieldRef field="z"/></PredictorTerm></RegressionTable>')
    linear = 1.25 + 0.5 * x ** 2 - 0.1 * z + np.select([colour == "red", colour == "green"], [3, -2], 0) + 0.01 * x * z
    dictionary = [field("x"), field("z"), field("colour", "string", ["red", "green", "blue"]), field("y")]
    fields = schema("x", "z", "colour", mining("y", "target"))
    inputs = {"x": X, "z": Z, "colour": COLOURS}
    functions = {"none": lambda v: v, "exp": np.exp, "logit": lambda v: 1 / (1 + np.exp(-v)),
                 "softmax": lambda v: 1 / (1 + np.exp(-v)), "cloglog": lambda v: 1 - np.exp(-np.exp(v)),
                 "cauchit": lambda v: 0.5 + np.arctan(v) / np.pi,
                 "probit": lambda v: np.array([0.5 * (1 + math.erf(t / math.sqrt(2))) for t in v])}
    for method, function in functions.items():
        write(f"regression-{method}", dictionary,
              f'<RegressionModel functionName="regression" normalizationMethod="{method}">{fields}{table}</RegressionModel>')
        fixture(f"regression-{method}", inputs, {"predicted_y": function(linear)}, 1e-7)
    classes = ["low", "middle", "high"]
    tables = "".join(f'<RegressionTable targetCategory="{c}" intercept="{i}"><NumericPredictor name="x" coefficient="{k}"/>'
                     '</RegressionTable>' for c, i, k in zip(classes, [1, 0.5, 0], [-1, 0.25, 0]))
    scores = [1 - x, 0.5 + 0.25 * x, 0 * x]
    p = softmax(scores)
    write("regression-classes", [field("x"), field("y", "string", classes)],
          '<RegressionModel functionName="classification" normalizationMethod="softmax">'
          f'{schema("x", mining("y", "target"))}{tables}</RegressionModel>')
    fixture("regression-classes", {"x": X}, {"predicted_y": [classes[i] for i in p.argmax(axis=0)],
            "probability": p.max(axis=0)} | {f"probability_{c}": p[k] for k, c in enumerate(classes)})
    p = 1 / (1 + np.exp(-(0.3 - x)))
    write("regression-logistic", [field("x"), field("y", "boolean")],
          '<RegressionModel functionName="classification" normalizationMethod="logit">'
          f'{schema("x", mining("y", "target"))}<Output><OutputField name="p" dataType="double" optype="continuous" '
          'feature="probability" value="true"/></Output><RegressionTable targetCategory="true" intercept="0.3">'
          '<NumericPredictor name="x" coefficient="-1"/></RegressionTable><RegressionTable targetCategory="false" intercept="0"/>'
          '</RegressionModel>')
    fixture("regression-logistic", {"x": X}, {"p": p})


def general_regressions():
    x, colour = np.array(X), np.array(COLOURS)
    parameters = ('<ParameterList><Parameter name="p0" label="Intercept"/><Parameter name="p1" label="x"/>'
                  '<Parameter name="p2" label="red"/></ParameterList>'
                  '<FactorList><Predictor name="colour"/></FactorList><CovariateList><Predictor name="x"/></CovariateList>'
                  '<PPMatrix><PPCell value="1" predictorName="x" parameterName="p1"/>'
                  '<PPCell value="red" predictorName="colour" parameterName="p2"/></PPMatrix>')
    linear = 0.4 + 0.3 * x + 0.7 * (colour == "red")
    cells = '<ParamMatrix>' + "".join(f'<PCell parameterName="p{i}" beta="{b}"/>' for i, b in enumerate([0.4, 0.3, 0.7])) \
        + '</ParamMatrix>'
    dictionary = [field("x"), field("colour", "string", ["red", "green", "blue"]), field("y")]
    fields = schema("x", "colour", mining("y", "target"))
    inputs = {"x": X, "colour": COLOURS}
    links = {"identity": lambda v: v, "log": np.exp, "logit": lambda v: 1 / (1 + np.exp(-v)),
             "cloglog": lambda v: 1 - np.exp(-np.exp(v)), "loglog": lambda v: np.exp(-np.exp(-v)),
             "probit": lambda v: np.array([0.5 * (1 + math.erf(t / math.sqrt(2))) for t in v])}
    for link, function in links.items():
        write(f"general-{link}", dictionary,
              f'<GeneralRegressionModel modelType="generalizedLinear" functionName="regression" distribution="normal" '
              f'linkFunction="{link}">{fields}{parameters}{cells}</GeneralRegressionModel>')
        fixture(f"general-{link}", inputs, {"predicted_y": function(linear)}, 1e-6)
    classes = ["a", "b", "c"]
    betas = {"a": [0.4, 0.3, 0.7], "b": [-0.2, 0.1, 0.0]}
    cells = '<ParamMatrix>' + "".join(f'<PCell targetCategory="{c}" parameterName="p{i}" beta="{b}"/>'
                                      for c, row in betas.items() for i, b in enumerate(row)) + '</ParamMatrix>'
    scores = [b[0] + b[1] * x + b[2] * (colour == "red") for b in betas.values()] + [0 * x]
    p = softmax(scores)
    write("general-multinomial", [dictionary[0], dictionary[1], field("y", "string", classes)],
          '<GeneralRegressionModel modelType="multinomialLogistic" functionName="classification" '
          f'targetReferenceCategory="c">{fields}{parameters}{cells}</GeneralRegressionModel>')
    fixture("general-multinomial", inputs, {"predicted_y": [classes[i] for i in p.argmax(axis=0)]}
            | {f"probability_{c}": p[k] for k, c in enumerate(classes)})


def trees():
    def leaf(name, predicate, score, counts):
        inside = "".join(f'<ScoreDistribution value="{v}" recordCount="{c}"/>' for v, c in counts.items())
        return f'<Node id="{name}" score="{score}" recordCount="{sum(counts.values())}">{predicate}{inside}</Node>'

    def split(strategy, penalty=""):
        return (f'<TreeModel functionName="classification" missingValueStrategy="{strategy}" {penalty} '
                f'noTrueChildStrategy="returnLastPrediction">{fields}'
                '<Node id="0" score="no" recordCount="100" defaultChild="1"><True/>'
                '<ScoreDistribution value="yes" recordCount="40"/><ScoreDistribution value="no" recordCount="60"/>'
                + leaf("1", simple("x", "lessOrEqual", 1), "no", {"yes": 10, "no": 50})
                + '<Node id="2" score="yes" recordCount="40" defaultChild="4">' + simple("x", "greaterThan", 1)
                + '<ScoreDistribution value="yes" recordCount="30"/><ScoreDistribution value="no" recordCount="10"/>'
                + leaf("3", '<SimpleSetPredicate field="colour" booleanOperator="isIn"><Array n="2" type="string">red '
                       '"green"</Array></SimpleSetPredicate>', "yes", {"yes": 28, "no": 2})
                + leaf("4", '<SimpleSetPredicate field="colour" booleanOperator="isNotIn"><Array n="2" type="string">red '
                       'green</Array></SimpleSetPredicate>', "no", {"yes": 2, "no": 8})
                + '</Node></Node></TreeModel>')

    dictionary = [field("x"), field("colour", "string", ["red", "green", "blue"]), field("y", "string", ["yes", "no"])]
    fields = schema("x", "colour", mining("y", "target"))
    nodes = {"0": ("no", .4), "1": ("no", 10 / 60), "2": ("yes", .75), "3": ("yes", 28 / 30), "4": ("no", .2)}
    x, colour = [0.5, 1.5, 1.5, NAN, 1.5], ["red", "green", "blue", "red", ""]
    visited = {"lastPrediction": "13402", "defaultChild": "13414", "none": "13402"}
    for strategy, ids in visited.items():
        write(f"tree-{strategy}", dictionary, split(strategy))
        fixture(f"tree-{strategy}", {"x": x, "colour": colour},
                {"predicted_y": [nodes[i][0] for i in ids], "probability_yes": [nodes[i][1] for i in ids], "node_id": list(ids)})
    visited = {"weightedConfidence": ["no", "yes", "no", "no", "yes"], "aggregateNodes": ["no", "yes", "no", "no", "yes"]}
    for strategy, scores in visited.items():
        write(f"tree-{strategy}", dictionary, split(strategy))
        fixture(f"tree-{strategy}", {"x": x, "colour": colour}, {"predicted_y": scores})
    write("tree-nullPrediction", dictionary, split("nullPrediction").replace("returnLastPrediction", "returnNullPrediction"))
    fixture("tree-nullPrediction", {"x": x, "colour": colour}, {"predicted_y": ["no", "yes", "no", "", ""]})


def compound_predicates():
    x, colour = np.array([0.5, 1.5, NAN, 3.5, NAN]), ["red", "green", "red", "blue", "blue"]
    tests = {"and": ([simple("x", "greaterThan", 1), simple("colour", "equal", "green")], "nynnn"),
             "or": ([simple("x", "greaterThan", 3), simple("colour", "equal", "red")], "ynyyn"),
             "xor": ([simple("x", "greaterThan", 1), simple("colour", "notEqual", "red")], "nnnnn"),
             "surrogate": ([simple("x", "greaterThan", 1), simple("colour", "equal", "red")], "nyyyn")}
    for operator, (predicates, result) in tests.items():
        write(f"predicate-{operator}", [field("x"), field("colour", "string", ["red", "green", "blue"]), field("y", "string", ["y", "n"])],
              f'<TreeModel functionName="classification" noTrueChildStrategy="returnLastPrediction">'
              f'{schema("x", "colour", mining("y", "target"))}<Node score="n"><True/><Node score="y">'
              f'<CompoundPredicate booleanOperator="{operator}">{"".join(predicates)}</CompoundPredicate></Node></Node></TreeModel>')
        fixture(f"predicate-{operator}", {"x": x, "colour": colour}, {"predicted_y": list(result)})


def scorecard():
    def attribute(code, score, predicate):
        return f'<Attribute reasonCode="{code}" partialScore="{score}">{predicate}</Attribute>'

    write("scorecard", [field("age"), field("home", "string", ["own", "rent", "other"]), field("score")],
          '<Scorecard functionName="regression" initialScore="10" useReasonCodes="true" reasonCodeAlgorithm="pointsBelow" '
          f'baselineMethod="other">{schema("age", "home", mining("score", "target"))}'
          '<Output><OutputField name="score" dataType="double" optype="continuous" feature="predictedValue"/>'
          '<OutputField name="first" dataType="string" optype="categorical" feature="reasonCode" rank="1"/>'
          '<OutputField name="second" dataType="string" optype="categorical" feature="reasonCode" rank="2"/></Output>'
          '<Characteristics><Characteristic name="ageScore" baselineScore="30">'
          + attribute("A0", -5, simple("age", "isMissing", 0).replace(' value="0"', ""))
          + attribute("A1", 5, simple("age", "lessThan", 30)) + attribute("A2", 25, simple("age", "greaterOrEqual", 30))
          + '</Characteristic><Characteristic name="homeScore" baselineScore="20">'
          + attribute("H1", 15, simple("home", "equal", "own")) + attribute("H2", 2.5, simple("home", "equal", "rent"))
          + attribute("H3", 0, "<True/>") + '</Characteristic></Characteristics></Scorecard>')
    age = [25.0, 40.0, NAN, 30.0]
    home = ["own", "rent", "rent", "other"]
    points_age, points_home = [5, 25, -5, 25], [15, 2.5, 2.5, 0]
    fixture("scorecard", {"age": age, "home": home},
            {"score": [10.0 + a + h for a, h in zip(points_age, points_home)],
             # points below the baseline: 30 - 5, 20 - 15; 30 - 25, 20 - 2.5; 30 + 5, 20 - 2.5; 30 - 25, 20 - 0
             "first": ["A1", "H2", "A0", "H3"], "second": ["H1", "A2", "H2", "A2"]})
    scorecard_without_match()


def scorecard_without_match():
    """By PMML 4.4 a scorecard gives an invalid value where no Attribute of a Characteristic is true."""
    for codes in ["true", "false"]:
        name = "scorecard-no-match" + ("" if codes == "true" else "-no-codes")
        reason = '<OutputField name="reason" dataType="string" optype="categorical" feature="reasonCode" rank="1"/>'
        write(name, [field("age"), field("score")],
              f'<Scorecard functionName="regression" initialScore="10" useReasonCodes="{codes}" baselineScore="20">'
              f'{schema("age", mining("score", "target"))}'
              '<Output><OutputField name="score" dataType="double" optype="continuous" feature="predictedValue"/>'
              + (reason if codes == "true" else "") + '</Output><Characteristics><Characteristic name="ageScore" reasonCode="A">'
              f'<Attribute partialScore="5">{simple("age", "lessThan", 30)}</Attribute></Characteristic></Characteristics></Scorecard>')
        expected = {"score": [15.0, NAN, NAN]}
        fixture(name, {"age": [25.0, 40.0, NAN]}, expected | ({"reason": ["A", "", ""]} if codes == "true" else {}))


def rules():
    def rule(name, score, weight, predicate):
        return f'<SimpleRule id="{name}" score="{score}" weight="{weight}" confidence="{weight}">{predicate}</SimpleRule>'

    inside = (rule("r1", "buy", 0.6, simple("x", "greaterThan", 1)) + rule("r2", "sell", 0.7, simple("x", "lessThan", 3))
              + '<CompoundRule>' + simple("x", "greaterThan", 0) + rule("r3", "buy", 0.3, simple("colour", "equal", "red"))
              + '</CompoundRule>')
    x, colour = [2.0, 0.5, 2.0, 5.0, 2.0], ["red", "red", "blue", "red", "red"]
    # firing: r1 r2 r3; r2 r3; r1 r2; r1 r3
    expected = {"firstHit": ["buy", "sell", "buy", "buy", "buy"], "weightedSum": ["buy", "sell", "sell", "buy", "buy"],
                "weightedMax": ["sell", "sell", "sell", "buy", "sell"]}
    for method, scores in expected.items():
        write(f"rules-{method}", [field("x"), field("colour", "string", ["red", "blue"]), field("y", "string", ["buy", "sell", "hold"])],
              f'<RuleSetModel functionName="classification">{schema("x", "colour", mining("y", "target"))}'
              f'<RuleSet defaultScore="hold"><RuleSelectionMethod criterion="{method}"/>{inside}</RuleSet></RuleSetModel>')
        fixture(f"rules-{method}", {"x": x, "colour": colour}, {"predicted_y": scores})
    write("rules-default", [field("x"), field("y", "string", ["buy", "hold"])],
          f'<RuleSetModel functionName="classification">{schema("x", mining("y", "target"))}<RuleSet defaultScore="hold">'
          f'<RuleSelectionMethod criterion="firstHit"/>{rule("r", "buy", 1, simple("x", "greaterThan", 1))}</RuleSet></RuleSetModel>')
    fixture("rules-default", {"x": [2.0, 0.0]}, {"predicted_y": ["buy", "hold"]})


def clusters():
    centres = np.array([[1.0, 10.0], [3.0, 20.0], [0.0, 0.0]])
    points = np.array([X, Z]).T
    differences = np.abs(points[:, None, :] - centres[None])
    distances = {"euclidean": np.sqrt((differences ** 2).sum(2)), "squaredEuclidean": (differences ** 2).sum(2),
                 "cityBlock": differences.sum(2), "chebychev": differences.max(2),
                 "minkowski": (differences ** 3).sum(2) ** (1 / 3)}
    for measure, distance in distances.items():
        power = ' p-parameter="3"' if measure == "minkowski" else ""
        write(f"cluster-{measure}", [field("x"), field("z")],
              f'<ClusteringModel functionName="clustering" modelClass="centerBased" numberOfClusters="3">{schema("x", "z")}'
              '<Output><OutputField name="cluster" dataType="string" optype="categorical" feature="predictedValue"/>'
              '<OutputField name="distance" dataType="double" optype="continuous" feature="affinity"/></Output>'
              f'<ComparisonMeasure kind="distance" compareFunction="absDiff"><{measure}{power}/></ComparisonMeasure>'
              '<ClusteringField field="x"/><ClusteringField field="z"/>'
              + "".join(f'<Cluster id="c{i}"><Array n="2" type="real">{a} {b}</Array></Cluster>' for i, (a, b) in enumerate(centres))
              + '</ClusteringModel>')
        fixture(f"cluster-{measure}", {"x": X, "z": Z},
                {"cluster": [f"c{i}" for i in distance.argmin(1)], "distance": distance.min(1)})


def bayes():
    counts = {"red": (30, 5), "green": (10, 20), "blue": (0, 15)}
    totals = (40, 40)
    normal = {"yes": (1.0, 0.5), "no": (2.5, 1.0)}
    pairs = "".join(f'<PairCounts value="{v}"><TargetValueCounts><TargetValueCount value="yes" count="{y}"/>'
                    f'<TargetValueCount value="no" count="{n}"/></TargetValueCounts></PairCounts>' for v, (y, n) in counts.items())
    stats = "".join(f'<TargetValueStat value="{c}"><GaussianDistribution mean="{m}" variance="{v}"/></TargetValueStat>'
                    for c, (m, v) in normal.items())
    write("bayes", [field("colour", "string", list(counts)), field("x"), field("y", "string", ["yes", "no"])],
          f'<NaiveBayesModel functionName="classification" threshold="0.001">{schema("colour", "x", mining("y", "target"))}'
          f'<BayesInputs><BayesInput fieldName="colour">{pairs}</BayesInput><BayesInput fieldName="x"><TargetValueStats>'
          f'{stats}</TargetValueStats></BayesInput></BayesInputs><BayesOutput fieldName="y"><TargetValueCounts>'
          '<TargetValueCount value="yes" count="40"/><TargetValueCount value="no" count="40"/></TargetValueCounts>'
          '</BayesOutput></NaiveBayesModel>')
    colour, x = ["red", "green", "blue", "red", ""], [1.0, 2.0, 1.5, NAN, 2.0]
    probability = []
    for c, value in zip(colour, x):
        parts = []
        for k, name in enumerate(["yes", "no"]):
            p = totals[k]
            if c:
                p *= max(counts[c][k] / totals[k], 0.001) if counts[c][k] == 0 else counts[c][k] / totals[k]
            if value == value:
                m, v = normal[name]
                p *= math.exp(-(value - m) ** 2 / (2 * v)) / math.sqrt(2 * math.pi * v)
            parts.append(p)
        probability.append(parts[0] / sum(parts))
    fixture("bayes", {"colour": colour, "x": x}, {"probability_yes": probability,
            "predicted_y": ["yes" if p > 0.5 else "no" for p in probability]})


def vector_machines():
    x, z = np.array(X), np.array(Z) / 10
    vectors = np.array([[1.0, 0.5], [-0.5, 2.0], [2.0, 2.0]])
    weights, bias = [0.5, -0.75, 0.3], 0.1
    rows = np.array([x, z]).T
    dots = rows @ vectors.T
    squares = ((rows[:, None] - vectors[None]) ** 2).sum(2)
    kernels = {"linear": ('<LinearKernelType/>', dots),
               "polynomial": ('<PolynomialKernelType gamma="0.5" coef0="1" degree="2"/>', (0.5 * dots + 1) ** 2),
               "radial": ('<RadialBasisKernelType gamma="0.25"/>', np.exp(-0.25 * squares)),
               "sigmoid": ('<SigmoidKernelType gamma="0.5" coef0="-0.2"/>', np.tanh(0.5 * dots - 0.2))}
    instances = "".join(f'<VectorInstance id="v{i}"><REAL-SparseArray n="2"><Indices>1 2</Indices><REAL-Entries>{a} {b}'
                        '</REAL-Entries></REAL-SparseArray></VectorInstance>' for i, (a, b) in enumerate(vectors))
    for kernel, (element, k) in kernels.items():
        write(f"svm-{kernel}", [field("x"), field("z"), field("y")],
              f'<SupportVectorMachineModel functionName="regression" svmRepresentation="SupportVectors">'
              f'{schema("x", "z", mining("y", "target"))}{element}<VectorDictionary numberOfVectors="3"><VectorFields '
              f'numberOfFields="2"><FieldRef field="x"/><FieldRef field="z"/></VectorFields>{instances}</VectorDictionary>'
              '<SupportVectorMachine><SupportVectors numberOfSupportVectors="3" numberOfAttributes="2">'
              + "".join(f'<SupportVector vectorId="v{i}"/>' for i in range(3))
              + f'</SupportVectors><Coefficients absoluteValue="{bias}" numberOfCoefficients="3">'
              + "".join(f'<Coefficient value="{w}"/>' for w in weights)
              + '</Coefficients></SupportVectorMachine></SupportVectorMachineModel>')
        fixture(f"svm-{kernel}", {"x": x, "z": z}, {"predicted_y": k @ weights + bias})


def network():
    x, z = np.array(X), np.array(Z)
    inputs = np.array([x, (z - 5) / 25])
    w1, b1 = np.array([[0.5, -1.0], [1.5, 0.25], [-0.7, 0.9]]), np.array([0.1, -0.3, 0.2])
    w2, b2 = np.array([1.0, -0.5, 0.8]), 0.05
    functions = {"logistic": lambda v: 1 / (1 + np.exp(-v)), "tanh": np.tanh, "identity": lambda v: v, "rectifier": lambda v: np.maximum(v, 0),
                 "Gauss": lambda v: np.exp(-v ** 2), "sine": np.sin, "cosine": np.cos, "Elliott": lambda v: v / (1 + np.abs(v)),
                 "arctan": lambda v: 2 * np.arctan(v) / np.pi, "exponential": np.exp, "square": np.square, "reciprocal": lambda v: 1 / v}

    def layer(activation, names, weights, biases, sources):
        return f'<NeuralLayer activationFunction="{activation}">' + "".join(
            f'<Neuron id="{n}" bias="{b}">' + "".join(f'<Con from="{s}" weight="{w}"/>' for s, w in zip(sources, row)) + "</Neuron>"
            for n, row, b in zip(names, weights, biases)) + "</NeuralLayer>"

    def derived(inside):
        return f'<DerivedField optype="continuous" dataType="double">{inside}</DerivedField>'

    for name, function in functions.items():
        hidden = function(w1 @ inputs + b1[:, None])
        write(f"network-{name}", [field("x"), field("z"), field("y")],
              f'<NeuralNetwork functionName="regression" activationFunction="{name}">{schema("x", "z", mining("y", "target"))}'
              f'<NeuralInputs><NeuralInput id="i0">{derived("<FieldRef field=" + chr(34) + "x" + chr(34) + "/>")}</NeuralInput>'
              f'<NeuralInput id="i1">{derived("<NormContinuous field=" + chr(34) + "z" + chr(34) + "><LinearNorm orig=" + chr(34) + "5" + chr(34) + " norm=" + chr(34) + "0" + chr(34) + "/><LinearNorm orig=" + chr(34) + "30" + chr(34) + " norm=" + chr(34) + "1" + chr(34) + "/></NormContinuous>")}</NeuralInput></NeuralInputs>'
              + layer(name, ["h0", "h1", "h2"], w1, b1, ["i0", "i1"]) + layer("identity", ["o"], [w2], [b2], ["h0", "h1", "h2"])
              + f'<NeuralOutputs><NeuralOutput outputNeuron="o">{derived("<FieldRef field=" + chr(34) + "y" + chr(34) + "/>")}'
              '</NeuralOutput></NeuralOutputs></NeuralNetwork>')
        fixture(f"network-{name}", {"x": X, "z": Z}, {"predicted_y": w2 @ hidden + b2})


def association():
    items = ["bread", "milk", "eggs"]
    sets = [[0], [1], [0, 1], [2]]
    write("association", [field(i, "boolean") for i in items],
          '<AssociationModel functionName="associationRules" numberOfTransactions="10" numberOfItems="3" minimumSupport="0.1" '
          f'minimumConfidence="0.3" numberOfItemsets="4" numberOfRules="3">{schema(*items)}<Output>'
          + "".join(f'<OutputField name="{name}" dataType="{kind}" optype="{opt}" feature="{feature}" algorithm="recommendation" '
                    f'rankBasis="confidence" rank="1"/>' for name, kind, opt, feature in
                    [("buys", "string", "categorical", "consequent"), ("confidence", "double", "continuous", "confidence"),
                     ("rule", "string", "categorical", "ruleId")])
          + '</Output>' + "".join(f'<Item id="{i}" value="{n}"/>' for i, n in enumerate(items))
          + "".join(f'<Itemset id="s{k}">' + "".join(f'<ItemRef itemRef="{i}"/>' for i in s) + '</Itemset>' for k, s in enumerate(sets))
          + '<AssociationRule id="A" antecedent="s0" consequent="s1" support="0.4" confidence="0.5"/>'
          '<AssociationRule id="B" antecedent="s2" consequent="s3" support="0.2" confidence="0.9"/>'
          '<AssociationRule id="C" antecedent="s3" consequent="s0" support="0.3" confidence="0.4"/></AssociationModel>')
    fixture("association", {"bread": [True, True, False, False], "milk": [False, True, False, True], "eggs": [False, False, True, False]},
            {"buys": ["milk", "eggs", "bread", ""], "confidence": [0.5, 0.9, 0.4, NAN], "rule": ["A", "B", "C", ""]})


def ensembles():
    x = np.array(X)
    lines = [(1.0, 2.0), (0.5, -1.0), (-0.25, 4.0)]
    values = np.array([a * x + b for a, b in lines])
    weights = np.array([0.45, 0.25, 0.3])

    def segment(i, inner, predicate="<True/>"):
        return f'<Segment id="{i}" weight="{weights[i] if i < 3 else 1}">{predicate}{inner}</Segment>'

    def line(a, b):
        return (f'<RegressionModel functionName="regression">{schema("x", mining("y", "target"))}<RegressionTable intercept="{b}">'
                f'<NumericPredictor name="x" coefficient="{a}"/></RegressionTable></RegressionModel>')

    methods = {"average": values.mean(0), "weightedAverage": weights @ values / weights.sum(), "median": np.median(values, axis=0), "sum": values.sum(0)}
    for method, expected in methods.items():
        write(f"ensemble-{method}", [field("x"), field("y")],
              f'<MiningModel functionName="regression">{schema("x", mining("y", "target"))}<Segmentation multipleModelMethod="{method}">'
              + "".join(segment(i, line(a, b)) for i, (a, b) in enumerate(lines)) + '</Segmentation></MiningModel>')
        fixture(f"ensemble-{method}", {"x": X}, {"predicted_y": expected})
    write("ensemble-selectFirst", [field("x"), field("y")],
          f'<MiningModel functionName="regression">{schema("x", mining("y", "target"))}<Segmentation multipleModelMethod="selectFirst">'
          + segment(0, line(*lines[0]), simple("x", "lessThan", 1)) + segment(1, line(*lines[1]), simple("x", "lessThan", 3))
          + segment(2, line(*lines[2])) + '</Segmentation></MiningModel>')
    fixture("ensemble-selectFirst", {"x": X}, {"predicted_y": np.select([x < 1, x < 3], [values[0], values[1]], values[2])})

    def vote(threshold):
        return (f'<TreeModel functionName="classification">{schema("x", mining("y", "target"))}<Node score="n"><True/>'
                f'<Node score="y">{simple("x", "greaterThan", threshold)}</Node><Node score="n">{simple("x", "lessOrEqual", threshold)}'
                '</Node></Node></TreeModel>')

    thresholds = [0, 1, 3]
    votes = np.array([x > t for t in thresholds])
    for method, share in {"majorityVote": votes.mean(0), "weightedMajorityVote": weights @ votes}.items():
        write(f"ensemble-{method}", [field("x"), field("y", "string", ["y", "n"])],
              f'<MiningModel functionName="classification">{schema("x", mining("y", "target"))}<Segmentation multipleModelMethod="{method}">'
              + "".join(segment(i, vote(t)) for i, t in enumerate(thresholds)) + '</Segmentation></MiningModel>')
        fixture(f"ensemble-{method}", {"x": X}, {"predicted_y": ["y" if s > 0.5 else "n" for s in share]} | ({"probability_y": share} if method == "majorityVote" else {}))

    def logistic(a, b):
        return (f'<RegressionModel functionName="classification" normalizationMethod="logit">{schema("x", mining("y", "target"))}'
                f'<RegressionTable targetCategory="y" intercept="{b}"><NumericPredictor name="x" coefficient="{a}"/></RegressionTable>'
                '<RegressionTable targetCategory="n" intercept="0"/></RegressionModel>')

    p = 1 / (1 + np.exp(-values))
    for method, share in {"average": p.mean(0), "weightedAverage": weights @ p / weights.sum()}.items():
        write(f"ensemble-classes-{method}", [field("x"), field("y", "string", ["y", "n"])],
              f'<MiningModel functionName="classification">{schema("x", mining("y", "target"))}<Segmentation multipleModelMethod="{method}">'
              + "".join(segment(i, logistic(a, b)) for i, (a, b) in enumerate(lines)) + '</Segmentation></MiningModel>')
        fixture(f"ensemble-classes-{method}", {"x": X}, {"predicted_y": ["y" if s > 0.5 else "n" for s in share], "probability_y": share,
                "probability_n": 1 - share})
    # a stack: the last model takes what the ones before made
    first = line(*lines[0]).replace("<RegressionTable", '<Output><OutputField name="first" dataType="double" optype="continuous" feature="predictedValue"/></Output><RegressionTable')
    last = (f'<RegressionModel functionName="regression" normalizationMethod="logit">{schema("first", "x", mining("y", "target"))}'
            '<RegressionTable intercept="-1"><NumericPredictor name="first" coefficient="0.5"/><NumericPredictor name="x" coefficient="0.1"/>'
            '</RegressionTable></RegressionModel>')
    write("ensemble-modelChain", [field("x"), field("y")],
          f'<MiningModel functionName="regression">{schema("x", mining("y", "target"))}<Segmentation multipleModelMethod="modelChain">'
          + segment(0, first) + segment(1, last) + '</Segmentation></MiningModel>')
    fixture("ensemble-modelChain", {"x": X}, {"predicted_y": 1 / (1 + np.exp(1 - 0.5 * values[0] - 0.1 * x))})


def transformations():
    def derived(name, inside, kind="double"):
        optype = "categorical" if kind == "string" else "continuous"
        return f'<DerivedField name="{name}" optype="{optype}" dataType="{kind}">{inside}</DerivedField>'

    def apply(function, *inside):
        return f'<Apply function="{function}">' + "".join(
            f'<FieldRef field="{i}"/>' if i.isidentifier() else i if i.startswith("<") else f'<Constant dataType="double">{i}</Constant>'
            for i in inside) + '</Apply>'

    x, z = np.array([0.5, 1.5, 2.5, 3.5, 4.0]), np.array(Z)
    numbers = {
        "+": (apply("+", "x", "z"), x + z), "-": (apply("-", "x", "z"), x - z), "*": (apply("*", "x", "z"), x * z),
        "/": (apply("/", "x", "z"), x / z), "min": (apply("min", "x", "z", "12"), np.minimum(np.minimum(x, z), 12)),
        "max": (apply("max", "x", "z", "12"), np.maximum(np.maximum(x, z), 12)), "avg": (apply("avg", "x", "z"), (x + z) / 2),
        "sum": (apply("sum", "x", "z"), x + z), "product": (apply("product", "x", "z"), x * z), "ln": (apply("ln", "z"), np.log(z)),
        "log10": (apply("log10", "z"), np.log10(z)), "sqrt": (apply("sqrt", "z"), np.sqrt(z)), "abs": (apply("abs", apply("-", "x", "z")), np.abs(x - z)),
        "exp": (apply("exp", "x"), np.exp(x)), "pow": (apply("pow", "x", "3"), x ** 3), "floor": (apply("floor", "x"), np.floor(x)),
        "ceil": (apply("ceil", "x"), np.ceil(x)), "threshold": (apply("threshold", "x", "2"), (x > 2) * 1.0),
        "if": (apply("if", apply("greaterThan", "x", "2"), "z", "-1"), np.where(x > 2, z, -1)),
        "norm": ('<NormContinuous field="x" outliers="asExtremeValues"><LinearNorm orig="0" norm="0"/><LinearNorm orig="2" norm="1"/>'
                 '<LinearNorm orig="3" norm="5"/></NormContinuous>', np.interp(x, [0, 2, 3], [0, 1, 5])),
        "discrete": ('<NormDiscrete field="colour" value="red"/>', (np.array(COLOURS) == "red") * 1.0),
        "twice": (apply("twice", "x"), 2 * x), "modulo": (apply("modulo", "z", "7"), z % 7), "tanh": (apply("tanh", "x"), np.tanh(x))}
    texts = {
        "bins": ('<Discretize field="x" dataType="string"><DiscretizeBin binValue="small"><Interval closure="openClosed" rightMargin="1.5"/></DiscretizeBin>'
                 '<DiscretizeBin binValue="middle"><Interval closure="openOpen" leftMargin="1.5" rightMargin="3.5"/></DiscretizeBin></Discretize>',
                 ["small", "small", "middle", "", ""]),
        "mapped": ('<MapValues outputColumn="to" defaultValue="none" dataType="string"><FieldColumnPair field="colour" column="from"/><InlineTable>'
                   '<row><from>red</from><to>warm</to></row><row><from>blue</from><to>cold</to></row></InlineTable></MapValues>',
                   ["warm", "none", "cold", "warm", "none"]),
        "upper": (apply("uppercase", "colour"), [c.upper() for c in COLOURS]),
        "part": ('<Apply function="substring"><FieldRef field="colour"/><Constant dataType="integer">1</Constant><Constant dataType="integer">2</Constant></Apply>',
                 [c[:2] for c in COLOURS])}
    outputs = "".join(f'<OutputField name="out{i}" dataType="double" optype="continuous" feature="transformedValue"><FieldRef field="d{i}"/></OutputField>'
                      for i in range(len(numbers)))
    outputs += "".join(f'<OutputField name="text{i}" dataType="string" optype="categorical" feature="transformedValue"><FieldRef field="t{i}"/></OutputField>'
                       for i in range(len(texts)))
    definition = ('<DefineFunction name="twice" optype="continuous" dataType="double"><ParameterField name="value" optype="continuous" dataType="double"/>'
                  + apply("*", "2", "value") + '</DefineFunction>')
    write("transformations", [field("x"), field("z"), field("colour", "string", ["red", "green", "blue"]), field("y")],
          f'<RegressionModel functionName="regression">{schema("x", "z", "colour", mining("y", "target"))}<Output>'
          '<OutputField name="y" dataType="double" optype="continuous" feature="predictedValue"/>' + outputs + '</Output>'
          '<RegressionTable intercept="0"><NumericPredictor name="d0" coefficient="1"/></RegressionTable></RegressionModel>',
          definition + "".join(derived(f"d{i}", e) for i, (e, _) in enumerate(numbers.values()))
          + "".join(derived(f"t{i}", e, "string") for i, (e, _) in enumerate(texts.values())))
    fixture("transformations", {"x": x, "z": Z, "colour": COLOURS},
            {"y": x + z} | {f"out{i}": v * 1.0 for i, (_, v) in enumerate(numbers.values())}
            | {f"text{i}": v for i, (_, v) in enumerate(texts.values())})


def clock():
    write("clock", [field("time", "time"), field("moment", "dateTime"), field("days", "dateDaysSince[1960]"), field("y")],
          f'<RegressionModel functionName="regression">{schema("time", "moment", "days", mining("y", "target"))}<RegressionTable intercept="0">'
          '<NumericPredictor name="t" coefficient="1"/><NumericPredictor name="m" coefficient="0.5"/><NumericPredictor name="days" coefficient="0.25"/>'
          '</RegressionTable></RegressionModel>',
          "".join(f'<DerivedField name="{n}" optype="continuous" dataType="double"><Apply function="dateSecondsSinceMidnight"><FieldRef field="{i}"/>'
                  '</Apply></DerivedField>' for n, i in [("t", "time"), ("m", "moment")]))
    fixture("clock", {"time": ["17:20:30", "00:00:00", "23:59:59"], "moment": ["2026-11-29T00:00:10", "1959-12-31 12:00:00", "2026-11-29T01:00:00+01:00"],
                      "days": [24439, 0, -1]},
            {"predicted_y": [62430 + 5 + 24439 / 4, 0.5 * 43200, 86399 - 0.25]})


def isolation_forest():
    """Path lengths 3 and 7, or 5 and 1, of forests over 16 rows."""
    def grown(threshold, short, long):
        return (f'<Segment><True/><TreeModel functionName="regression">{schema("x")}<Node><True/><Node score="{short}">{simple("x", "lessThan", threshold)}</Node>'
                f'<Node score="{long}">{simple("x", "greaterOrEqual", threshold)}</Node></Node></TreeModel></Segment>')

    x = np.array(X)
    write("isolation-forest", [field("x")],
          f'<AnomalyDetectionModel functionName="regression" algorithmType="iforest" sampleDataSize="16">{schema("x")}'
          f'<MiningModel functionName="regression">{schema("x")}<Output><OutputField name="path" dataType="double" optype="continuous" '
          f'feature="predictedValue"/></Output><Segmentation multipleModelMethod="average">{grown(1, 3, 7)}{grown(3, 5, 1)}'
          '</Segmentation></MiningModel></AnomalyDetectionModel>')
    paths = (np.where(x < 1, 3, 7) + np.where(x < 3, 5, 1)) / 2
    usual = 2 * (math.log(15) + 0.5772156649) - 2 * 15 / 16
    fixture("isolation-forest", {"x": X}, {"anomalyScore": 2 ** (-paths / usual)}, 1e-7)


def treatments():
    """Missing, invalid and outlying values by each treatment, seen by a sum of all fields."""
    interval = '<Interval closure="closedClosed" leftMargin="0" rightMargin="10"/>'
    dictionary = [field("replaced"), field("extreme"), field("outlier"), field("invalid", inside=interval),
                  field("valued", inside=interval), field("kept", inside=interval),
                  field("coded", inside='<Value value="-9" property="missing"/>'), field("whole", "integer"), field("y")]
    fields = schema(mining("replaced", missingValueReplacement="3.5", missingValueTreatment="asMean"),
                    mining("extreme", outliers="asExtremeValues", lowValue="-1", highValue="1"),
                    mining("outlier", outliers="asMissingValues", lowValue="-1", highValue="1", missingValueReplacement="0.25"),
                    mining("invalid", invalidValueTreatment="asMissing", missingValueReplacement="7"),
                    mining("valued", invalidValueTreatment="asValue", invalidValueReplacement="8"),
                    mining("kept", invalidValueTreatment="asIs"),
                    mining("coded", missingValueReplacement="2"), mining("whole", missingValueReplacement="4"), mining("y", "target"))
    names = ["replaced", "extreme", "outlier", "invalid", "valued", "kept", "coded", "whole"]
    write("treatments", dictionary, f'<RegressionModel functionName="regression">{fields}<RegressionTable intercept="0">'
          + "".join(f'<NumericPredictor name="{n}" coefficient="{10.0 ** -i}"/>' for i, n in enumerate(names))
          + '</RegressionTable></RegressionModel>')
    given = np.array([[1, 0.5, 0.5, 5, 5, 5, 1, 1], [NAN, 5, 5, 50, 50, 50, -9, NAN], [2, -5, -5, -1, -1, -1, NAN, 3]])
    seen = np.array([[1, 0.5, 0.5, 5, 5, 5, 1, 1], [3.5, 1, 0.25, 7, 8, 50, 2, 4], [2, -1, 0.25, 7, 8, -1, 2, 3]])
    fixture("treatments", {n: given[:, i] for i, n in enumerate(names)},
            {"predicted_y": seen @ (10.0 ** -np.arange(8))})


def targets():
    x = np.array(X)
    write("targets", [field("x"), field("y")],
          f'<RegressionModel functionName="regression">{schema("x", mining("y", "target"))}<Targets><Target field="y" rescaleFactor="2" '
          'rescaleConstant="10" min="0" max="3" castInteger="round"/></Targets><RegressionTable intercept="0"><NumericPredictor name="x" coefficient="1"/>'
          '</RegressionTable></RegressionModel>')
    fixture("targets", {"x": X}, {"predicted_y": np.rint(np.clip(x, 0, 3) * 2 + 10)})


def open_categories():
    """A field of texts that lists no values: others than the model names are other texts, not missing ones."""
    write("open-categories", [field("colour", "string"), field("y", "string", ["warm", "cold", "unknown"])],
          f'<TreeModel functionName="classification">{schema("colour", mining("y", "target"))}<Node score="unknown"><True/>'
          f'<Node score="warm">{simple("colour", "equal", "red")}</Node><Node score="cold">{simple("colour", "notEqual", "red")}</Node>'
          f'<Node score="unknown">{simple("colour", "isMissing", 0).replace(" value=" + chr(34) + "0" + chr(34), "")}</Node></Node></TreeModel>')
    fixture("open-categories", {"colour": ["red", "blue", "ultraviolet", ""]}, {"predicted_y": ["warm", "cold", "cold", "unknown"]})


def more():
    """Text counted, clusters by their mean distance, ordered classes, texts as neighbours."""
    texts = ["the good, the bad", "good good", "nothing", "Good and GOOD and bad"]
    derived = "".join(f'<DerivedField name="{w}" optype="continuous" dataType="double"><TextIndex textField="text" localTermWeights="termFrequency" '
                      f'wordSeparatorCharacterRE="[\\s,]+"><Constant dataType="string">{w}</Constant></TextIndex></DerivedField>' for w in ["good", "bad"])
    write("text-index", [field("text", "string"), field("y")],
          f'<RegressionModel functionName="regression">{schema("text", mining("y", "target"))}<RegressionTable intercept="0.5">'
          '<NumericPredictor name="good" coefficient="1"/><NumericPredictor name="bad" coefficient="-2"/></RegressionTable></RegressionModel>', derived)
    counts = [(re.findall(r"[a-z]+", t.lower()).count("good"), re.findall(r"[a-z]+", t.lower()).count("bad")) for t in texts]
    fixture("text-index", {"text": texts}, {"predicted_y": [0.5 + g - 2 * b for g, b in counts]})

    centres, means = np.array([[1.0, 10.0], [3.0, 20.0]]), np.array([2.0, 5.0])
    points = np.array([X, Z]).T
    distance = np.sqrt(((points[:, None] - centres[None]) ** 2).sum(2))
    nearest = distance.argmin(1)
    write("cluster-mean-distance", [field("x"), field("z")],
          f'<AnomalyDetectionModel functionName="clustering" algorithmType="clusterMeanDist">{schema("x", "z")}'
          f'<ClusteringModel functionName="clustering" modelClass="centerBased" numberOfClusters="2">{schema("x", "z")}'
          '<Output><OutputField name="cluster" dataType="string" optype="categorical" feature="predictedValue"/>'
          '<OutputField name="distance" dataType="double" optype="continuous" feature="affinity"/></Output>'
          '<ComparisonMeasure kind="distance" compareFunction="absDiff"><euclidean/></ComparisonMeasure>'
          '<ClusteringField field="x"/><ClusteringField field="z"/>'
          + "".join(f'<Cluster id="{i}"><Array n="2" type="real">{a} {b}</Array></Cluster>' for i, (a, b) in enumerate(centres))
          + '</ClusteringModel><MeanClusterDistances><Array n="2" type="real">2 5</Array></MeanClusterDistances></AnomalyDetectionModel>')
    fixture("cluster-mean-distance", {"x": X, "z": Z}, {"anomalyScore": distance.min(1) / means[nearest]})

    x = np.array(X)
    classes, cuts = ["low", "middle", "high"], [-1.0, 0.5]
    cumulative = [1 / (1 + np.exp(-(c + 0.4 * x))) for c in cuts]
    p = np.array([cumulative[0], cumulative[1] - cumulative[0], 1 - cumulative[1]])
    write("general-ordinal", [field("x"), field("y", "string", classes).replace("categorical", "ordinal")],
          '<GeneralRegressionModel modelType="ordinalMultinomial" functionName="classification" cumulativeLink="logit">'
          f'{schema("x", mining("y", "target"))}<ParameterList><Parameter name="p0" label="Intercept"/><Parameter name="p1" label="x"/></ParameterList>'
          '<FactorList/><CovariateList><Predictor name="x"/></CovariateList><PPMatrix><PPCell value="1" predictorName="x" parameterName="p1"/></PPMatrix>'
          '<ParamMatrix>' + "".join(f'<PCell targetCategory="{c}" parameterName="p0" beta="{b}"/>' for c, b in zip(classes, cuts))
          + '<PCell parameterName="p1" beta="0.4"/></ParamMatrix></GeneralRegressionModel>')
    fixture("general-ordinal", {"x": X}, {"predicted_y": [classes[i] for i in p.argmax(0)]} | {f"probability_{c}": p[k] for k, c in enumerate(classes)})

    rows = [(1.0, "red", "a"), (2.0, "blue", "b"), (3.0, "red", "b"), (9.0, "green", "c")]
    table = "".join(f"<row><cx>{a}</cx><cy>{c}</cy></row>" for a, _, c in rows)
    write("neighbours-texts", [field("x"), field("y", "string", ["a", "b", "c"])],
          f'<NearestNeighborModel functionName="classification" numberOfNeighbors="1">{schema("x", mining("y", "target"))}<TrainingInstances><InstanceFields>'
          '<InstanceField field="x" column="cx"/><InstanceField field="y" column="cy"/></InstanceFields>'
          f'<InlineTable>{table}</InlineTable></TrainingInstances><ComparisonMeasure kind="distance"><euclidean/></ComparisonMeasure>'
          '<KNNInputs><KNNInput field="x"/></KNNInputs></NearestNeighborModel>')
    fixture("neighbours-texts", {"x": [0.0, 2.4, 8.0]}, {"predicted_y": ["a", "b", "c"]})


def main():
    for old in [*FIXTURES.glob("*.json"), *FILES.glob("*.pmml")]:
        old.unlink()
    from_sklearn()
    for make in [regressions, general_regressions, trees, compound_predicates, scorecard, rules, clusters, bayes, vector_machines, network,
                 association, ensembles, transformations, clock, isolation_forest, treatments, targets, open_categories, more]:
        make()


main()
