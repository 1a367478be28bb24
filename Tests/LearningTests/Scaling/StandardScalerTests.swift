import LinearAlgebra
import Testing

@testable import Learning

@Suite struct StandardScalerTests {
  private let samples = Matrix(
    rows: [[0, 1, 7], [3, 1, 7.5], [3, 1, 7.5], [10, 1, -2], [0.25, 1, 1e6]])

  @Test func columnsBecomeOfMeanZeroAndDeviationOne() throws {
    let scaler = try StandardScaler().fit(samples)
    let scaled = scaler.transformed(samples)
    for column in [0, 2] {
      let values = scaled.rows.map { $0[column] }
      #expect(abs(values.reduce(0, +)) < 1e-14)
      #expect(isClose(values.reduce(0) { $0 + $1 * $1 }, 5, tolerance: 1e-14))
    }
    // (0 + 3 + 3 + 10 + 0.25) / 5, and the population's variance, not the sample's.
    #expect(scaler.means[0] == 3.25)
    #expect(isClose(scaler.variances[0], 13.05, tolerance: 1e-15))
  }

  @Test(arguments: [0.1, 1e9 + 0.3, -7, 1e-300, 1e150])
  func constantColumnsAreShiftedAlone(value: Double) throws {
    let constant = Matrix(rows: [[value], [value], [value]])
    let scaler = try StandardScaler().fit(constant, weights: [1, 0.7, 11])
    let more = try scaler.updated(with: constant)
    for model in [scaler, more] {
      #expect(model.variances == [0] && model.scales == [1] && model.means == [value])
      #expect(model.transformed(constant).elements == [0, 0, 0])
    }
  }

  @Test func largeOffsetsCostNoDigits() throws {
    let offsets = Matrix(rows: [[1e9], [1e9 + 1], [1e9 + 2]])
    #expect(try StandardScaler().fit(offsets).variances == [2.0 / 3])
  }

  @Test func aWeightOfTwoIsTheRowTwice() throws {
    let rows = Matrix(rows: [[0.1, 5], [0.7, -3], [0.2, 2]])
    let repeated = Matrix(rows: [
      [0.2, 2], [0.1, 5], [0.7, -3], [0.7, -3], [0.1, 5], [0.1, 5],
    ])
    let weighted = try StandardScaler().fit(rows, weights: [3, 2, 1])
    #expect(try weighted == StandardScaler().fit(repeated))
    #expect(weighted.totalWeight == 6)
  }

  @Test func rowsOfWeightZeroAreAbsent() throws {
    let some = try StandardScaler().fit(samples, weights: [1, 1, 0, 1, 0])
    #expect(try some == StandardScaler().fit(samples.selecting([0, 1, 3])))
    #expect(try some.updated(with: samples, weights: [0, 0, 0, 0, 0]) == some)
    #expect(throws: FitError.tooFewSamples(required: 1, available: 0)) {
      try StandardScaler().fit(samples, weights: [0, 0, 0, 0, 0])
    }
  }

  @Test(arguments: 1..<5)
  func runningMomentsAreThoseOfAllRows(cut: Int) throws {
    let all = try StandardScaler().fit(samples)
    let first = try StandardScaler().fit(samples.selecting(Array(0..<cut)))
    let running = try first.updated(with: samples.selecting(Array(cut..<5)))
    #expect(running.totalWeight == 5)
    #expect(largestDifference(running.means, all.means) < 1e-15)
    #expect(largestDifference(running.variances, all.variances) < 1e-14)
  }

  @Test func theInverseGivesTheRowsBack() throws {
    let scaler = try StandardScaler().fit(samples)
    let back = scaler.inverselyTransformed(scaler.transformed(samples))
    for column in 0..<3 {
      // Rounding is relative to the deviations of a column, not to its smaller elements.
      let differences = (0..<5).map { abs(back[$0, column] - samples[$0, column]) }
      #expect(differences.allSatisfy { $0 < 1e-15 * scaler.scales[column] })
    }
  }

  @Test func momentsStayFiniteAtTheLargestMagnitudes() throws {
    let large = Matrix(rows: [[1e150], [-1e150], [1e150]])
    let scaler = try StandardScaler().fit(large, weights: [1e150, 1e150, 1e150])
    #expect(scaler.variances[0].isFinite && scaler.variances[0] > 0)
    #expect(scaler.merged(with: scaler).variances[0].isFinite)
  }

  @Test func unusableRowsAreRefused() throws {
    #expect(throws: FitError.tooFewSamples(required: 1, available: 0)) {
      try StandardScaler().fit(Matrix(rowCount: 0, columnCount: 3))
    }
    #expect(throws: FitError.nonFinite(row: 0, column: 1, value: "nan")) {
      try StandardScaler().fit(Matrix(rows: [[1, .nan]]))
    }
    #expect(throws: FitError.overflow(row: 0, column: 0)) {
      try StandardScaler().fit(Matrix(rows: [[1e151]]))
    }
    let scaler = try StandardScaler().fit(samples)
    #expect(throws: FitError.featureCount(expected: 3, found: 1)) {
      try scaler.updated(with: Matrix(rows: [[1]]))
    }
    #expect(throws: FitError.weightCount(expected: 5, found: 1)) {
      try StandardScaler().fit(samples, weights: [1])
    }
  }
}
