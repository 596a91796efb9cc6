"""Models that are refused, each for one reason, and one that shows what is read: writes src/test/resources/models.

    python make_models.py
"""
import re
from pathlib import Path

MODELS = Path(__file__).resolve().parents[1] / "resources" / "models"
X='<DataField name="x" optype="continuous" dataType="double"/>'
Y='<DataField name="y" optype="continuous" dataType="double"/>'
C='<DataField name="c" optype="categorical" dataType="string"><Value value="a"/><Value value="b"/></DataField>'
REG='<RegressionTable intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable>'
def doc(dd, model, trans="", version="4.4"):
    if trans: trans=f'<TransformationDictionary>{trans}</TransformationDictionary>'
    return re.sub('><','>\n<',f'<PMML xmlns="http://www.dmg.org/PMML-4_4" version="{version}"><Header/><DataDictionary>{dd}</DataDictionary>{trans}{model}</PMML>')+'\n'
def reg(schema='<MiningField name="x"/><MiningField name="y" usageType="target"/>', table=REG, before="", attrs=""):
    return f'<RegressionModel functionName="regression"{attrs}><MiningSchema>{schema}</MiningSchema>{before}{table}</RegressionModel>'
def d(name, inside, kind="double", op="continuous"): return f'<DerivedField name="{name}" optype="{op}" dataType="{kind}">{inside}</DerivedField>'
def ref(n): return f'<FieldRef field="{n}"/>'
M={}
M['version-1']=doc(X+Y,reg(),version="1.1")
M['version-5']=doc(X+Y,reg(),version="5.0")
M['no-version']=doc(X+Y,reg()).replace(' version="4.4"','')
M['no-model']=doc(X+Y,'')
M['two-models']=doc(X+Y,reg()+reg())
M['not-scorable']=doc(X+Y,reg(attrs=' isScorable="false"'))
for m in ['TimeSeriesModel','TextModel','SequenceModel','BayesianNetworkModel','GaussianProcessModel','BaselineModel']:
    M['model-'+m]=doc(X+Y,f'<{m} functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema></{m}>')
