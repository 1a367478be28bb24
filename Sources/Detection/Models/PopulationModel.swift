import Features
import Learning
import LinearAlgebra
import Records

/// What was learned of one population: enough to score, place and explain other addresses alike.
public struct PopulationModel: Sendable, Equatable {
  /// A cluster's name, which other addresses do not change.
  public struct Cluster: Sendable, Equatable {
    public let name: String
    /// The part of it that speaks of networks.
    public let networkName: String
    public let networks: [Network]

    public init(name: String, networkName: String, networks: [Network]) {
      self.name = name
      self.networkName = networkName
      self.networks = networks
    }
  }

  public let side: Side
  public let family: AddressFamily
  /// Addresses it was fitted to.
  public let addressCount: Int
  public let schema: FeatureSchema
  /// How each feature was standardised; empty where they stay as they are.
  public let scalings: [FeatureScaling]
  public let principalComponents: PrincipalComponentsModel
  public let model: FittedModel
  public let triedComponentCount: Int
  public let stages: [FitStage]
  public let threshold: Threshold
  /// In the order of the model's components.
  public let clusters: [Cluster]
  public let memory: ReferenceMemory
  /// What p-values of other addresses rest on; of calibrated rules only.
  public let calibration: BaselineCalibration?

  public init(
    side: Side, family: AddressFamily, addressCount: Int, schema: FeatureSchema,
    scalings: [FeatureScaling], principalComponents: PrincipalComponentsModel, model: FittedModel,
    triedComponentCount: Int,
    stages: [FitStage], threshold: Threshold, clusters: [Cluster], memory: ReferenceMemory,
    calibration: BaselineCalibration? = nil
  ) {
    self.side = side
    self.family = family
    self.addressCount = addressCount
    self.schema = schema
    self.scalings = scalings
    self.principalComponents = principalComponents
    self.model = model
    self.triedComponentCount = triedComponentCount
    self.stages = stages
    self.threshold = threshold
    self.clusters = clusters
    self.memory = memory
    self.calibration = calibration
  }

  /// What `population` teaches; nil where it was not analysed, or analysed without keeping a model.
  public init?(_ population: Population) {
    guard let analysis = population.analysis, let memory = analysis.memory else { return nil }
    self.init(
      side: population.side, family: population.family, addressCount: population.records.count,
      schema: analysis.schema, scalings: analysis.scalings,
      principalComponents: analysis.principalComponents,
      model: analysis.model, triedComponentCount: analysis.triedComponentCount,
      stages: analysis.stages, threshold: analysis.threshold,
      clusters: analysis.clusters.map {
        Cluster(name: $0.name, networkName: $0.networkName, networks: $0.networks)
      },
      memory: memory, calibration: analysis.calibration)
  }
}
