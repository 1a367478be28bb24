import LinearAlgebra
import TestSupport
import Testing

@testable import Learning

/// The iteration with bounds in single precision is put beside one written out in double.
@Suite struct LloydDescentTests {
  /// Data that are as near to each other, or as far, as makes single precision err.
  enum Data: String, CaseIterable {
    case octets, clouds, line, large, larger, huge, tiny, offset

    func samples(featureCount d: Int, rowCount: Int = 603) -> Matrix {
      var generator = SeededGenerator(seed: 9)
      let rows = (0..<rowCount).map { row in
        (0..<d).map { _ in
          let value = 80 * generator.nextUniform() + 60 * Double(row % 3)
          return switch self {
          case .octets: value.rounded()
          case .clouds: value
          case .line: Double(row % 97)
          // Squares overflow single precision, some of them or all.
          case .large: value * 1e17
          case .larger: value * 1e19
          case .huge: value * 1e140
          case .tiny: value * 1e-300
          // Single precision cannot tell these apart before the middle is taken off.
          case .offset: 1e9 + value * 1e-3
          }
        }
      }
      return Matrix(rows: rows)
    }
  }

  private static let shapes = [1, 3, 4, 6].flatMap { d in [1, 2, 5, 12].map { (d, $0) } }

  @Test(arguments: Data.allCases, shapes)
  func goesTheWayOfThePlainIteration(data: Data, shape: (d: Int, k: Int)) {
    let samples = DistinctSamples(data.samples(featureCount: shape.d))
    let start = samples.thinned(to: shape.k).rows
    for iterationCount in [1, 4, 40] {
      var descent = LloydDescent(start, samples, GridRows(samples.rows))
      let hasRows = descent.run(maximumIterationCount: iterationCount, threadCount: 1)
      var plain = PlainLloyd(centroids: start)
      let plainHasRows = plain.run(
        samples.rows, weights: samples.weights, maximumIterationCount: iterationCount)
      #expect(hasRows == plainHasRows)
      guard hasRows else { continue }
      #expect(descent.assignments == plain.assignments)
      #expect(descent.didConverge == plain.didConverge)
      #expect(descent.iterationCount == plain.iterationCount)
      for (a, b) in zip(descent.centroids.elements, plain.centroids.elements) {
        // Sums of six hundred rows in another order.
        #expect(abs(a - b) <= 1e-12 * abs(b))
      }
    }
  }

  /// Rows of more than one part, in the order in which many blocks are passed over; octets have weights,
  /// rows of one feature lie nearer to each other than codes tell, and of huge values nothing is certain.
  @Test(arguments: [
    (Data.clouds, false, 4, 3), (.clouds, true, 4, 3), (.octets, true, 4, 5),
    (.octets, true, 4, 21),
    (.clouds, true, 1, 5), (.huge, true, 4, 5),
  ])
  func goesThatWayThroughManyBatchesToo(
    data: Data, areInCells: Bool, featureCount: Int, centroidCount: Int
  ) {
    let rows = data.samples(featureCount: featureCount, rowCount: 66_003)
    let weights = data == .octets ? (0..<rows.rowCount).map { Double(1 + $0 % 7 / 6) } : nil
    var samples = DistinctSamples(rows, weights: weights)
    if areInCells { samples = samples.inCells }
    let start = samples.thinned(to: centroidCount).rows
    var descent = LloydDescent(start, samples, GridRows(samples.rows))
    let hasRows = descent.run(maximumIterationCount: 4, threadCount: 1)
    var plain = PlainLloyd(centroids: start)
    let plainHasRows = plain.run(
      samples.rows, weights: samples.weights, maximumIterationCount: 4)
    #expect(hasRows && plainHasRows)
    #expect(descent.assignments == plain.assignments)
    for (a, b) in zip(descent.centroids.elements, plain.centroids.elements) {
      #expect(abs(a - b) <= 1e-11 * abs(b))
    }
  }

  /// Too many centroids to keep what lies between any two of them.
  @Test func goesThatWayWithoutGapsToo() {
    let samples = DistinctSamples(Data.clouds.samples(featureCount: 3, rowCount: 9_001)).inCells
    let start = samples.thinned(to: 1_030).rows
    var descent = LloydDescent(start, samples, GridRows(samples.rows))
    let descentHasRows = descent.run(maximumIterationCount: 5, threadCount: 1)
    var plain = PlainLloyd(centroids: start)
    let hasRows = plain.run(samples.rows, weights: samples.weights, maximumIterationCount: 5)
    #expect(descentHasRows && hasRows)
    #expect(descent.assignments == plain.assignments)
  }

  @Test(arguments: Data.allCases)
  func cellsPutNeighboursBesideEachOther(data: Data) {
    let samples = DistinctSamples(data.samples(featureCount: 4, rowCount: 5_000))
    let order = RowOrder.inCells(samples.rows)
    #expect(order.sorted() == Array(0..<samples.rowCount))
    #expect(samples.inCells.rows == samples.rows.selecting(order))
    #expect(samples.inCells.weights == order.map { samples.weights[$0] })
    /// What rows of a block of eight are away from the first of them, in ranges of the columns.
    func spread(_ rows: Matrix) -> Double {
      let columns = (0..<4).map { f in (0..<rows.rowCount).map { rows[$0, f] } }
      return columns.reduce(0) { sum, column in
        let range = (column.max() ?? 0) - (column.min() ?? 0)
        return sum
          + column.indices.reduce(0) {
            $0 + abs(column[$1] / range - column[$1 / 8 * 8] / range)
          } / Double(column.count)
      }
    }
    // On a line all orders that rise are equally good.
    guard data != .line else { return }
    #expect(spread(samples.inCells.rows) < 0.7 * spread(samples.rows))
  }

  @Test func threadsChangeNoBit() {
    let samples = DistinctSamples(Data.clouds.samples(featureCount: 4, rowCount: 150_000))
    let start = samples.thinned(to: 6).rows
    let fits = [1, 2, 3].map { threadCount in
      var descent = LloydDescent(start, samples, GridRows(samples.rows))
      _ = descent.run(maximumIterationCount: 12, threadCount: threadCount)
      return (descent.centroids, descent.assignments)
    }
    #expect(fits[1] == fits[0])
    #expect(fits[2] == fits[0])
  }

  @Test func saysWhenACentroidLosesItsRows() {
    let samples = DistinctSamples(Matrix(rows: (0..<100).map { [Double($0)] }))
    let start = Matrix(rows: [[0], [50], [1e6]])
    var descent = LloydDescent(start, samples, GridRows(samples.rows))
    let hasRows = descent.run(maximumIterationCount: 5, threadCount: 1)
    #expect(!hasRows)
  }

  @Test func largeFitsKeepTheLawOfWeights() throws {
    let samples = Data.clouds.samples(featureCount: 2, rowCount: 60_000)
    let weights = (0..<samples.rowCount).map { Double($0 % 3) }
    let repeated = Matrix(
      rows: weights.indices.flatMap { Array(repeating: samples.row($0), count: $0 % 3) })
    var configuration = KMeans.Configuration()
    configuration.clusterCount = 4
    configuration.restartCount = 1
    let estimator = try KMeans(configuration)
    #expect(try estimator.fit(samples, weights: weights) == estimator.fit(repeated))
  }
}
