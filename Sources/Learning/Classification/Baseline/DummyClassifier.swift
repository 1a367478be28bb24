import LinearAlgebra

/// Learns nothing but the share of positive rows: what every other classifier has to beat.
public struct DummyClassifier: Classifier {
  /// What is said of a row, whatever it holds.
  public enum Strategy: String, Sendable, Equatable, CaseIterable {
    /// A class drawn with its share.
    case stratified
    /// The class with more weight, negative when both weigh the same.
    case mostFrequent = "most-frequent"
    /// Either class, drawn evenly.
    case uniform
  }

  public struct Configuration: Sendable, Equatable {
    public var strategy = Strategy.stratified
    public var seed: UInt64 = 0

    public init() {}
  }

  public let configuration: Configuration

  public init(_ configuration: Configuration) {
    self.configuration = configuration
  }

  /// Finds the share of positive rows.
  public func fit(
    _ samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> DummyModel {
    let labelled = try LabelledSamples(samples, labels: labels, weights: weights)
    return DummyModel(
      strategy: configuration.strategy, seed: configuration.seed,
      positiveShare: labelled.totalPositiveWeight / labelled.totalWeight,
      featureCount: samples.columnCount)
  }
}

/// A share of positive rows and what to say by it.
public struct DummyModel: ClassifierModel {
  public let strategy: DummyClassifier.Strategy
  public let seed: UInt64
  public let positiveShare: Double
  public let featureCount: Int

  public init(
    strategy: DummyClassifier.Strategy, seed: UInt64, positiveShare: Double, featureCount: Int
  ) {
    self.strategy = strategy
    self.seed = seed
    self.positiveShare = positiveShare
    self.featureCount = featureCount
  }

  public var defaultThreshold: Double { 0.5 }

  /// 1 for rows that are called positive, else 0.
  ///
  /// Drawn classes depend on the place of a row, not on what it holds: with few distinct rows,
  /// draws by content would be far from the shares.
  public func scores(of samples: Matrix) -> [Double] {
    precondition(samples.columnCount == featureCount, "samples have the features of the model")
    return scores(count: samples.rowCount)
  }

  public func scores(of samples: GroupedSamples) -> [Double] {
    scores(count: samples.sampleCount)
  }

  private func scores(count: Int) -> [Double] {
    let share = strategy == .uniform ? 0.5 : positiveShare
    if strategy == .mostFrequent {
      return Array(repeating: share > 0.5 ? 1 : 0, count: count)
    }
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in generator.nextUniform() < share ? 1 : 0 }
  }
}
