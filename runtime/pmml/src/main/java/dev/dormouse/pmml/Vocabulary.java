package dev.dormouse.pmml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which elements of PMML 4.4 PMML4S scores. It passes over others in silence, so all that is not here is refused. */
final class Vocabulary {
    static final Set<String> MODELS = Set.of(
            "AnomalyDetectionModel",
            "AssociationModel",
            "ClusteringModel",
            "GeneralRegressionModel",
            "MiningModel",
            "NaiveBayesModel",
            "NearestNeighborModel",
            "NeuralNetwork",
            "RegressionModel",
            "RuleSetModel",
            "Scorecard",
            "SupportVectorMachineModel",
            "TreeModel");

    static final Set<String> OTHER_MODELS = Set.of(
            "BaselineModel",
            "BayesianNetworkModel",
            "GaussianProcessModel",
            "SequenceModel",
            "TextModel",
            "TimeSeriesModel");

    /** Elements that tell people or tools something and change no score, with all that is in them. */
    static final Set<String> PASSED_OVER = Set.of(
            "Annotation",
            "Extension",
            "MiningBuildTask",
            "ModelExplanation",
            "ModelStats",
            "ModelVerification",
            "Taxonomy",
            "Timestamp");

    /** Its columns have any names. */
    static final String TABLE = "InlineTable";

    private static final Set<String> READ =
            Set.of(("AnyDistribution Application Apply Array AssociationRule Attribute BaseCumHazardTables BaselineCell"
                            + " BaselineStratum BayesInput BayesInputs BayesOutput CategoricalPredictor Categories Category"
                            + " Characteristic Characteristics Cluster ClusteringField Coefficient Coefficients"
                            + " ComparisonMeasure ComplexPartialScore CompoundPredicate CompoundRule Con Constant Covariances"
                            + " CovariateList DataDictionary DataField Decision DecisionTree Decisions DefineFunction"
                            + " DerivedField Discretize DiscretizeBin EventValues FactorList False FieldColumnPair FieldRef"
                            + " GaussianDistribution Header INT-Entries INT-SparseArray Indices InlineTable InstanceField"
                            + " InstanceFields Interval Item ItemRef Itemset KNNInput KNNInputs KohonenMap LinearKernelType"
                            + " LinearNorm LocalTransformations MapValues MatCell Matrix MeanClusterDistances MiningField"
                            + " MiningSchema MissingValueWeights NeuralInput NeuralInputs NeuralLayer NeuralOutput"
                            + " NeuralOutputs Neuron Node NormContinuous NormDiscrete NumericPredictor Output OutputField"
                            + " PCell PCovCell PCovMatrix PMML PPCell PPMatrix PairCounts ParamMatrix Parameter"
                            + " ParameterField ParameterList Partition PartitionFieldStats PoissonDistribution PolynomialKernelType"
                            + " Predictor PredictorTerm REAL-Entries REAL-SparseArray RadialBasisKernelType Regression"
                            + " RegressionTable RuleSelectionMethod RuleSet ScoreDistribution Segment Segmentation"
                            + " SigmoidKernelType SimplePredicate SimpleRule SimpleSetPredicate SupportVector"
                            + " SupportVectorMachine SupportVectors Target TargetValue TargetValueCount TargetValueCounts"
                            + " TargetValueStat TargetValueStats Targets TextIndex TextIndexNormalization TrainingInstances"
                            + " TransformationDictionary True UniformDistribution Value VariableWeight VectorDictionary"
                            + " VectorFields VectorInstance binarySimilarity chebychev cityBlock euclidean jaccard minkowski"
                            + " row simpleMatching squaredEuclidean tanimoto")
                    .split(" "));

