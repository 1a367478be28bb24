import LinearAlgebra

/// The density of the next row under a fitted mixture: a mixture of Student-t distributions.
///
/// Unlike `score_samples` it is a density: it sums to one, allows for what the fit does not know
/// about means and covariances, and can be drawn from.
///
///     g(x) = Σₖ πₖ St(x; mₖ, Sₖ, νₖ + 1 − d),  Sₖ = (1 + βₖ) / (βₖ (νₖ + 1 − d)) νₖ Σₖ
///
/// - SeeAlso: Bishop, *Pattern Recognition and Machine Learning* (2006), eq. 10.81–10.82 and B.68;
///   πₖ are the expected weights of the stick-breaking posterior.
public struct PredictiveDensity: Sendable, Equatable {
  /// One term per component that was kept.
  public let terms: [StudentTerm]

  /// - Precondition: there is a term, all have the same number of features, and weights sum to one.
  public init(terms: [StudentTerm]) {
    precondition(!terms.isEmpty, "a density has at least one component")
    self.terms = terms
  }

  /// - Parameters:
  ///   - model: of full covariances, with as many degrees of freedom a priori as features.
  ///   - components: indices of those to keep; their weights are scaled to sum to one.
  public init(_ model: BayesianGaussianMixtureModel, keeping components: [Int]) {
    precondition(!components.isEmpty, "a density has at least one component")
    let total = components.reduce(0) { $0 + model.weights[$1] }
    terms = components.map { StudentTerm(model, component: $0, weight: model.weights[$0] / total) }
  }

  public var featureCount: Int { terms[0].mean.count }

  /// Fixed, so that nothing depends on the thread count.
  private static let blocksPerTask = 512

  /// log g of each row, natural: `[sampleCount]`.
  public func logDensities(of samples: Matrix, threadCount: Int = 1) -> [Double] {
    guard samples.rowCount > 0 else { return [] }
    let blocks = SampleBlocks(samples)
    let perTask = Self.blocksPerTask
    let taskCount = (blocks.blockCount + perTask - 1) / perTask
    let tasks = concurrentMap(count: taskCount, threadCount: threadCount) { task in
      var joint = Array(repeating: Lanes(), count: terms.count)
      return (task * perTask..<min((task + 1) * perTask, blocks.blockCount)).map { block in
        logDensity(blocks.values, from: block * featureCount, &joint)
      }
    }
    var result: [Double] = []
    result.reserveCapacity(samples.rowCount)
    for density in tasks.joined() {
      for lane in 0..<min(Lanes.scalarCount, samples.rowCount - result.count) {
        result.append(density[lane])
      }
    }
    return result
  }

  /// log g of the eight rows whose features stand in `values` from `start` on.
  fileprivate func logDensity(_ values: [Lanes], from start: Int, _ joint: inout [Lanes]) -> Lanes {
    var top = Lanes(repeating: -.infinity)
    for index in terms.indices {
      let value = terms[index].logJoint(values, from: start)
      joint[index] = value
      top.replace(with: value, where: value .> top)
    }
    var sum = Lanes(repeating: 0)
    for value in joint { sum += exponential(value - top) }
    return top + logarithm(sum)
  }
}

/// One term π St(x; m, S, df) of a predictive density.
public struct StudentTerm: Sendable, Equatable {
  public let weight: Double
  public let degreesOfFreedom: Double
  /// m, `[featureCount]`.
  public let mean: [Double]
  /// S, `[featureCount × featureCount]`.
  public let scale: Matrix
  /// log of the term at its mean.
  public let logScale: Double
  /// L of S = L Lᵀ and its inverse, lower triangles, row after row.
  private let factor: [Double]
  private let inverseFactor: [Double]

  init(_ model: BayesianGaussianMixtureModel, component k: Int, weight: Double) {
    let d = model.featureCount
    let beta = model.meanPrecisions[k]
    let nu = model.degreesOfFreedom[k]
    let df = nu + 1 - Double(d)
    let spread = (1 + beta) / (beta * df) * nu
    var scale = model.covariances[k]
    for index in scale.elements.indices { scale.elements[index] *= spread }
    guard
      let term = StudentTerm(
        weight: weight, degreesOfFreedom: df, mean: model.means.row(k), scale: scale)
    else { preconditionFailure("a model's covariances are positive definite") }
    self = term
  }

  /// Nil where `scale` is not positive definite.
  ///
  /// - Precondition: `scale` is `[featureCount × featureCount]`, and the numbers are positive.
  public init?(weight: Double, degreesOfFreedom df: Double, mean: [Double], scale: Matrix) {
    guard let cholesky = Cholesky(scale) else { return nil }
    let d = mean.count
    let logPi = 1.144729885849400174143427351353
    self.weight = weight
    self.scale = scale
    degreesOfFreedom = df
    self.mean = mean
    logScale =
      logarithm(weight) + logGamma(0.5 * (df + Double(d))) - logGamma(0.5 * df)
      - 0.5 * Double(d) * (logarithm(df) + logPi) - 0.5 * cholesky.logDeterminant
    let inverse = cholesky.inverseLower
    factor = (0..<d).flatMap { row in (0...row).map { cholesky.lower[row, $0] } }
    inverseFactor = (0..<d).flatMap { row in (0...row).map { inverse[row, $0] } }
  }

