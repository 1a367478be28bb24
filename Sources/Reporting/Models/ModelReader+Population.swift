import Detection
import Features
import Learning
import LinearAlgebra
import Records

extension ModelReader {
  /// As many as can be asked for.
  static let largestComponentCount = 10_000
  /// More features than any encoding has.
  private static let largestFeatureCount = 256
  /// Axes that addresses are projected on.
  private static let axisCount = 2
  private static let largestStageCount = 64
  /// Values that an octet can take.
  private static let largestValueCount = 256
  private static let largestNetworkCount = 1 << 20

  /// What numbers are made of the addresses of a population.
  struct Encoding {
    let family: AddressFamily
    let schema: FeatureSchema
  }

  /// The encoding alone, before the rest of a population is looked at.
  static func encoding(of population: JSONElement) throws(JSONFault) -> Encoding {
    var members = try ModelMembers(population)
    return Encoding(
      family: try members.choice("family", AddressFamily.self),
      schema: try schema(members.take("encoding")))
  }

  static func population(_ element: JSONElement) throws(JSONFault) -> PopulationModel {
    let population = try ModelMembers.read(element) { (members) throws(JSONFault) in
      let encoding = try members.take("encoding")
      let schema = try schema(encoding)
      let fit = try fit(members.take("model"), featureCount: schema.features.count)
      let named = try clusters(
        members.take("clusters"), count: fit.model.componentCount,
        featureCount: schema.features.count)
      let baselines = try members.list("references", atMost: fit.model.componentCount) {
        (element) throws(JSONFault) in
        try baseline(
          element, clusterCount: fit.model.componentCount, featureCount: schema.features.count)
      }
      return PopulationModel(
        side: try members.choice("side", Side.self),
        family: try members.choice("family", AddressFamily.self),
        addressCount: try members.count("addressCount"), schema: schema,
        scalings: try scalings(encoding),
        principalComponents: try axes(
          members.take("principalComponents"), featureCount: schema.features.count),
        model: fit.model, triedComponentCount: fit.triedComponentCount, stages: fit.stages,
        threshold: try threshold(members.take("threshold"), of: fit.model),
        clusters: named.map(\.cluster),
        memory: ReferenceMemory(baselines: baselines, memberValues: named.map(\.memberValues)),
        calibration: try calibration(
          members.optional("calibration"), featureCount: schema.features.count))
    }
    if let fault = population.fault { throw element.fault("population: " + fault) }
    return population
  }

