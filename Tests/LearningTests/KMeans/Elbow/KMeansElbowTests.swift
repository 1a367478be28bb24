import LinearAlgebra
import Testing

@testable import Learning

@Suite struct KMeansElbowTests {
  private func table(
    _ samples: Matrix, _ counts: ClosedRange<Int>, weights: [Double]? = nil,
    referenceSetCount: Int = 10, threadCount: Int = 1, seed: UInt64 = 100
  ) throws -> ElbowTable {
    var configuration = KMeansElbow.Configuration()
    configuration.clusterCounts = counts
    configuration.restartCount = 2
    configuration.referenceSetCount = referenceSetCount
    configuration.threadCount = threadCount
    configuration.seed = seed
    return try KMeansElbow(configuration).fit(samples, weights: weights)
  }

  /// Three squares of 25 rows each, ten apart.
  private let squares = Matrix(
    rows: (0..<75).map { index in
      let corner = [[0.0, 0], [10, 0], [0, 10]][index / 25]
      return [corner[0] + Double(index % 5) / 4, corner[1] + Double(index % 25 / 5) / 4]
    })

  @Test func inertiaAndTightnessAreThoseOfTheFits() throws {
    let samples = ReferenceFigures.ipv4.samples
    let table = try table(samples, 1...6, referenceSetCount: 0)
    #expect(table.rows.map(\.clusterCount) == Array(1...6))
    for (row, figure) in zip(table.rows, ReferenceFigures.ipv4.kMeans) {
      #expect(row.inertia <= figure.inertia * (1 + 1e-9))
      #expect(row.gap == nil)
    }
    #expect(
      isClose(table.rows[0].tightness, ReferenceFigures.ipv4.kMeans[0].tightness, tolerance: 1e-9))
    for (row, next) in zip(table.rows, table.rows.dropFirst()) {
      #expect(next.inertia < row.inertia)
    }
  }

  @Test func silhouettesAreThoseOfTheLabels() throws {
    let table = try table(squares, 1...4, referenceSetCount: 0)
    #expect(table.rows[0].silhouette == nil)
    for row in table.rows.dropFirst() {
      var configuration = KMeans.Configuration()
      configuration.clusterCount = row.clusterCount
      configuration.restartCount = 2
      let labels = try KMeans(configuration).fit(squares).nearestCentroids(of: squares).clusters
      #expect(row.silhouette == meanSilhouette(squares, labels: labels))
    }
  }

  @Test func everyAidFindsThreeSquares() throws {
    let table = try table(squares, 1...6)
    #expect(table.countOfHighestSilhouette == 3)
    #expect(table.countOfSufficientGap == 3)
    // A criterion of Gaussian clusters may cut squares further, but never joins them.
    #expect(table.countOfLowestCriterion ?? 0 >= 3)
  }

  @Test func oneSquareIsNotWorthCutting() throws {
    let table = try table(Matrix(rows: Array(squares.rows[..<25])), 1...5)
    #expect(table.countOfSufficientGap == 1)
  }

  /// 1 cluster of 4 rows in one column: σ² = 5 / 3, log L = −2 log(2π σ²) − 3 / 2, 2 parameters.
  @Test func criterionIsThatByHand() throws {
    let table = try table(Matrix(rows: [[0], [1], [2], [3]]), 1...1)
    let criterion = try #require(table.rows[0].bayesianInformationCriterion)
    let expected = 4 * logarithm(2 * Double.pi * 5 / 3) + 3 + 2 * logarithm(4)
    #expect(isClose(criterion, expected, tolerance: 1e-13))
  }

  @Test func weightsAreRepeatedRowsBitForBit() throws {
    let rows = squares.rows
    let repeated = Matrix(
      rows: rows.indices.flatMap { Array(repeating: rows[$0], count: $0 % 3) }.reversed())
    let weights = rows.indices.map { Double($0 % 3) }
    #expect(try table(repeated, 1...4) == table(squares, 1...4, weights: weights))
  }

  @Test func threadsDoNotMatterAndTheSeedDoes() throws {
    let table = try table(squares, 1...3)
    #expect(try self.table(squares, 1...3, threadCount: 3) == table)
    #expect(try self.table(squares, 1...3, seed: 7).rows[1].gap != table.rows[1].gap)
  }

  @Test func countsEndWithTheDistinctRows() throws {
    let table = try table(Matrix(rows: [[0, 0], [1, 1], [5, 5], [1, 1]]), 2...9)
    #expect(table.rows.map(\.clusterCount) == [2, 3])
    #expect(table.distinctRowCount == 3)
    // Nothing is left of the inertia, of which there is no logarithm.
    #expect(table.rows[1].inertia == 0)
    #expect(table.rows[1].gap == nil && table.rows[1].bayesianInformationCriterion == nil)
    #expect(throws: FitError.tooFewSamples(required: 4, available: 3)) {
      try self.table(Matrix(rows: [[0], [1], [2], [2]]), 4...5)
    }
  }

  @Test func refusesNoClusters() {
    #expect(
      throws: InvalidHyperparameter(
        name: "clusterCounts", requirement: "at least 1", value: "0")
    ) { try table(squares, 0...3) }
  }
}
