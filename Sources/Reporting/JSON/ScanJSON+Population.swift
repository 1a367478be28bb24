import Detection
import Features
import Learning
import LinearAlgebra
import Records

extension ScanJSON {
  /// Writes the members of a population, all but its addresses.
  static func writePopulation(_ population: Population, to json: inout JSONWriter) {
    json.member("side", population.side.rawValue)
    json.member("family", population.family.rawValue)
    json.member("addressCount", population.records.count)
    json.member("note", population.note)
    guard let analysis = population.analysis else { return }
    json.object("encoding", .compact) { json in
      writeEncoding(analysis.schema, analysis.scalings, to: &json)
    }
    json.object("principalComponents") { json in
      json.member("mean", analysis.principalComponents.mean)
      json.member("components", analysis.principalComponents.components)
      json.member(
        "explainedVarianceRatio", analysis.principalComponents.explainedVarianceRatio)
    }
    json.object("model") { json in
      writeModel(
        analysis.model, triedComponentCount: analysis.triedComponentCount,
        stages: analysis.stages, to: &json)
    }
    if let elbow = analysis.elbow { writeElbow(elbow, to: &json) }
    json.object("threshold", .compact) { json in
      writeThreshold(analysis.threshold, of: analysis.model, to: &json)
    }
    json.array("clusters") { json in
      for cluster in analysis.clusters {
        json.object(.compact) { json in writeCluster(cluster, of: analysis, to: &json) }
      }
    }
    writePrefixes(PrefixScores(population, analysis), to: &json)
  }

  /// How each feature was standardised, if they were.
  private static func writeScalings(_ scalings: [FeatureScaling], to json: inout JSONWriter) {
    guard !scalings.isEmpty else { return }
    json.array("scaling") { json in
      for scaling in scalings {
        json.object { json in
          json.member("transform", scaling.transform.name)
          json.member("mean", scaling.mean)
          json.member("standardDeviation", scaling.standardDeviation)
        }
      }
    }
  }

  private static func writePrefixes(_ prefixes: PrefixScores, to json: inout JSONWriter) {
    json.array("prefixes") { json in
      for prefix in prefixes.scores {
        json.object(.compact) { json in
          json.member("prefix", prefix.prefix.description)
          json.member("addressCount", prefix.addressCount)
          json.member("anomalousCount", prefix.anomalousCount)
          json.member("meanAnomalyScore", prefix.meanAnomalyScore)
          json.member("maximumAnomalyScore", prefix.maximumAnomalyScore)
        }
      }
    }
  }

  static func writeEncoding(
    _ schema: FeatureSchema, _ scalings: [FeatureScaling], to json: inout JSONWriter
  ) {
    json.member("name", schema.name)
    json.member("schemaVersion", schema.schemaVersion)
    json.array("features") { json in
      for feature in schema.features { json.value(feature) }
    }
    writeScalings(scalings, to: &json)
  }

  /// Writes the members of a fitted model, and both fits of an automatic component count.
  static func writeModel(
    _ model: FittedModel, triedComponentCount: Int, stages: [FitStage],
    to json: inout JSONWriter
  ) {
    switch model {
    case .mixture(let mixture):
      writeMixture(mixture, triedComponentCount: triedComponentCount, to: &json)
    case .kMeans(let kMeans):
      writeKMeans(kMeans, triedComponentCount: triedComponentCount, to: &json)
    }
    writeStages(stages, objective: model.objectiveName, to: &json)
  }

  private static func writeMixture(
    _ model: BayesianGaussianMixtureModel, triedComponentCount: Int, to json: inout JSONWriter
  ) {
    json.member("algorithm", "bayesian-gaussian-mixture")
    json.member("componentCount", model.componentCount)
    json.member("triedComponentCount", triedComponentCount)
    json.member("weights", model.weights)
    json.member("means", model.means)
    json.array("covariances", .compact) { json in
      for covariance in model.covariances {
        json.array { json in json.rows(covariance.rows) }
      }
    }
    json.member("weightConcentrations", model.weightConcentrations)
    json.member("meanPrecisions", model.meanPrecisions)
    json.member("degreesOfFreedom", model.degreesOfFreedom)
    json.member("lowerBound", model.lowerBound)
    json.member("meanLogDensity", model.meanLogDensity)
    json.member("iterationCount", model.iterationCount)
    json.member("didConverge", model.didConverge)
    json.member("restartCount", model.restartCount)
    if model.isPriorRegularized { json.member("priorRegularized", true) }
  }

  private static func writeStages(
    _ stages: [FitStage], objective: StaticString, to json: inout JSONWriter
  ) {
    guard !stages.isEmpty else { return }
    json.array("stages") { json in
      for stage in stages {
        json.object(.compact) { json in
          json.member("componentCount", stage.componentCount)
          json.member(objective, stage.objective)
          json.member("weights", stage.weights)
        }
      }
    }
  }

  private static func writeKMeans(
    _ model: KMeansModel, triedComponentCount: Int, to json: inout JSONWriter
  ) {
    json.member("algorithm", "k-means")
    json.member("componentCount", model.clusterCount)
    json.member("triedComponentCount", triedComponentCount)
    json.member("weights", model.weights)
    json.member("centroids", model.centroids)
    json.member("inertia", model.inertia)
    json.member("tightness", model.tightness)
    json.member("iterationCount", model.iterationCount)
    json.member("didConverge", model.didConverge)
    json.member("restartCount", model.restartCount)
  }

  static func writeThreshold(
    _ threshold: Threshold, of model: FittedModel, to json: inout JSONWriter
  ) {
    switch threshold.rule {
    case .percentile(let percentile):
      json.member("rule", "percentile")
      json.member("percentile", percentile)
    case .density(let density):
      json.member("rule", "density")
      json.member("density", density)
    case .pValue: json.member("rule", "p-value")
    case .falseDiscoveryRate(let rate):
      json.member("rule", "fdr")
      json.member("q", rate)
    }
    if case .mixture = model { json.member("logDensity", threshold.score) }
    json.member("anomalyScore", threshold.anomalyScore)
    if let border = threshold.calibration {
      json.member("pValue", border.pValue)
      json.member("expectedFalseFindings", border.expectedFalseFindingCount)
      switch border.basis {
      case .draws(let count): json.member("simulationCount", count)
      case .baseline(let count): json.member("baselineAddressCount", count)
      }
    }
  }

  static func writeNetworks(_ networks: [Network], to json: inout JSONWriter) {
    json.array("networks") { json in
      for network in networks {
        json.object { json in
          json.member("prefix", network.prefix)
          json.member("addressCount", network.addressCount)
        }
      }
    }
  }

  private static func writeCluster(
    _ cluster: ClusterDescription, of analysis: Analysis, to json: inout JSONWriter
  ) {
    json.member("index", cluster.index)
    json.member("weight", cluster.weight)
    json.member("addressCount", cluster.addressCount)
    json.member("mean", cluster.mean)
    json.member("principalMean", cluster.principalMean)
    json.member("name", cluster.name)
    json.member("stability", analysis.stability?.clusterOverlaps[cluster.index])
    writeNetworks(cluster.networks, to: &json)
  }
}

extension FittedModel {
  /// The member of a model's JSON that holds what its fit optimized.
  fileprivate var objectiveName: StaticString {
    switch self {
    case .mixture: "lowerBound"
    case .kMeans: "inertia"
    }
  }
}