    /** Where a field is named: the attribute, by element. */
    static final Map<String, String> REFERENCES = Map.ofEntries(
            Map.entry("BayesInput", "fieldName"),
            Map.entry("CategoricalPredictor", "name"),
            Map.entry("ClusteringField", "field"),
            Map.entry("Discretize", "field"),
            Map.entry("FieldColumnPair", "field"),
            Map.entry("FieldRef", "field"),
            Map.entry("Item", "field"),
            Map.entry("KNNInput", "field"),
            Map.entry("MiningField", "name"),
            Map.entry("NormContinuous", "field"),
            Map.entry("NormDiscrete", "field"),
            Map.entry("NumericPredictor", "name"),
            Map.entry("OutputField", "targetField"),
            Map.entry("Predictor", "name"),
            Map.entry("SimplePredicate", "field"),
            Map.entry("SimpleSetPredicate", "field"),
            Map.entry("Target", "field"),
            Map.entry("TextIndex", "textField"));

    /** Elements that give a name to a value. */
    static final Set<String> DEFINITIONS = Set.of("DataField", "DerivedField", "OutputField", "ParameterField");

    /** Attributes that are numbers on whatever element. */
    static final Set<String> NUMBERS = Set.of(
            ("absoluteValue baselineScore beta bias coef0 coefficient confidence count cumHazard defaultConfidence degree"
                            + " exponent fieldWeight gamma initialScore intercept lift maxTime mean missingValuePenalty"
                            + " norm orig partialScore priorProbability probability recordCount rescaleConstant"
                            + " rescaleFactor similarityScale support threshold time variance weight")
                    .split(" "));

    static final Set<String> FEATURES =
            Set.of(("predictedValue predictedDisplayValue transformedValue decision probability affinity entityAffinity"
                            + " clusterAffinity residual standardError clusterId entityId ruleId warning reasonCode"
                            + " antecedent consequent rule confidence support lift leverage")
                    .split(" "));

    /**
     * What PMML4S 1.5.6 takes and computes wrongly, found by trying it against the specification.
     *
     * @param value of the attribute; {@code *} for any
     */
    record Misread(String element, String attribute, String value, String why, String help) {}

    static final List<Misread> MISREAD = List.of(
            new Misread(
                    "Discretize",
                    "defaultValue",
                    "*",
                    "which PMML4S forgets",
                    "give the Discretize bins that cover all numbers"),
            new Misread(
                    "Discretize",
                    "mapMissingTo",
                    "*",
                    "which PMML4S gives for numbers in no bin too",
                    "put a DerivedField before it whose FieldRef has the mapMissingTo"),
            new Misread(
                    "PoissonDistribution",
                    "mean",
                    "*",
                    "which PMML4S divides by the wrong function",
                    "use a GaussianDistribution, or count discrete values in PairCounts"),
            new Misread(
                    "RegressionModel",
                    "normalizationMethod",
                    "loglog",
                    "which PMML4S does not compute",
                    "use a GeneralRegressionModel with linkFunction='loglog'"),
            new Misread(
                    "NearestNeighborModel",
                    "continuousScoringMethod",
                    "weightedAverage",
                    "which PMML4S divides by the number of neighbours once more",
                    "use average or median"),
            new Misread(
                    "AnomalyDetectionModel",
                    "algorithmType",
                    "other",
                    "which PMML4S does not compute",
                    "use iforest, ocsvm or clusterMeanDist"),
            new Misread(
                    "Apply",
                    "function",
                    "dateDaysSinceYear",
                    "which PMML4S counts from the time of day that it is",
                    "use a field of the type dateDaysSince[1960] or the like"),
            new Misread(
                    "Apply",
                    "function",
                    "dateSecondsSinceYear",
                    "which PMML4S counts from the time of day that it is",
                    "use a field of the type dateTimeSecondsSince[1960] or the like"));

    static final Set<String> VERSIONS =
            Set.of("3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "4.2.1", "4.3", "4.4", "4.4.1");

    private Vocabulary() {}

    /** Why the element cannot be scored, if so. */
    static Optional<String> refusal(String element) {
        if (OTHER_MODELS.contains(element)) {
            return Optional.of("has " + XmlFile.one(element) + ", which PMML4S does not score");
        }
        return READ.contains(element) || MODELS.contains(element)
                ? Optional.empty()
                : Optional.of("has the element " + element + ", which PMML4S does not read");
    }

    static String modelsForPeople() {
        return String.join(", ", List.copyOf(new java.util.TreeSet<>(MODELS)));
    }
}
