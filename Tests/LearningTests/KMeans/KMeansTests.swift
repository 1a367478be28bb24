import LinearAlgebra
import Testing

@testable import Learning

@Suite struct KMeansTests {
  private func fit(
    _ samples: Matrix, clusters: Int, weights: [Double]? = nil
  ) throws -> KMeansModel {
    var configuration = KMeans.Configuration()
    configuration.clusterCount = clusters
    return try KMeans(configuration).fit(samples, weights: weights)
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func inertiaIsAtMostTheBestOfScikitLearnsRestarts(figures: ReferenceFigures) throws {
    for figure in figures.kMeans {
      let model = try fit(figures.samples, clusters: figure.clusterCount)
      #expect(model.inertia <= figure.inertia * (1 + 1e-9), "K = \(figure.clusterCount)")
    }
    for figure in figures.weightedKMeans {
      let model = try fit(
        figures.samples, clusters: figure.clusterCount, weights: figures.sampleWeights)
      #expect(model.inertia <= figure.inertia * (1 + 1e-9), "weighted, K = \(figure.clusterCount)")
    }
  }

  @Test func oneClusterHasScikitLearnsTightness() throws {
    let figures = ReferenceFigures.ipv4
    let model = try fit(figures.samples, clusters: 1)
    #expect(isClose(model.tightness, figures.kMeans[0].tightness, tolerance: 1e-9))
  }

  @Test func inertiaIsThatOfTheCentroids() throws {
    let samples = ReferenceFigures.ipv4.samples
    let model = try fit(samples, clusters: 5)
    let distances = model.nearestCentroids(of: samples).distances
    #expect(isClose(distances.reduce(0) { $0 + $1 * $1 }, model.inertia, tolerance: 1e-9))
  }

  @Test func asManyClustersAsDistinctRowsLeaveNoInertia() throws {
    let samples = Matrix(rows: [[1, 1], [5, 5], [9, 9], [1, 1]])
    #expect(try fit(samples, clusters: 3).inertia == 0)
  }

  @Test func thereAreNoMoreClustersThanDistinctRows() throws {
    let model = try fit(Matrix(rows: [[1], [2], [2]]), clusters: 3)
    #expect(model.centroids.elements == [2, 1])
    #expect(model.inertia == 0)
    var configuration = KMeans.Configuration()
    configuration.clusterCount = 3
    configuration.initialCentroids = Matrix(rows: [[1], [2], [3]])
    #expect(throws: FitError.tooFewSamples(required: 3, available: 2)) {
      try KMeans(configuration).fit(Matrix(rows: [[1], [2], [2]]))
    }
  }

  @Test func refusesFewerRowsThanClusters() {
    #expect(throws: FitError.tooFewSamples(required: 3, available: 2)) {
      try fit(Matrix(rows: [[1], [2]]), clusters: 3)
    }
    #expect(throws: FitError.tooFewSamples(required: 3, available: 2)) {
      try fit(Matrix(rows: [[1], [2], [3]]), clusters: 3, weights: [1, 0, 1])
    }
  }

  @Test func refusesZeroClusters() {
    var configuration = KMeans.Configuration()
    configuration.clusterCount = 0
    #expect(
      throws: InvalidHyperparameter(name: "clusterCount", requirement: "at least 1", value: "0")
    ) { try KMeans(configuration) }
  }

  /// A few rows apart are found among many, wherever they stand in the order of all: the mirror image
  /// of a data set has the mirror image of its clusters.
  @Test func fewRowsApartAreFoundAmongMany() throws {
    // So many that evenly chosen rows need not be any of the last nine.
    var rows = (0..<41_000).map { [10, 0, Double($0 / 205), Double($0 % 205)] }
    rows += (0..<9).map { [250, 250, 250, 200 + Double($0)] }
    var configuration = KMeans.Configuration()
    configuration.clusterCount = 30
    configuration.restartCount = 2
    let estimator = try KMeans(configuration)
    let fit = try estimator.fit(Matrix(rows: rows))
    let mirrored = try estimator.fit(Matrix(rows: rows.map { $0.map { 255 - $0 } }))
    for model in [fit, mirrored] {
      #expect(model.weights.contains { abs($0 * 41_009 - 9) < 0.5 })
    }
    #expect(isClose(fit.inertia, mirrored.inertia, tolerance: 0.02))
  }
}