M['field-missing-in-dictionary']=doc(X+Y,reg('<MiningField name="x"/><MiningField name="z"/><MiningField name="y" usageType="target"/>'))
M['field-missing-in-predictor']=doc(X+Y,reg(table=REG.replace('name="x"','name="q"')))
M['field-missing-in-derived']=doc(X+Y,reg(),d('a',ref('nowhere')))
M['derived-circle']=doc(X+Y,reg(),d('a',ref('b'))+d('b',f'<Apply function="+">{ref("x")}{ref("c")}</Apply>')+d('c',ref('a')))
M['derived-itself']=doc(X+Y,reg(),d('a',f'<Apply function="+">{ref("a")}{ref("x")}</Apply>'))
M['derived-later']=doc(X+Y,reg(),d('a',ref('b'))+d('b',ref('x')))
M['derived-circle-local']=doc(X+Y,reg(before='<LocalTransformations>'+d('a',ref('b'))+d('b',ref('a'))+'</LocalTransformations>'))
M['two-fields']=doc(X+X+Y,reg())
M['unknown-datatype']=doc(X.replace('double','decimal')+Y,reg())
M['unknown-optype']=doc(X.replace('continuous','measured')+Y,reg())
M['continuous-text']=doc(X.replace('double','string')+Y,reg())
M['value-of-wrong-type']=doc('<DataField name="x" optype="categorical" dataType="integer"><Value value="one"/></DataField>'+Y,reg())
M['interval-without-closure']=doc('<DataField name="x" optype="continuous" dataType="double"><Interval leftMargin="0"/></DataField>'+Y,reg())
M['margin-no-number']=doc('<DataField name="x" optype="continuous" dataType="double"><Interval closure="openOpen" leftMargin="none"/></DataField>'+Y,reg())
t='<MiningField name="x"%s/><MiningField name="y" usageType="target"/>'
M['treatment-unknown']=doc(X+Y,reg(t%' invalidValueTreatment="asZero"'))
M['replacement-no-number']=doc(X+Y,reg(t%' missingValueReplacement="mean"'))
M['as-value-without-value']=doc(X+Y,reg(t%' invalidValueTreatment="asValue"'))
M['outliers-without-bounds']=doc(X+Y,reg(t%' outliers="asExtremeValues"'))
M['unknown-element']=doc(X+Y,reg(before='<LocalTransformations>'+d('a','<Lag field="x"/>')+'</LocalTransformations>'))
M['aggregate']=doc(X+Y,reg(),d('a','<Aggregate field="x" function="sum"/>'))
M['own-element']=doc(X+Y,reg(before='<MyVendorThing/>'))
M['unknown-function']=doc(X+Y,reg(),d('a','<Apply function="java.lang.Runtime.exec">'+ref('x')+'</Apply>'))
M['unknown-feature']=doc(X+Y,reg(before='<Output><OutputField name="o" optype="continuous" dataType="double" feature="standardDeviation"/></Output>'))
M['constant-with-entity']=doc(X+Y,reg(),d('a','<Constant dataType="string">this &amp; that</Constant>','string','categorical'))
M['external-table']=doc(X+Y,reg(),d('a','<MapValues outputColumn="o"><FieldColumnPair field="x" column="i"/><TableLocator/></MapValues>'))
M['discretize-default']=doc(X+Y,reg(),d('a','<Discretize field="x" defaultValue="q"><DiscretizeBin binValue="p"><Interval closure="openOpen" leftMargin="0"/></DiscretizeBin></Discretize>','string','categorical'))
M['discretize-missing']=M['discretize-default'].replace('defaultValue','mapMissingTo')
M['poisson']=doc(X+'<DataField name="y" optype="categorical" dataType="string"/>','<NaiveBayesModel functionName="classification" threshold="0.1"><MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema><BayesInputs><BayesInput fieldName="x"><TargetValueStats><TargetValueStat value="a"><PoissonDistribution mean="2"/></TargetValueStat></TargetValueStats></BayesInput></BayesInputs></NaiveBayesModel>')
M['field-twice']=doc(X+Y,reg('<MiningField name="x"/><MiningField name="x"/><MiningField name="y" usageType="target"/>'))
M['days-since-year']=doc(X+Y,reg(),d('a','<Apply function="dateDaysSinceYear">'+ref('x')+'<Constant>1960</Constant></Apply>'))
def card(attrs, characteristic, attribute): return doc(X+Y,f'<Scorecard functionName="regression"{attrs}><MiningSchema>'+t%''+f'</MiningSchema><Characteristics><Characteristic name="c"{characteristic}><Attribute partialScore="1"{attribute}><True/></Attribute></Characteristic></Characteristics></Scorecard>')
M['scorecard-without-reason']=card(' baselineScore="1"','','')
M['scorecard-without-baseline']=card('',' reasonCode="A"','')
M['loglog']=doc(X+Y,reg(attrs=' normalizationMethod="loglog"'))
M['unknown-normalization']=doc(X+Y,reg(attrs=' normalizationMethod="softmin"'))
M['null-and-last']=doc(X+Y,'<TreeModel functionName="regression" missingValueStrategy="nullPrediction" noTrueChildStrategy="returnLastPrediction"><MiningSchema><MiningField name="x"/></MiningSchema><Node score="1"><True/></Node></TreeModel>')
M['association-by-group']=doc('<DataField name="who" optype="categorical" dataType="string"/><DataField name="what" optype="categorical" dataType="string"/>','<AssociationModel functionName="associationRules" numberOfTransactions="1" numberOfItems="1" minimumSupport="0" minimumConfidence="0" numberOfItemsets="1" numberOfRules="0"><MiningSchema><MiningField name="who" usageType="group"/><MiningField name="what"/></MiningSchema></AssociationModel>')
M['no-mining-schema']=doc(X+Y,'<RegressionModel functionName="regression">'+REG+'</RegressionModel>')
M['no-function-name']=doc(X+Y,reg().replace(' functionName="regression"',''))
M['coefficient-no-number']=doc(X+Y,reg(table=REG.replace('coefficient="1"','coefficient="one"')))
M['predicate-no-number']=doc(X+Y,'<TreeModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema><Node score="1"><True/><Node score="2"><SimplePredicate field="x" operator="lessThan" value="ten"/></Node></Node></TreeModel>')
M['described']=doc('<DataField name="age" optype="continuous" dataType="integer"><Interval closure="closedClosed" leftMargin="0" rightMargin="120"/><Value value="-1" property="missing"/></DataField>'
 '<DataField name="income" optype="continuous" dataType="double"/><DataField name="member" optype="categorical" dataType="boolean"/><DataField name="since" optype="continuous" dataType="date"/>'+C+X+'<DataField name="risk" optype="categorical" dataType="string"><Value value="high"/><Value value="low"/></DataField>',
 '<TreeModel functionName="classification"><Extension name="made" value="by hand"><anything/></Extension><MiningSchema><MiningField name="age" missingValueReplacement="40" missingValueTreatment="asMean"/>'
 '<MiningField name="income" outliers="asExtremeValues" lowValue="0" highValue="250000" invalidValueTreatment="asIs"/><MiningField name="member"/><MiningField name="since" missingValueTreatment="returnInvalid"/><MiningField name="c" invalidValueTreatment="asMissing"/>'
 '<MiningField name="x" usageType="supplementary"/><MiningField name="risk" usageType="target"/></MiningSchema>'
 '<Output><OutputField name="high" optype="continuous" dataType="double" feature="probability" value="high"/><OutputField name="away" optype="continuous" dataType="double" feature="residual" value="high"/>'
 '<OutputField name="inner" optype="continuous" dataType="double" feature="predictedValue" isFinalResult="false"/></Output><ModelStats><UnivariateStats field="age"/></ModelStats>'
 '<Node id="0" score="low" recordCount="10"><True/><ScoreDistribution value="high" recordCount="3"/><ScoreDistribution value="low" recordCount="7"/></Node></TreeModel>')
for name, text in M.items():
    (MODELS / f"{name}.pmml").write_text(text)
