import LinearAlgebra
import Testing

@testable import Learning

@Suite struct OneClassSVMTests {
  private func machine(
    nu: Double = 0.5, gamma: Double? = nil, cacheByteCount: Int = 200_000_000
  ) throws -> OneClassSVM {
    var configuration = OneClassSVM.Configuration()
    configuration.nu = nu
    configuration.gamma = gamma
    configuration.cacheByteCount = cacheByteCount
    return try OneClassSVM(configuration)
  }

  private func decisions(_ model: OneClassSVMModel, _ samples: Matrix) -> [Double] {
    model.anomalyScores(of: samples).map { -$0 - model.rho }
  }

  @Test func decisionsAreScikitLearns() throws {
    let figures = OutlierFigures.all
    let clouds = Matrix(rows: figures.clouds)
    for figure in figures.oneClassSVMs {
      let model = try machine(nu: figure.nu, gamma: figure.gamma).fit(clouds)
      // Both stop near the optimum: ours at 1e-8 of ρ, which is about 30.
      #expect(model.didConverge && isClose(model.rho, figure.rho, tolerance: 1e-7))
      #expect(largestDifference(decisions(model, clouds), figure.decisions) < 1e-6)
      let queries = decisions(model, Matrix(rows: figures.queries))
      #expect(largestDifference(queries, figure.queryDecisions ?? []) < 1e-6)
    }
  }

  @Test func decisionsOfCopiesAreScikitLearnsOfAllRows() throws {
    let figures = OutlierFigures.all
    let figure = figures.copiesSVM
    let model = try machine(nu: figure.nu).fit(figures.copies.samples)
    #expect(isClose(model.rho, figure.rho, tolerance: 1e-7))
    let found = decisions(model, Matrix(rows: figures.copies.rows))
    #expect(largestDifference(found, figure.decisions) < 1e-6)
  }

  /// The conditions of Karush, Kuhn and Tucker, from the model's own scores.
  @Test(arguments: [0.05, 0.3, 0.5, 0.9, 1])
  func coefficientsAreOptimal(nu: Double) throws {
    let samples = repeatedRows(count: 800)
    let distinct = DistinctSamples(samples)
    let model = try machine(nu: nu).fit(samples)
    let levels = model.anomalyScores(of: distinct.rows).map { -$0 }
    let alphas = Dictionary(
      uniqueKeysWithValues: zip(model.supportVectors.rows, model.coefficients))
    #expect(isClose(model.coefficients.reduce(0, +), nu * 800, tolerance: 1e-9))
    for row in 0..<distinct.rowCount {
      let alpha = alphas[distinct.rows.row(row)] ?? 0
      let excess = (levels[row] - model.rho) / model.rho
      #expect(alpha <= distinct.weights[row])
      if alpha == 0 { #expect(excess > -1e-7) }
      if alpha > 0, alpha < distinct.weights[row] { #expect(abs(excess) < 1e-7) }
      // With ν = 1 nothing is free, and ρ is the highest level.
      if alpha == distinct.weights[row] { #expect(excess < 1e-7) }
    }
  }

  @Test func nuBoundsTheShareOutside() throws {
    let samples = repeatedRows(count: 800)
    for nu in [0.05, 0.3, 0.5] {
      let model = try machine(nu: nu).fit(samples)
      let outside = model.outliers(of: samples).filter { $0 }.count
      #expect(Double(outside) <= nu * 800)
    }
  }

  @Test func aSmallCacheChangesNothing() throws {
    let samples = Matrix(rows: OutlierFigures.all.clouds)
    #expect(try machine(cacheByteCount: 0).fit(samples) == machine().fit(samples))
  }

  @Test func rowsOnTheBoundaryAreWithin() throws {
    // Four corners of a square are alike, so all of them lie on the boundary.
    let square = Matrix(rows: [[0, 0], [0, 1], [1, 0], [1, 1]])
    let model = try machine(nu: 0.6).fit(square)
    #expect(model.outliers(of: square) == [false, false, false, false])
    #expect(model.outliers(of: Matrix(rows: [[9, 9]])) == [true])
  }

  @Test func aRebuiltModelScoresTheSame() throws {
    let samples = Matrix(rows: OutlierFigures.all.clouds)
    let model = try machine().fit(samples)
    let rebuilt = OneClassSVMModel(
      supportVectors: model.supportVectors, coefficients: model.coefficients, gamma: model.gamma,
      rho: model.rho, iterationCount: model.iterationCount, didConverge: model.didConverge)
    #expect(rebuilt == model)
    #expect(rebuilt.anomalyScores(of: samples) == model.anomalyScores(of: samples))
  }

  @Test func optionsOutsideTheirRangeAreRefused() {
    for nu in [0, -1, 1.1, .nan] {
      #expect(throws: InvalidHyperparameter.self) { try machine(nu: nu) }
    }
    for gamma in [0, -1, .infinity, .nan] {
      #expect(throws: InvalidHyperparameter.self) { try machine(gamma: gamma) }
    }
  }
}
