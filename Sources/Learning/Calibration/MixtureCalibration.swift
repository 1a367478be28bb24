import LinearAlgebra

// Goals, in order: p-values that are not too small, however the rows were mixed; power against
// strangers that stand by themselves; speed.
//
// A plain fit fails both ways. A component that absorbs the strangers calls them usual, so
// components of a handful of rows are dropped and the fit is repeated without what is strange to
// the rest. And a row pulls the fit towards itself, so every row is scored by a fit that has not
// seen it. The p-value asks how often the mixture itself gives rows that strange: by simulation,
// since the probability of a density's level set has no closed form, and from the posterior
// predictive density, since the tails of the fitted Gaussians are too thin.

/// Gives every row of a data set the probability that an ordinary row were as strange.
public struct MixtureCalibration: Sendable {
  public struct Configuration: Sendable, Equatable {
    /// Components of every fit; those with too few rows are dropped.
    public var componentCount = 7
    /// Draws from which the p-values of one fold are counted.
    public var simulationCount = 100_000
    public var seed: UInt64 = 100
    public var threadCount = 1

    public init() {}
  }

  /// What calibration found; columns run parallel to the rows.
  public struct Result: Sendable {
    /// (1 + draws at most as dense) / (1 + draws), `[sampleCount]`.
    public let pValues: [Double]
    /// log g of each row under the fit without its fold, natural: `[sampleCount]`.
    public let logDensities: [Double]
    /// Index of each row's fold, `[sampleCount]`.
    public let folds: [Int]
    /// Per fold, fitted to the ordinary rows of the others.
    public let densities: [PredictiveDensity]
    /// Whether a row was left out of all fits as a stranger to the rest.
    public let isTrimmed: [Bool]
    /// Draws behind each p-value.
    public let simulationCount: Int
    fileprivate let ordinaryFit: OrdinaryFit

    /// Fitted to the ordinary rows of all folds.
    public var density: PredictiveDensity { ordinaryFit.density }
  }

  public let configuration: Configuration