  private static func schema(_ element: JSONElement) throws(JSONFault) -> FeatureSchema {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      _ = members.optional("scaling")
      return FeatureSchema(
        name: try shown(members.take("name")), schemaVersion: try members.count("schemaVersion"),
        features: try members.list("features", atMost: largestFeatureCount, shown))
    }
  }

  private static func scalings(_ encoding: JSONElement) throws(JSONFault) -> [FeatureScaling] {
    var members = try ModelMembers(encoding)
    var scalings: [FeatureScaling] = []
    for element in try members.optional("scaling")?.elements(atMost: largestFeatureCount) ?? [] {
      scalings.append(try ModelMembers.read(element, scaling))
    }
    return scalings
  }

  private static func scaling(_ members: inout ModelMembers) throws(JSONFault) -> FeatureScaling {
    let name = try members.take("transform")
    guard let transform = FeatureTransform(name: try name.string()) else {
      throw name.fault("expected the transform of a feature, but found another text")
    }
    return FeatureScaling(
      transform: transform, mean: try members.number("mean"),
      standardDeviation: try members.number("standardDeviation"))
  }

  private static func axes(
    _ element: JSONElement, featureCount: Int
  ) throws(JSONFault) -> PrincipalComponentsModel {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      PrincipalComponentsModel(
        mean: try members.numbers("mean", count: featureCount),
        components: try members.matrix(
          "components", rowCount: axisCount, columnCount: featureCount),
        explainedVariance: try members.numbers("explainedVariance", count: axisCount),
        explainedVarianceRatio: try members.numbers("explainedVarianceRatio", count: axisCount))
    }
  }

  // MARK: Models

  private struct Fit {
    let model: FittedModel
    let triedComponentCount: Int
    let stages: [FitStage]
  }

  private enum Algorithm: String, CaseIterable {
    case mixture = "bayesian-gaussian-mixture"
    case kMeans = "k-means"
  }

  private static func fit(_ element: JSONElement, featureCount: Int) throws(JSONFault) -> Fit {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let algorithm = try members.choice("algorithm", Algorithm.self)
      let count = try members.count("componentCount", in: 1...largestComponentCount)
      let tried = try members.count("triedComponentCount", in: 1...largestComponentCount)
      let model =
        switch algorithm {
        case .mixture:
          FittedModel.mixture(
            try mixture(&members, componentCount: count, featureCount: featureCount))
        case .kMeans:
          FittedModel.kMeans(
            try kMeans(&members, clusterCount: count, featureCount: featureCount))
        }
      return Fit(
        model: model, triedComponentCount: tried,
        stages: try stages(
          members.optional("stages"), objective: algorithm == .mixture ? "lowerBound" : "inertia"))
    }
  }

  private static func mixture(
    _ members: inout ModelMembers, componentCount: Int, featureCount: Int
  ) throws(JSONFault) -> BayesianGaussianMixtureModel {
    var covariances: [Matrix] = []
    for element in try members.take("covariances").elements(count: componentCount) {
      covariances.append(try element.matrix(rowCount: featureCount, columnCount: featureCount))
    }
    var concentrations: [[Double]] = []
    for element in try members.take("weightConcentrations").elements(count: componentCount) {
      concentrations.append(try element.numbers(atMost: 2))
    }
    return BayesianGaussianMixtureModel(
      covarianceType: try members.choice("covarianceType", CovarianceType.self),
      weights: try members.numbers("weights", count: componentCount),
      means: try members.matrix("means", rowCount: componentCount, columnCount: featureCount),
      covariances: covariances, weightConcentrations: concentrations,
      meanPrecisions: try members.numbers("meanPrecisions", count: componentCount),
      degreesOfFreedom: try members.numbers("degreesOfFreedom", count: componentCount),
      lowerBound: try members.number("lowerBound"),
      meanLogDensity: try members.number("meanLogDensity"),
      iterationCount: try members.count("iterationCount"),
      didConverge: try members.boolean("didConverge"),
      restartCount: try members.count("restartCount"),
      isPriorRegularized: try members.optional("priorRegularized")?.boolean() ?? false)
  }

  private static func kMeans(
    _ members: inout ModelMembers, clusterCount: Int, featureCount: Int
  ) throws(JSONFault) -> KMeansModel {
    KMeansModel(
      centroids: try members.matrix(
        "centroids", rowCount: clusterCount, columnCount: featureCount),
      weights: try members.numbers("weights", count: clusterCount),
      inertia: try members.number("inertia"), tightness: try members.number("tightness"),
      iterationCount: try members.count("iterationCount"),
      didConverge: try members.boolean("didConverge"),
      restartCount: try members.count("restartCount"))
  }

  private static func stages(
    _ element: JSONElement?, objective: String
  ) throws(JSONFault) -> [FitStage] {
    guard let element else { return [] }
    var stages: [FitStage] = []
    for element in try element.elements(atMost: largestStageCount) {
      stages.append(
        try ModelMembers.read(element) { (members) throws(JSONFault) in
          let count = try members.count("componentCount", in: 1...largestComponentCount)
          return FitStage(
            componentCount: count, objective: try members.number(objective),
            weights: try members.numbers("weights", count: count))
        })
    }
    return stages
  }

  // MARK: What was found with it

  private static func threshold(
    _ element: JSONElement, of model: FittedModel
  ) throws(JSONFault) -> Threshold {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let name = try members.take("rule")
      let rule: ThresholdRule
      switch try name.string() {
      case "percentile": rule = .percentile(try members.number("percentile"))
      case "density": rule = .density(try members.number("density"))
      case "p-value":
        let border = try border(&members)
        return Threshold(rule: .pValue(border.pValue), calibration: border)
      case "fdr":
        let rate = try members.number("q")
        return Threshold(rule: .falseDiscoveryRate(rate), calibration: try border(&members))
      default:
        throw name.fault(
          "expected the rule 'percentile', 'density', 'p-value' or 'fdr', but found another")
      }
      let anomalyScore = try members.number("anomalyScore")
      if case .mixture = model {
        let score = try members.take("logDensity")
        guard try score.number() == -anomalyScore else {
          throw score.fault("expected the anomaly score with the other sign, but found another")
        }
      }
      return Threshold(rule: rule, score: 0 - anomalyScore)
    }
  }

  private static func border(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> CalibratedBorder {
    CalibratedBorder(
      pValue: try members.number("pValue"),
      expectedFalseFindingCount: try members.number("expectedFalseFindings"),
      basis: .draws(try members.count("simulationCount", in: 1...Int.max)))
  }

  private static func clusters(
    _ element: JSONElement, count: Int, featureCount: Int
  ) throws(JSONFault) -> [(cluster: PopulationModel.Cluster, memberValues: [[Double]])] {
    var clusters: [(cluster: PopulationModel.Cluster, memberValues: [[Double]])] = []
    for element in try element.elements(count: count) {
      clusters.append(
        try ModelMembers.read(element) { (members) throws(JSONFault) in
          let networks = try members.list("networks", atMost: largestNetworkCount, network)
          var values: [[Double]] = []
          for element in try members.take("memberValues").elements(count: featureCount) {
            values.append(try element.numbers(atMost: largestValueCount))
          }
          return (
            PopulationModel.Cluster(
              name: try shown(members.take("name")),
              networkName: try shown(members.take("networkName")), networks: networks),
            values
          )
        })
    }
    return clusters
  }

  private static func network(_ element: JSONElement) throws(JSONFault) -> Network {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      Network(
        prefix: try members.string("prefix"), addressCount: try members.count("addressCount"))
    }
  }

  private static func baseline(
    _ element: JSONElement, clusterCount: Int, featureCount: Int
  ) throws(JSONFault) -> ReferenceBaseline {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      ReferenceBaseline(
        cluster: try members.count("cluster", in: 0...clusterCount - 1),
        contributions: try members.numbers("contributions", count: featureCount),
        logDensity: try members.number("logDensity"))
    }
  }
}

