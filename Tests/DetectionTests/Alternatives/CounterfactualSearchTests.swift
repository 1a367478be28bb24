import Learning
import LinearAlgebra
import Testing

@testable import Detection

/// Against the plain search: every row of the grid.
@Suite struct CounterfactualSearchTests {
  private func rows(_ count: Int, _ featureCount: Int, seed: UInt64, limit: Int) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    let elements = (0..<count).flatMap { index in
      (0..<featureCount).map { feature -> Double in
        // Two slanted groups, so that features depend on each other.
        let base = index % 2 == 0 ? limit / 5 : limit * 3 / 5
        let common = generator.nextIndex(below: max(limit / 4, 1))
        return Double(min(base + common / (feature + 1) + generator.nextIndex(below: 2), limit))
      }
    }
    return Matrix(rowCount: count, columnCount: featureCount, elements: elements)
  }

  /// The rows of the whole grid that are inside.
  private func inside(_ set: LevelSet, featureCount: Int, limit: Int) -> [[Double]] {
    var grid: [[Double]] = [[]]
    for _ in 0..<featureCount {
      grid = grid.flatMap { start in (0...limit).map { start + [Double($0)] } }
    }
    return zip(grid, set.contains(Matrix(rows: grid))).filter(\.1).map(\.0)
  }

  private func measure(_ row: [Double], _ other: [Double]) -> (count: Int, sum: Double) {
    (
      CounterfactualSearch.changedCount(row, other),
      zip(row, other).reduce(0) { $0 + abs($1.0 - $1.1) }
    )
  }

  private func check(_ set: LevelSet, _ queries: [[Double]], limit: Int) throws {
    let grids: [ClosedRange<Int>?] = queries[0].map { _ in 0...limit }
    let search = CounterfactualSearch(set, grids: grids, stepLimit: 1_000_000)
    let inside = inside(set, featureCount: queries[0].count, limit: limit)
    for row in queries where set.contains(Matrix(rows: [row])) == [false] {
      // Fewest features, then the smallest sum.
      let expected = inside.map { measure(row, $0) }.min(by: <)
      let found = search.nearest(to: row, known: nil)
      #expect((found == nil) == (expected == nil), "\(row)")
      guard let found, let expected else { continue }
      #expect(measure(row, found.row) == expected, "\(row): \(found.row)")
      #expect(found.isExact)
      #expect(set.contains(Matrix(rows: [found.row])) == [true])
      // What is known beforehand may speed the search, never change its measure.
      let again = try #require(search.nearest(to: row, known: found.row))
      #expect(measure(row, again.row) == expected && again.isExact)
    }
  }

  private func model(
    _ samples: Matrix, components: Int
  ) throws -> BayesianGaussianMixtureModel {
    var configuration = BayesianGaussianMixture.Configuration()
    configuration.componentCount = components
    configuration.restartCount = 0
    return try BayesianGaussianMixture(configuration).fit(samples)
  }

  /// Features, greatest value, percentile of the level.
  static let shapes: [(featureCount: Int, limit: Int, percentile: Double)] = [
    (1, 255, 20), (2, 60, 30), (2, 60, 95), (3, 24, 10), (3, 24, 70), (4, 11, 20), (4, 11, 80),
  ]

  @Test(arguments: shapes, [1, 2, 5])
  func equalsTheExhaustiveSearchOfMixtures(
    _ shape: (featureCount: Int, limit: Int, percentile: Double), components: Int
  ) throws {
    let samples = rows(60, shape.featureCount, seed: 11, limit: shape.limit)
    let model = try model(samples, components: components)
    let border = Threshold.percentile(shape.percentile, of: model.scores(of: samples).logDensities)
    let queries = corners(shape.featureCount, shape.limit) + samples.rows.prefix(6)
    try check(LevelSet(model, atLeast: border), queries, limit: shape.limit)
    let predictive = PredictiveDensity(model, keeping: Array(0..<components))
    let held = Threshold.percentile(shape.percentile, of: predictive.logDensities(of: samples))
    try check(LevelSet(predictive, atLeast: held), queries, limit: shape.limit)
  }

  @Test(arguments: shapes)
  func equalsTheExhaustiveSearchOfKMeans(
    _ shape: (featureCount: Int, limit: Int, percentile: Double)
  ) throws {
    let samples = rows(60, shape.featureCount, seed: 12, limit: shape.limit)
    var configuration = KMeans.Configuration()
    configuration.clusterCount = 3
    let model = try KMeans(configuration).fit(samples)
    let distance = Threshold.percentile(
      100 - shape.percentile, of: model.nearestCentroids(of: samples).distances)
    try check(
      LevelSet(model, within: distance), corners(shape.featureCount, shape.limit),
      limit: shape.limit)
  }

  private func corners(_ featureCount: Int, _ limit: Int) -> [[Double]] {
    (0..<1 << featureCount).map { bits in
      (0..<featureCount).map { bits >> $0 & 1 == 0 ? 0 : Double(limit) }
    } + [(0..<featureCount).map { Double($0 * limit / 5) }]
  }

  @Test func whatNoValueReachesIsSaid() throws {
    let samples = rows(40, 3, seed: 3, limit: 20)
    let model = try model(samples, components: 2)
    let set = LevelSet(model, atLeast: 1_000)
    let search = CounterfactualSearch(
      set, grids: [0...20, 0...20, 0...20], stepLimit: 100_000)
    #expect(search.nearest(to: [0, 0, 0], known: nil) == nil)
  }

  /// Features that cannot be chosen stay as they are.
  @Test func onlyFeaturesOnAGridChange() throws {
    let samples = rows(40, 3, seed: 4, limit: 60)
    let model = try model(samples, components: 1)
    let border = Threshold.percentile(5, of: model.scores(of: samples).logDensities)
    let search = CounterfactualSearch(
      LevelSet(model, atLeast: border), grids: [0...60, nil, 0...60], stepLimit: 100_000)
    var row = samples.row(0)
    row[0] = 60
    row[2] = 0
    let found = try #require(search.nearest(to: row, known: nil))
    #expect(found.row[1] == row[1])
    #expect(
      CounterfactualSearch(
        LevelSet(model, atLeast: border), grids: [nil, nil, nil], stepLimit: 100_000
      )
      .nearest(to: row, known: samples.row(1)) == nil)
  }

  /// A search that is given up keeps what it has, and says so.
  @Test func fewStepsGiveASmallChangeThatIsNotCalledExact() throws {
    let samples = rows(60, 4, seed: 11, limit: 200)
    let model = try model(samples, components: 2)
    let border = Threshold.percentile(20, of: model.scores(of: samples).logDensities)
    let set = LevelSet(model, atLeast: border)
    let known = try #require(samples.rows.first { set.contains(Matrix(rows: [$0])) == [true] })
    let row = [0.0, 200, 0, 200]
    let found = try [1, 1_000_000].map { stepLimit in
      let search = CounterfactualSearch(
        set, grids: Array(repeating: 0...200, count: 4), stepLimit: stepLimit)
      return try #require(search.nearest(to: row, known: known))
    }
    #expect(found.map(\.isExact) == [false, true])
    #expect(measure(row, found[1].row) <= measure(row, found[0].row))
    #expect(set.contains(Matrix(rows: found.map(\.row))) == [true, true])
  }

  /// Sixteen features: up to three are searched, and what is known is only made smaller.
  @Test func manyChangedFeaturesAreNotCalledExact() throws {
    let samples = rows(80, 16, seed: 5, limit: 255)
    let model = try model(samples, components: 2)
    let border = Threshold.percentile(10, of: model.scores(of: samples).logDensities)
    let set = LevelSet(model, atLeast: border)
    let search = CounterfactualSearch(
      set, grids: Array(repeating: 0...255, count: 16), stepLimit: 100_000)
    let known = try #require(samples.rows.first { set.contains(Matrix(rows: [$0])) == [true] })
    let far = (0..<16).map { $0 % 2 == 0 ? 255.0 : 0 }
    let found = try #require(search.nearest(to: far, known: known))
    #expect(!found.isExact)
    #expect(set.contains(Matrix(rows: [found.row])) == [true])
    #expect(measure(far, found.row) <= measure(far, known))
  }
}
