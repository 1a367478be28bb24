import Features
import Learning
import LinearAlgebra
import Records

/// The addresses of one side and family, and what was found about them.
public struct Population: Sendable {
  public let side: Side
  public let family: AddressFamily
  /// In order of first appearance.
  public let records: [AddressRecord]
  /// How the addresses behave, in the order of the records; nil unless it was asked for.
  public let behaviour: BehaviourTable?
  /// What the reader must know before believing the rest, e.g. that components were reduced.
  public let note: String?
  /// Absent when there are fewer than three addresses.
  public let analysis: Analysis?

  public init(
    side: Side, family: AddressFamily, records: [AddressRecord],
    behaviour: BehaviourTable? = nil, note: String?, analysis: Analysis?
  ) {
    self.behaviour = behaviour
    self.side = side
    self.family = family
    self.records = records
    self.note = note
    self.analysis = analysis
  }
}

/// The fitted model of a population.
public enum FittedModel: Sendable, Equatable {
  case mixture(BayesianGaussianMixtureModel)
  case kMeans(KMeansModel)
}

/// One fit on the way to an automatic component count.
public struct FitStage: Sendable, Equatable {
  public let componentCount: Int
  /// The lower bound of a mixture, the inertia of k-means.
  public let objective: Double
  public let weights: [Double]

  public init(componentCount: Int, objective: Double, weights: [Double]) {
    self.componentCount = componentCount
    self.objective = objective
    self.weights = weights
  }
}

/// Clusters, scores and reasons of one population; columns run parallel to its records.
public struct Analysis: Sendable {
  public let schema: FeatureSchema
  /// How each feature was standardised; empty where they stay as they are.
  public let scalings: [FeatureScaling]
  public let principalComponents: PrincipalComponentsModel
  public let model: FittedModel
  /// Components asked for in the first fit.
  public let triedComponentCount: Int
  /// All fits, two or more, when the count was chosen automatically, else empty.
  public let stages: [FitStage]
  public let threshold: Threshold
  public let clusters: [ClusterDescription]
  /// `[addressCount × 2]`, principal coordinates.
  public let projections: Matrix
  /// Index of the cluster of highest responsibility, or nearest centroid.
  public let assignments: [Int]
  /// Log density, or minus the distance to the nearest centroid; lower means stranger.
  public let scores: [Double]
  public let isAnomalous: [Bool]
  /// By index of the record; for flagged addresses, or for all when asked.
  public let explanations: [Int: Explanation]
  /// Probability that an ordinary address were as strange; absent unless the rule is calibrated.
  public let pValues: [Double]?
  /// By index of the record, for flagged addresses: what would be usual in their place.
  public let alternatives: [Int: Alternative]
  /// Absent unless asked for.
  public let stability: Stability?
  /// What reasons compare with; kept where a model of it shall be saved.
  public let memory: ReferenceMemory?
  /// What p-values of other addresses would rest on; kept where a model shall be saved whose rule is
  /// calibrated.
  public let calibration: BaselineCalibration?
  /// k-means with several cluster counts; absent unless asked for.
  public let elbow: ElbowTable?

  public init(
    schema: FeatureSchema, scalings: [FeatureScaling] = [],
    principalComponents: PrincipalComponentsModel, model: FittedModel,
    triedComponentCount: Int, stages: [FitStage], threshold: Threshold,
    clusters: [ClusterDescription], projections: Matrix, assignments: [Int], scores: [Double],
    isAnomalous: [Bool], explanations: [Int: Explanation], pValues: [Double]? = nil,
    alternatives: [Int: Alternative] = [:], stability: Stability? = nil,
    memory: ReferenceMemory? = nil, calibration: BaselineCalibration? = nil,
    elbow: ElbowTable? = nil
  ) {
    self.schema = schema
    self.scalings = scalings
    self.principalComponents = principalComponents
    self.model = model
    self.triedComponentCount = triedComponentCount
    self.stages = stages
    self.threshold = threshold
    self.clusters = clusters
    self.projections = projections
    self.assignments = assignments
    self.scores = scores
    self.isAnomalous = isAnomalous
    self.explanations = explanations
    self.pValues = pValues
    self.alternatives = alternatives
    self.stability = stability
    self.memory = memory
    self.calibration = calibration
    self.elbow = elbow
  }

  /// Higher means stranger.
  public func anomalyScore(of index: Int) -> Double { -scores[index] }
}
