import LinearAlgebra
import Testing

@testable import Learning

@Suite struct PrincipalComponentsTests {
  private func fit(
    _ samples: Matrix, components: Int? = 2, weights: [Double]? = nil
  ) throws -> PrincipalComponentsModel {
    var configuration = PrincipalComponents.Configuration()
    configuration.componentCount = components
    return try PrincipalComponents(configuration).fit(samples, weights: weights)
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func axesAreScikitLearns(figures: ReferenceFigures) throws {
    let expected = figures.principalComponents
    let model = try fit(figures.samples, components: expected.components.count)
    #expect(largestDifference(model.mean, expected.mean) < 1e-9)
    #expect(
      largestDifference(model.components.elements, expected.components.flatMap { $0 }) < 1e-9)
    #expect(largestDifference(model.explainedVariance, expected.explainedVariance) < 1e-9)
    #expect(
      largestDifference(model.explainedVarianceRatio, expected.explainedVarianceRatio) < 1e-9)
  }

  @Test func axesOfAConstantSetAreTheFirstUnitVectors() throws {
    let model = try fit(Matrix(rows: [[1, 2, 3], [1, 2, 3]]))
    #expect(model.components.rows == [[1, 0, 0], [0, 1, 0]])
    #expect(model.explainedVarianceRatio == [0, 0])
  }

  @Test func aLineIsCompletedByGramSchmidt() throws {
    let model = try fit(Matrix(rows: [[0, 0], [3, 4], [6, 8]]))
    #expect(largestDifference(model.components.elements, [0.6, 0.8, 0.8, -0.6]) < 1e-12)
    #expect(isClose(model.explainedVarianceRatio[0], 1, tolerance: 1e-12))
    #expect(model.explainedVarianceRatio[1] == 0)
  }

  @Test func theFirstLargeLoadingIsPositive() throws {
    // A tie between the magnitudes of both loadings: the first decides.
    let model = try fit(Matrix(rows: [[0, 0], [-1, 1], [-2, 2]]), components: 1)
    #expect(model.components[0, 0] > 0)
    #expect(model.components[0, 1] < 0)
  }

  @Test func projectionsAreCentredAndOrthogonal() throws {
    let samples = ReferenceFigures.ipv4.samples
    let projections = try fit(samples).projections(of: samples)
    for column in 0..<2 {
      let sum = (0..<samples.rowCount).reduce(0.0) { $0 + projections[$1, column] }
      #expect(abs(sum) < 1e-9)
    }
    let product = (0..<samples.rowCount).reduce(0.0) {
      $0 + projections[$1, 0] * projections[$1, 1]
    }
    #expect(abs(product) < 1e-6)
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func weightsAreRepeatedRowsBitForBit(figures: ReferenceFigures) throws {
    let rows = figures.samples.rows
    let repeated = rows.indices.flatMap { Array(repeating: rows[$0], count: $0 % 3) }
    let weighted = try fit(
      figures.samples, components: nil, weights: rows.indices.map { Double($0 % 3) })
    #expect(try fit(Matrix(rows: repeated), components: nil) == weighted)
    #expect(try fit(Matrix(rows: repeated.reversed()), components: nil) == weighted)
  }

  @Test func weightedFiguresAreThoseByHand() throws {
    // Mean (1, 1), deviations (±1, ±1) of weight 3 and 3: variance 6 / 5 each, all along (1, 1).
    let model = try fit(Matrix(rows: [[0, 0], [2, 2], [9, 9]]), weights: [3, 3, 0])
    #expect(model.mean == [1, 1])
    #expect(isClose(model.explainedVariance[0], 2.4, tolerance: 1e-14))
    #expect(model.explainedVariance[1] == 0)
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func allAxesGiveTheRowsBack(figures: ReferenceFigures) throws {
    let model = try fit(figures.samples, components: nil)
    #expect(model.componentCount == figures.samples.columnCount)
    #expect(isClose(model.explainedVarianceRatio.reduce(0, +), 1, tolerance: 1e-12))
    let restored = model.samples(of: model.projections(of: figures.samples))
    #expect(largestDifference(restored.elements, figures.samples.elements) < 1e-10)
  }

  /// What fewer axes lose is the variance along the others, times the n − 1 it was divided by.
  @Test func fewerAxesLoseTheVarianceOfTheOthers() throws {
    let samples = ReferenceFigures.ipv4.samples
    let model = try fit(samples)
    let restored = model.samples(of: model.projections(of: samples))
    let lost = zip(restored.elements, samples.elements)
      .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let all = try fit(samples, components: nil).explainedVariance
    #expect(
      isClose(lost, Double(samples.rowCount - 1) * (all[2] + all[3]), tolerance: 1e-9))
  }

  @Test func constantAndCollinearColumnsLeaveOrthonormalAxes() throws {
    let rows = (0..<9).map { row -> [Double] in [Double(row), 7, Double(2 * row), Double(row % 3)] }
    let samples = Matrix(rows: rows)
    let model = try fit(samples, components: nil)
    for i in 0..<4 {
      for j in 0..<4 {
        let product = (0..<4).reduce(0.0) { $0 + model.components[i, $1] * model.components[j, $1] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
      }
    }
    #expect(model.explainedVariance[2...] == [0, 0])
    let restored = model.samples(of: model.projections(of: samples))
    #expect(largestDifference(restored.elements, samples.elements) < 1e-12)
  }

  /// Products of variances leave the range of a double long before the variances do.
  @Test(arguments: [1e-140, 1e140])
  func axesDoNotDependOnTheUnit(unit: Double) throws {
    let rows = [[0.0, 0], [3, 4.5], [6, 8], [7, 3]]
    let model = try fit(Matrix(rows: rows.map { $0.map { $0 * unit } }))
    let plain = try fit(Matrix(rows: rows))
    #expect(largestDifference(model.components.elements, plain.components.elements) < 1e-12)
    #expect(largestDifference(model.explainedVarianceRatio, plain.explainedVarianceRatio) < 1e-12)
  }

  @Test func refusesWhatItCannotUse() throws {
    #expect(throws: FitError.tooFewSamples(required: 2, available: 1)) {
      try fit(Matrix(rows: [[1, 2]]))
    }
    #expect(throws: FitError.tooFewSamples(required: 2, available: 0)) {
      try fit(Matrix(rows: [[1, 2], [3, 4]]), weights: [0, 0])
    }
    #expect(throws: FitError.nonFinite(row: 1, column: 0, value: "nan")) {
      try fit(Matrix(rows: [[1, 2], [.nan, 4]]))
    }
    #expect(
      throws: FitError.invalidHyperparameter(
        InvalidHyperparameter(
          name: "componentCount", requirement: "at most 1, the number of columns", value: "2"))
    ) { try fit(Matrix(rows: [[1], [2]])) }
    #expect(
      throws: InvalidHyperparameter(
        name: "componentCount", requirement: "at least 1", value: "0")
    ) { try fit(Matrix(rows: [[1], [2]]), components: 0) }
    let model = try fit(Matrix(rows: [[1, 2], [3, 5]]))
    #expect(throws: FitError.featureCount(expected: 2, found: 1)) {
      try model.projections(checking: Matrix(rows: [[1]]))
    }
    #expect(throws: FitError.nonFinite(row: 0, column: 1, value: "inf")) {
      try model.projections(checking: Matrix(rows: [[1, .infinity]]))
    }
  }
}