extension ModelReader {
  /// Folds that a fit is calibrated with.
  private static let foldCount = MixtureCalibration.foldCount
  /// Terms of one density.
  private static let largestTermCount = 10_000
  private static let largestFoldRowCount = 1 << 24

  private static func calibration(
    _ element: JSONElement?, featureCount: Int
  ) throws(JSONFault) -> BaselineCalibration? {
    guard let element else { return nil }
    return try ModelMembers.read(element) { (members) throws(JSONFault) in
      let density = try density(&members, featureCount: featureCount)
      var folds: [BaselineCalibration.Fold] = []
      for element in try members.take("folds").elements(count: foldCount) {
        folds.append(
          try ModelMembers.read(element) { (members) throws(JSONFault) in
            BaselineCalibration.Fold(
              density: try Self.density(&members, featureCount: featureCount),
              logDensities: try members.take("logDensities").numbers(atMost: largestFoldRowCount))
          })
      }
      return BaselineCalibration(density: density, folds: folds)
    }
  }

  private static func density(
    _ members: inout ModelMembers, featureCount: Int
  ) throws(JSONFault) -> PredictiveDensity {
    let element = try members.take("terms")
    var terms: [StudentTerm] = []
    for element in try element.elements(atMost: largestTermCount) {
      terms.append(
        try ModelMembers.read(element) { (members) throws(JSONFault) in
          let weight = try members.number("weight")
          let degreesOfFreedom = try members.number("degreesOfFreedom")
          // The term is made of these at once, so they are checked before what follows from them.
          guard weight > 0, degreesOfFreedom > 0,
            let term = StudentTerm(
              weight: weight, degreesOfFreedom: degreesOfFreedom,
              mean: try members.numbers("mean", count: featureCount),
              scale: try members.matrix(
                "scale", rowCount: featureCount, columnCount: featureCount))
          else {
            throw element.fault(
              "expected a positive weight, degrees of freedom and a positive definite scale")
          }
          return term
        })
    }
    guard !terms.isEmpty else { throw element.fault("expected a term, but found none") }
    return PredictiveDensity(terms: terms)
  }
}

extension FittedModel {
  var componentCount: Int {
    switch self {
    case .mixture(let mixture): mixture.componentCount
    case .kMeans(let kMeans): kMeans.clusterCount
    }
  }
}
