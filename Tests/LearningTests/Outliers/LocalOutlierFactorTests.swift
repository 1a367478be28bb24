import LinearAlgebra
import Testing

@testable import Learning

@Suite struct LocalOutlierFactorTests {
  private func estimator(
    _ neighborCount: Int, _ neighborhood: LocalOutlierFactor.Neighborhood = .distinctRows,
    contamination: Double? = nil
  ) throws -> LocalOutlierFactor {
    var configuration = LocalOutlierFactor.Configuration()
    configuration.neighborCount = neighborCount
    configuration.neighborhood = neighborhood
    configuration.contamination = contamination
    return try LocalOutlierFactor(configuration)
  }

  @Test func factorsOfDistinctRowsAreScikitLearns() throws {
    let figures = OutlierFigures.all
    let clouds = Matrix(rows: figures.clouds)
    for figure in figures.localOutlierFactors {
      for neighborhood in [LocalOutlierFactor.Neighborhood.distinctRows, .allRows] {
        let model = try estimator(figure.neighborCount, neighborhood).fit(clouds)
        let tolerance = neighborhood == .allRows ? 1e-12 : 1e-8
        #expect(largestDifference(model.anomalyScores(of: clouds), figure.factors) < tolerance)
        let queries = model.anomalyScores(of: Matrix(rows: figures.queries))
        #expect(largestDifference(queries, figure.queryFactors ?? []) < tolerance)
      }
    }
  }

  @Test func countedFactorsAreScikitLearns() throws {
    let figures = OutlierFigures.all
    let samples = figures.copies.samples
    let figure = figures.countedFactors
    let scores = try estimator(figure.neighborCount, .allRows).fit(samples)
      .anomalyScores(of: samples)
    #expect(largestDifference(scores, figure.factors) < 1e-9)
    #expect(scores.contains { $0 > 1e8 }, "duplicates distort some of them")
  }

  /// The definitions of the paper, looked up in a full table of distances.
  @Test(arguments: [1, 4, 20, 200])
  func factorsAreThoseOfTheDefinitions(neighborCount: Int) throws {
    let samples = repeatedRows(count: 400)
    let distinct = DistinctSamples(samples).rows.rows
    let n = distinct.count
    let k = min(neighborCount, n - 1)
    let distances = distinct.map { row in distinct.map { distance(row, $0) } }
    let reaches = (0..<n).map { p in
      (0..<n).filter { $0 != p }.map { distances[p][$0] }.sorted()[k - 1]
    }
    let neighbors = (0..<n).map { p in
      (0..<n).filter { $0 != p && distances[p][$0] <= reaches[p] * (1 + 1e-9) }
    }
    let densities = (0..<n).map { p in
      Double(neighbors[p].count)
        / neighbors[p].reduce(0) { $0 + max(reaches[$1], distances[p][$1]) }
    }
    let factors = (0..<n).map { p in
      neighbors[p].reduce(0) { $0 + densities[$1] } / Double(neighbors[p].count) / densities[p]
    }
    let model = try estimator(neighborCount).fit(samples)
    #expect(largestDifference(model.factors, factors) < 1e-12)
    #expect(largestDifference(model.reaches, reaches) < 1e-12)
  }

  @Test func searchFindsWhatLookingAtAllRowsFinds() {
    let samples = DistinctSamples(repeatedRows(count: 2_000, featureCount: 5))
    let search = NearestRowSearch(samples)
    for row in stride(from: 0, to: samples.rowCount, by: 37) {
      let point = samples.rows.row(row).map { $0 + 0.25 }
      let all = samples.rows.rows.map { distance($0, point) * distance($0, point) }.sorted()
      let found = search.nearest(9, to: point)
      #expect(largestDifference(found, Array(all[..<9])) < 1e-12)
      let within = search.rows(within: found[8], of: point)
      #expect(within.count >= 9 && within.allSatisfy { $0.squaredDistance <= found[8] })
      #expect(search.nearest(1, to: samples.rows.row(row), excluding: row)[0] > 0)
    }
  }

