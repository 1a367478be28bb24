import LinearAlgebra
import Testing

@testable import Learning

@Suite struct RowGroupsTests {
  @Test func equalRowsAreOneGroup() {
    let groups = RowGroups(
      Matrix(rows: [[1, 0], [1, -0.0], [2, 0], [1, 0], [.nan, 1], [.nan, 1]]))
    #expect(groups.groups == [0, 0, 1, 0, 2, 2])
    #expect(groups.firstRows == [0, 2, 4])
  }

  @Test func manyDistinctRowsStayApart() {
    let rows = (0..<5_000).map { (row: Int) -> [Double] in [Double(row / 70), Double(row % 70)] }
    let groups = RowGroups(Matrix(rows: rows))
    #expect(groups.groups == Array(0..<5_000))
  }

  @Test func groupedRowsAreTheDistinctOnes() {
    let samples = repeatedRows(count: 1_000)
    let weights = samples.rowIndices.map { 0.1 * Double($0 % 7) }
    for weights in [nil, weights] {
      let plain = DistinctSamples(samples, weights: weights)
      let grouped = DistinctSamples(GroupedSamples(samples), weights: weights)
      #expect(grouped.rows == plain.rows && grouped.weights == plain.weights)
    }
  }

  @Test func groupedSamplesAreTheSamples() {
    let samples = repeatedRows(count: 1_000)
    let grouped = GroupedSamples(samples)
    #expect(grouped.rows.rowCount < 1_000)
    #expect(grouped.ungrouped == samples)
    #expect(grouped.scores { $0.rows.map { $0[0] } } == samples.rows.map { $0[0] })
    let doubled = grouped.mapping { rows in Matrix(rows: rows.rows.map { $0.map { 2 * $0 } }) }
    #expect(doubled.ungrouped == Matrix(rows: samples.rows.map { $0.map { 2 * $0 } }))
  }

  /// Equal rows are looked at once, but it is the sample that is told.
  @Test func theFirstUnusableSampleIsTold() {
    var samples = repeatedRows(count: 60)
    samples[50, 0] = .infinity
    let (labels, grouped) = (samples.rowIndices.map { $0 % 2 == 0 }, GroupedSamples(samples))
    #expect(throws: FitError.nonFinite(row: 50, column: 0, value: "inf")) {
      try checkLabelledSamples(grouped, labels, nil)
    }
    #expect(throws: FitError.nonFinite(row: 50, column: 0, value: "inf")) {
      try StochasticGradientDescent(.init()).fit(samples, labels: labels)
    }
  }

  /// Whether equal rows are found beforehand does not show, where a classifier sees rows one by one
  /// and where it does not.
  @Test func classifiersLearnTheSameFromGroupedSamples() throws {
    let samples = repeatedRows(count: 400)
    let labels = samples.rowIndices.map { samples[$0, 0] > samples[$0, 1] || $0 % 9 == 0 }
    let weights = samples.rowIndices.map { Double($0 % 3) }
    func check(_ classifier: some Classifier) throws {
      for weights in [nil, weights] {
        let plain = try classifier.fit(samples, labels: labels, weights: weights)
        let grouped = try classifier.fit(
          GroupedSamples(samples), labels: labels, weights: weights)
        #expect(plain == grouped)
        #expect(grouped.scores(of: GroupedSamples(samples)) == plain.scores(of: samples))
      }
    }
    try check(StochasticGradientDescent(.init()))
    try check(PassiveAggressive(.init()))
    try check(LogisticRegression(.init()))
    try check(ScaledClassifier(try StochasticGradientDescent(.init())))
    try check(GaussianNaiveBayes(.init()))
    try check(RandomForest(.init()))
    for strategy in DummyClassifier.Strategy.allCases {
      var configuration = DummyClassifier.Configuration()
      configuration.strategy = strategy
      let dummy = DummyClassifier(configuration)
      try check(dummy)
      // Scaled or not, what is drawn is drawn for each sample.
      let model = try dummy.fit(samples, labels: labels)
      let scaled = try ScaledClassifier(dummy).fit(samples, labels: labels)
      #expect(scaled.scores(of: samples) == model.scores(of: samples))
    }
  }

  @Test func rowsOfOtherKeysStayApart() {
    let samples = repeatedRows(count: 90)
    let keys = (0..<90).map { UInt64($0 / 7 % 2) }
    let groups = RowGroups(samples, keys: keys)
    for row in 0..<90 {
      let first = (0..<90).first {
        samples.row($0) == samples.row(row) && keys[$0] == keys[row]
      }
      #expect(groups.firstRows[groups.groups[row]] == first)
    }
  }

  @Test func sumsDoNotDependOnTheOrderOfRows() {
    var generator = SeededGenerator(seed: 2)
    let weights = (0..<50).map { _ in generator.nextUniform() }
    let samples = Matrix(rowCount: 50, columnCount: 1)
    let forward = RowGroups(samples).sums(of: weights)
    #expect(forward == RowGroups(samples).sums(of: weights.reversed()))
    #expect(isClose(forward[0], weights.reduce(0, +), tolerance: 1e-14))
    #expect(RowGroups(samples).sums(of: nil) == [50])
  }
}