  /// Rows are scored by a fit to four fifths of the others.
  public static let foldCount = 5
  /// p-values at or below which rows are left out of the next fit. The strict ones find what a
  /// component had absorbed; the last keeps the tails, whose loss would make them too thin.
  private static let trimmingPValues = [1e-3, 1e-3, 1e-4]
  /// Enough that 1e-4 is counted to a third of itself.
  private static let trimmingDrawCount = 100_000
  /// A component is ordinary from this many rows per feature on, and this share of all rows.
  private static let smallestRowCountPerFeature = 10
  private static let smallestShare = 0.025
  /// But this share of the rows is ordinary, however few they are: a small capture has small
  /// networks, whose tails the Student-t distribution leaves heavy.
  private static let sufficientShare = 0.05
  /// At most this share is trimmed: what most rows are is not strange.
  private static let largestTrimmedShare = 0.5

  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check(
      "componentCount", configuration.componentCount, isAtLeast: 1)
    try InvalidHyperparameter.check(
      "simulationCount", configuration.simulationCount, isAtLeast: 1)
    self.configuration = configuration
  }

  /// Calibrates the rows of `samples`, all of which weigh the same.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`, finite, at least two rows.
  public func calibrate(_ samples: Matrix) throws(FitError) -> Result {
    guard samples.rowCount >= 2 else {
      throw .tooFewSamples(required: 2, available: samples.rowCount)
    }
    // Random numbers belong to places in lexicographic order, so that row order does not matter.
    let order = samples.lexicographicRowOrder
    let rows = samples.selecting(order)
    let (isTrimmed, ordinary) = try trimming(rows)
    let (folds, densities) = try foldDensities(rows, isTrimmed, from: ordinary)
    let scores = self.scores(rows, folds, densities)
    var places = order
    for (place, row) in order.enumerated() { places[row] = place }
    return Result(
      pValues: places.map { scores.pValues[$0] },
      logDensities: places.map { scores.logDensities[$0] }, folds: places.map { folds[$0] },
      densities: densities, isTrimmed: places.map { isTrimmed[$0] },
      simulationCount: configuration.simulationCount, ordinaryFit: ordinary)
  }

  /// p-values of all rows under a refit to the ordinary ones with other weights.
  ///
  /// For resampling: rows are not held out, as the same row may be drawn twice.
  ///
  /// - Parameters:
  ///   - weights: of each row in the refit, `[sampleCount]`, at least 0.
  ///   - stream: separates the draws of one refit from those of another.
  public func refittedPValues(
    of samples: Matrix, weights: [Double], after result: Result, stream: UInt64
  ) throws(FitError) -> [Double] {
    let rows = samples.rowIndices.filter { weights[$0] > 0 && !result.isTrimmed[$0] }
    guard !rows.isEmpty else { return samples.rowIndices.map { _ in 1 } }
    let start = result.ordinaryFit
    let components = Array(start.components.prefix(rows.count))
    let model = try estimator(componentCount: components.count).fit(
      samples.selecting(rows), weights: rows.map { weights[$0] },
      from: start.model.selecting(components))
    let density = OrdinaryFit(model, rowCount: rows.count).density
    let logDensities = density.logDensities(of: samples)
    let rising = samples.rowIndices.sorted { (logDensities[$0], $0) < (logDensities[$1], $1) }
    let values = pValues(
      of: rising.map { logDensities[$0] }, under: density,
      drawCount: configuration.simulationCount,
      stream: UInt64(Self.trimmingPValues.count + Self.foldCount) + stream)
    var pValues = Array(repeating: 1.0, count: samples.rowCount)
    for (row, value) in zip(rising, values) { pValues[row] = value }
    return pValues
  }

  /// A fit and those of its components that hold more than a handful of rows.
  fileprivate struct OrdinaryFit: Sendable {
    let model: BayesianGaussianMixtureModel
    let components: [Int]

    init(_ model: BayesianGaussianMixtureModel, rowCount: Int) {
      self.model = model
      let needed = smallestRowCount(rowCount: rowCount, featureCount: model.featureCount)
      // ν − d is the number of rows that a component holds.
      let ordinary = model.degreesOfFreedom.indices.filter {
        model.degreesOfFreedom[$0] - Double(model.featureCount) >= needed
      }
      components = ordinary.isEmpty ? [0] : ordinary
    }

    var density: PredictiveDensity { PredictiveDensity(model, keeping: components) }
  }

  /// Which rows are strange to what the others have in common, and the last fit that said so.
  private func trimming(
    _ rows: Matrix
  ) throws(FitError) -> (isTrimmed: [Bool], fit: OrdinaryFit) {
    var isTrimmed = Array(repeating: false, count: rows.rowCount)
    var fit = try ordinaryFit(rows)
    for (round, border) in Self.trimmingPValues.enumerated() {
      if round > 0 {
        fit = try ordinaryFit(rows.selecting(rows.rowIndices.filter { !isTrimmed[$0] }))
      }
      let density = fit.density
      let logDensities = density.logDensities(
        of: rows, threadCount: configuration.threadCount)
      let rising = rows.rowIndices.sorted { (logDensities[$0], $0) < (logDensities[$1], $1) }
      let pValues = pValues(
        of: rising.map { logDensities[$0] }, under: density, drawCount: Self.trimmingDrawCount,
        stream: UInt64(round))
      let strangeCount = pValues.count { $0 <= border }
      let limit = Int(Self.largestTrimmedShare * Double(rows.rowCount))
      isTrimmed = Array(repeating: false, count: rows.rowCount)
      for row in rising.prefix(min(strangeCount, limit)) { isTrimmed[row] = true }
    }
    return (isTrimmed, fit)
  }

  /// A fold for each row, and the density that the ordinary rows of the other folds give.
  private func foldDensities(
    _ rows: Matrix, _ isTrimmed: [Bool], from start: OrdinaryFit
  ) throws(FitError) -> (folds: [Int], densities: [PredictiveDensity]) {
    var generator = SeededGenerator(seed: configuration.seed, stream: 0)
    var folds = Array(repeating: 0, count: rows.rowCount)
    for (place, row) in generator.shuffled(Array(rows.rowIndices)).enumerated() {
      folds[row] = place % Self.foldCount
    }
    var densities: [PredictiveDensity] = []
    for fold in 0..<Self.foldCount {
      let others = rows.rowIndices.filter { folds[$0] != fold && !isTrimmed[$0] }
      let components = Array(start.components.prefix(others.count))
      let estimator = estimator(componentCount: components.count)
      let model = try estimator.fit(
        rows.selecting(others), from: start.model.selecting(components))
      densities.append(OrdinaryFit(model, rowCount: others.count).density)
    }
    return (folds, densities)
  }

  private func scores(
    _ rows: Matrix, _ folds: [Int], _ densities: [PredictiveDensity]
  ) -> (pValues: [Double], logDensities: [Double]) {
    var pValues = Array(repeating: 1.0, count: rows.rowCount)
    var logDensities = Array(repeating: 0.0, count: rows.rowCount)
    for (fold, density) in densities.enumerated() {
      let members = rows.rowIndices.filter { folds[$0] == fold }
      let scores = density.logDensities(
        of: rows.selecting(members), threadCount: configuration.threadCount)
      for (member, score) in zip(members, scores) { logDensities[member] = score }
      let rising = members.sorted { (logDensities[$0], $0) < (logDensities[$1], $1) }
      let values = self.pValues(
        of: rising.map { logDensities[$0] }, under: density,
        drawCount: configuration.simulationCount,
        stream: UInt64(Self.trimmingPValues.count + fold))
      for (member, value) in zip(rising, values) { pValues[member] = value }
    }
    return (pValues, logDensities)
  }

  /// (1 + draws at most as dense) / (1 + draws) for rising log densities.
  private func pValues(
    of logDensities: [Double], under density: PredictiveDensity, drawCount: Int, stream: UInt64
  ) -> [Double] {
    density.drawCounts(
      atMost: logDensities, drawCount: drawCount, seed: configuration.seed, stream: stream,
      threadCount: configuration.threadCount
    ).map { Double(1 + $0) / Double(1 + drawCount) }
  }

  /// Without restarts: the deterministic search suffices.
  private func ordinaryFit(_ rows: Matrix) throws(FitError) -> OrdinaryFit {
    let componentCount = min(configuration.componentCount, rows.rowCount)
    let model = try estimator(componentCount: componentCount).fit(rows)
    return OrdinaryFit(model, rowCount: rows.rowCount)
  }

  private func estimator(componentCount: Int) -> BayesianGaussianMixture {
    var configuration = BayesianGaussianMixture.Configuration()
    configuration.componentCount = componentCount
    configuration.restartCount = 0
    configuration.seed = self.configuration.seed
    configuration.threadCount = self.configuration.threadCount
    do {
      return try BayesianGaussianMixture(configuration)
    } catch {
      preconditionFailure("at least one component fits, yet: \(error)")
    }
  }

  /// Rows that make a component ordinary.
  static func smallestRowCount(rowCount: Int, featureCount: Int) -> Double {
    min(
      max(
        Double(smallestRowCountPerFeature * featureCount), smallestShare * Double(rowCount)),
      sufficientShare * Double(rowCount))
  }
}