  @Test func twinsShareTheirScoreAndDoNotChangeIt() throws {
    let clouds = OutlierFigures.all.clouds
    let once = try estimator(5).fit(Matrix(rows: clouds))
    let repeated = Matrix(rows: clouds + Array(repeating: clouds[0], count: 50))
    let often = try estimator(5).fit(repeated)
    #expect(often == once)
    let scores = often.anomalyScores(of: repeated)
    #expect(scores[120...].allSatisfy { $0 == scores[0] })
  }

  /// Four rows at distance 1 of the middle one; two copies are asked for.
  @Test func ofEquallyDistantCopiesTheFirstAreNeighbors() throws {
    let rows: [[Double]] = [[1, 0], [0, 0], [0, 1], [0, 1.5], [-1, 0], [0, -1]]
    let model = try estimator(2, .allRows).fit(Matrix(rows: rows))
    func meanDensity(_ first: [Double], _ second: [Double]) -> Double {
      let densities = [first, second].map { row in
        model.densities[model.rows.rows.firstIndex(of: row) ?? 0]
      }
      return (densities[0] + densities[1]) / 2
    }
    let middle = model.rows.rows.firstIndex(of: [0, 0]) ?? 0
    #expect(
      isClose(
        model.factors[middle], meanDensity([1, 0], [0, 1]) / model.densities[middle],
        tolerance: 1e-12))
    let moved = try estimator(2, .allRows).fit(Matrix(rows: rows.reversed()))
    #expect(moved.factors[middle] != model.factors[middle])
  }

  @Test func copiesCountAsTheRowTwice() throws {
    let rows = Matrix(rows: OutlierFigures.all.clouds)
    let weights = rows.rowIndices.map { Double($0 % 3) }
    let repeated = rows.selecting(rows.rowIndices.flatMap { Array(repeating: $0, count: $0 % 3) })
    let weighted = try estimator(4, .allRows).fit(rows, weights: weights)
    #expect(try weighted == estimator(4, .allRows).fit(repeated))
  }

  @Test func aShareIsFlaggedButForTies() throws {
    let samples = repeatedRows(count: 2_000)
    let model = try estimator(10, contamination: 0.02).fit(samples)
    let scores = model.anomalyScores(of: samples)
    let flagged = scores.filter { $0 > model.threshold }.count
    #expect(flagged <= 41 && scores.filter { $0 >= model.threshold }.count >= 39)
    #expect(try estimator(10).fit(samples).offset == -1.5)
  }

  @Test func rowsWithoutNeighborsAreUsual() throws {
    for neighborhood in [LocalOutlierFactor.Neighborhood.distinctRows, .allRows] {
      let one = Matrix(rows: [[3, 4]])
      #expect(try estimator(20, neighborhood).fit(one).anomalyScores(of: one) == [1])
      let same = Matrix(rows: Array(repeating: [3, 4], count: 30))
      let model = try estimator(20, neighborhood).fit(same)
      #expect(model.anomalyScores(of: same) == Array(repeating: 1, count: 30))
      let few = Matrix(rows: [[0, 0], [1, 0], [5, 5]])
      let scores = try estimator(20, neighborhood).fit(few).anomalyScores(of: few)
      #expect(scores.allSatisfy { $0.isFinite })
    }
  }

  @Test func aRebuiltModelScoresTheSame() throws {
    let samples = OutlierFigures.all.copies.samples
    let queries = Matrix(rows: OutlierFigures.all.queries)
    for neighborhood in [LocalOutlierFactor.Neighborhood.distinctRows, .allRows] {
      let model = try estimator(7, neighborhood).fit(samples)
      let rebuilt = LocalOutlierFactorModel(
        neighborCount: 7, rows: model.rows, reaches: model.reaches, densities: model.densities,
        factors: model.factors,
        copies: model.copies.map {
          RowCopies(counts: $0.counts, leadingPlaces: $0.leadingPlaces)
        }, threshold: model.threshold)
      #expect(rebuilt == model)
      #expect(rebuilt.anomalyScores(of: queries) == model.anomalyScores(of: queries))
    }
  }
}

private func distance(_ left: [Double], _ right: [Double]) -> Double {
  zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}