  /// ½ (df + d): the power of 1 + Q / df in the density, Q the squared Mahalanobis distance.
  public var exponent: Double { 0.5 * (degreesOfFreedom + Double(mean.count)) }

  /// log π St of the eight rows whose features stand in `values` from `start` on.
  func logJoint(_ values: [Lanes], from start: Int) -> Lanes {
    var square = Lanes(repeating: 0)
    var row = 0
    for i in mean.indices {
      var z = Lanes(repeating: 0)
      for j in 0...i { z += inverseFactor[row + j] * (values[start + j] - mean[j]) }
      square += z * z
      row += i + 1
    }
    return logScale - exponent * logarithm(1 + square / degreesOfFreedom)
  }

  /// Puts eight draws into `values`: m + L z √(df / χ²).
  func draw(into values: inout [Lanes], using generator: inout SeededGenerator) {
    let d = mean.count
    let chi = generator.nextChiSquares(degreesOfFreedom: degreesOfFreedom)
    let spread = (degreesOfFreedom / chi).squareRoot()
    var feature = 0
    while feature < d {
      let normals = generator.nextNormals()
      values[feature] = normals.0
      if feature + 1 < d { values[feature + 1] = normals.1 }
      feature += 2
    }
    // From the last row up, so that a row finds the normals it needs still in place.
    for i in (0..<d).reversed() {
      let row = i * (i + 1) / 2
      var sum = Lanes(repeating: 0)
      for j in 0...i { sum += factor[row + j] * values[j] }
      values[i] = mean[i] + spread * sum
    }
  }
}

extension PredictiveDensity {
  /// Draws are made in this many runs, each of its own stream; fixed, so that the draws do not
  /// depend on the number of threads.
  private static let runCount = 64

  /// How many of `drawCount` seeded draws Y have log g(Y) at most each of `scores`.
  ///
  /// - Parameters:
  ///   - scores: rising, natural logarithms.
  ///   - stream: separates independent uses of one seed.
  /// - Returns: `[scores.count]`.
  public func drawCounts(
    atMost scores: [Double], drawCount: Int, seed: UInt64, stream: UInt64, threadCount: Int = 1
  ) -> [Int] {
    let histograms = concurrentMap(count: Self.runCount, threadCount: threadCount) { run in
      let first = run * drawCount / Self.runCount
      let last = (run + 1) * drawCount / Self.runCount
      var generator = SeededGenerator(
        seed: seed, stream: stream &* UInt64(Self.runCount) &+ UInt64(run))
      return histogram(of: last - first, between: scores, using: &generator)
    }
    var total = 0
    return scores.indices.map { index in
      for histogram in histograms { total += histogram[index] }
      return total
    }
  }

  /// log g of `drawCount` seeded draws, rising: what p-values of any number of rows are counted from.
  ///
  /// - Parameter stream: separates independent uses of one seed.
  /// - Returns: `[drawCount]`.
  public func risingLogDensities(
    ofDraws drawCount: Int, seed: UInt64, stream: UInt64, threadCount: Int = 1
  ) -> [Double] {
    let runs = concurrentMap(count: Self.runCount, threadCount: threadCount) { run in
      let count = (run + 1) * drawCount / Self.runCount - run * drawCount / Self.runCount
      var generator = SeededGenerator(
        seed: seed, stream: stream &* UInt64(Self.runCount) &+ UInt64(run))
      var densities: [Double] = []
      densities.reserveCapacity(count)
      forEachDraw(of: count, using: &generator) { densities.append($0) }
      return densities
    }
    return runs.joined().sorted()
  }

  /// Draws whose log density lies above score `i − 1` and at most at score `i`: `[scores.count]`.
  private func histogram(
    of drawCount: Int, between scores: [Double], using generator: inout SeededGenerator
  ) -> [Int] {
    var histogram = Array(repeating: 0, count: scores.count + 1)
    forEachDraw(of: drawCount, using: &generator) { density in
      histogram[Self.firstIndex(in: scores, atLeast: density)] += 1
    }
    return histogram
  }

  /// Hands log g of each of `drawCount` draws to `body`.
  @inline(__always)
  private func forEachDraw(
    of drawCount: Int, using generator: inout SeededGenerator, _ body: (Double) -> Void
  ) {
    var values = Array(repeating: Lanes(), count: featureCount)
    var joint = Array(repeating: Lanes(), count: terms.count)
    // How many draws each term gives is drawn first: eight at a time then share their term.
    for (term, count) in zip(terms, termCounts(of: drawCount, using: &generator)) {
      for first in stride(from: 0, to: count, by: Lanes.scalarCount) {
        term.draw(into: &values, using: &generator)
        let density = logDensity(values, from: 0, &joint)
        for lane in 0..<min(Lanes.scalarCount, count - first) { body(density[lane]) }
      }
    }
  }

  private func termCounts(
    of drawCount: Int, using generator: inout SeededGenerator
  ) -> [Int] {
    var counts = Array(repeating: 0, count: terms.count)
    for _ in 0..<drawCount {
      var rest = generator.nextUniform()
      var index = 0
      while index + 1 < terms.count, rest >= terms[index].weight {
        rest -= terms[index].weight
        index += 1
      }
      counts[index] += 1
    }
    return counts
  }

  private static func firstIndex(in scores: [Double], atLeast value: Double) -> Int {
    var low = 0
    var high = scores.count
    while low < high {
      let middle = (low + high) / 2
      if scores[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
