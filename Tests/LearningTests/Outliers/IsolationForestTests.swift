import LinearAlgebra
import Testing

@testable import Learning

@Suite struct IsolationForestTests {
  private func forest(
    seed: UInt64 = 100, contamination: Double? = nil, sampleCount: Int = 256, treeCount: Int = 100
  ) throws -> IsolationForest {
    var configuration = IsolationForest.Configuration()
    configuration.seed = seed
    configuration.contamination = contamination
    configuration.sampleCount = sampleCount
    configuration.treeCount = treeCount
    return try IsolationForest(configuration)
  }

  /// The mean over 200 seeds differs from another such mean by √2 · deviation / √200 in the mean;
  /// five times that is exceeded by one in two million.
  @Test func meanScoresAreScikitLearns() throws {
    let figures = OutlierFigures.all
    for figure in figures.isolationForests {
      let isClouds = figure.samples == "clouds"
      let samples = isClouds ? Matrix(rows: figures.clouds) : figures.copies.samples
      let rows = Matrix(rows: isClouds ? figures.clouds : figures.copies.rows)
      var sums = Array(repeating: 0.0, count: rows.rowCount)
      for seed in 0..<200 as Range<UInt64> {
        let scores = try forest(seed: seed).fit(samples).anomalyScores(of: rows)
        for row in sums.indices { sums[row] += scores[row] }
      }
      for row in sums.indices {
        let difference = abs(sums[row] / 200 - figure.meanScores[row])
        #expect(
          difference < 5 * (2.0 / 200).squareRoot() * figure.deviations[row],
          "\(figure.samples), row \(row)")
      }
    }
  }

  @Test func usualPathLengthsAreThoseOfThePaper() {
    #expect((0...2).map(usualPathLength) == [0, 0, 1])
    // 2 (H(2) − 2/3) by the logarithm's approximation of H, and the value for 256 rows.
    #expect(isClose(usualPathLength(count: 3), 1.2073923576, tolerance: 1e-9))
    #expect(isClose(usualPathLength(count: 256), 10.244770920116851, tolerance: 1e-12))
  }

  @Test func aPathEndsWithTheUsualLengthOfItsRows() throws {
    // Two distinct rows, one of them three times: a cut, and c(1) or c(3).
    let model = try forest(treeCount: 7).fit(Matrix(rows: [[0], [0], [0], [1]]))
    for tree in model.trees {
      #expect(tree.features == [0, -1, -1] && tree.rightChildren == [2, -1, -1])
      #expect(tree.values[0] >= 0 && tree.values[0] < 1)
      #expect(tree.values[1] == 1 + usualPathLength(count: 3) && tree.values[2] == 1)
    }
  }

  @Test func pathsEndAtTheLogarithmOfTheRowsDrawn() throws {
    let model = try forest(sampleCount: 16, treeCount: 20).fit(
      Matrix(rows: OutlierFigures.all.clouds))
    for tree in model.trees {
      // Four cuts make at most 16 leaves; without a limit some path is longer.
      #expect(tree.features.filter { $0 < 0 }.count <= 16)
      #expect(tree.values.indices.allSatisfy { tree.features[$0] >= 0 || tree.values[$0] < 4 + 5 })
    }
    #expect(model.drawnCount == 16)
  }

  @Test(arguments: [0.01, 0.05, 0.1, 0.5])
  func aShareIsFlaggedButForTies(contamination: Double) throws {
    let samples = repeatedRows(count: 3_000)
    let model = try forest(contamination: contamination).fit(samples)
    let scores = model.anomalyScores(of: samples).sorted(by: >)
    let flagged = scores.filter { $0 > model.threshold }.count
    let tied = scores.filter { $0 == model.threshold }.count
    let wanted = contamination * 3_000
    #expect(Double(flagged) <= wanted + 1 && Double(flagged + tied) >= wanted - 1)
    // numpy.percentile of minus the scores.
    let rank = contamination * 2_999
    let lower = Int(rank)
    let expected = scores[lower] + (rank - Double(lower)) * (scores[lower + 1] - scores[lower])
    #expect(isClose(model.threshold, expected, tolerance: 1e-14))
    #expect(model.offset == -model.threshold)
    #expect(model.outliers(of: samples).filter { $0 }.count == flagged)
  }

  @Test func aRebuiltModelScoresTheSame() throws {
    let samples = repeatedRows(count: 500)
    let model = try forest(contamination: 0.1).fit(samples)
    let trees = try model.trees.map {
      try #require(
        IsolationTree(
          features: $0.features, values: $0.values, rightChildren: $0.rightChildren))
    }
    let rebuilt = IsolationForestModel(
      featureCount: model.featureCount, trees: trees, drawnCount: model.drawnCount,
      threshold: model.threshold)
    #expect(rebuilt == model)
    #expect(rebuilt.anomalyScores(of: samples) == model.anomalyScores(of: samples))
  }

  @Test func nodesThatFormNoTreeAreRefused() {
    let whole = IsolationTree(
      features: [0, -1, 1, -1, -1], values: [0, 1, 2, 3, 4], rightChildren: [2, -1, 4, -1, -1])
    #expect(whole != nil)
    let broken: [([Int], [Int])] = [
      ([], []), ([0], [1]), ([0, -1], [2, -1]), ([0, -1, -1], [1, -1, -1]),
      ([0, -1, -1], [0, -1, -1]),
      ([-1, -1], [-1, -1]), ([-2], [-1]), ([0, -1, -1], [2, -1, 7]),
      ([0, -1, -1, -1], [2, -1, -1, -1]),
    ]
    for (features, rightChildren) in broken {
      let values = Array(repeating: 0.0, count: features.count)
      #expect(
        IsolationTree(features: features, values: values, rightChildren: rightChildren) == nil)
    }
  }

  @Test func weightsThatAreNoIntegersDrawInProportion() throws {
    let rows = Matrix(rows: (0..<40).map { [Double($0)] })
    // The last row weighs a hundredth of the others, so hardly any tree holds it.
    let weights = (0..<40).map { $0 == 39 ? 0.025 : 2.5 }
    var configuration = IsolationForest.Configuration()
    configuration.sampleCount = 32
    let model = try IsolationForest(configuration).fit(rows, weights: weights)
    let reaching = model.trees.filter { tree in
      zip(tree.features, tree.values).contains { $0 >= 0 && $1 >= 38 }
    }
    #expect(reaching.count < 15 && model.drawnCount == 32)
    #expect(model.anomalyScores(of: rows).allSatisfy { $0.isFinite })
  }

  @Test func optionsOutsideTheirRangeAreRefused() {
    for contamination in [0, -0.1, 0.51, .nan, .infinity] {
      #expect(throws: InvalidHyperparameter.self) { try forest(contamination: contamination) }
    }
    #expect(throws: InvalidHyperparameter.self) { try forest(sampleCount: 0) }
    #expect(throws: InvalidHyperparameter.self) { try forest(treeCount: 0) }
  }
}
