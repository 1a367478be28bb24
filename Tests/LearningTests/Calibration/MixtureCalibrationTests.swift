import LinearAlgebra
import Testing

@testable import Learning

@Suite struct MixtureCalibrationTests {
  private func calibrate(
    _ samples: Matrix, draws: Int = 20_000, seed: UInt64 = 100, threadCount: Int = 1
  ) throws -> MixtureCalibration.Result {
    var configuration = MixtureCalibration.Configuration()
    configuration.simulationCount = draws
    configuration.seed = seed
    configuration.threadCount = threadCount
    return try MixtureCalibration(configuration).calibrate(samples)
  }

  /// Two Gaussian groups; the first `strangerCount` rows lie far from both, close to each other.
  private func rows(_ count: Int, strangers strangerCount: Int = 0, seed: UInt64 = 1) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    var rows: [[Double]] = []
    while rows.count < count {
      let pairs = [generator.nextNormals(), generator.nextNormals()]
      for lane in 0..<8 where rows.count < count {
        let normals = pairs.flatMap { [$0.0[lane], $0.1[lane]] }
        let center = rows.count < strangerCount ? 300.0 : rows.count % 2 == 0 ? 20 : 120
        rows.append(normals.map { center + 5 * $0 })
      }
    }
    return Matrix(rows: rows)
  }

  /// Shares of 2000 rows with p-values up to a level, and five standard errors of such a share.
  private func shares(_ samples: Matrix) throws -> [(level: Double, share: Double, error: Double)] {
    let pValues = try calibrate(samples).pValues
    return [0.01, 0.05, 0.25, 0.5, 0.9].map { level in
      (
        level, Double(pValues.count { $0 <= level }) / 2_000,
        5 * (level * (1 - level) / 2_000).squareRoot()
      )
    }
  }

  @Test func rowsOfOneGroupHaveUniformPValues() throws {
    let group = rows(4_000)
    for (level, share, error) in try shares(
      group.selecting((0..<2_000).map { 2 * $0 }))
    { #expect(abs(share - level) < error, "\(level): \(share)") }
  }

  /// The prior spreads the covariance between the groups over each of them, which makes p-values
  /// larger, never smaller.
  @Test func rowsOfSeveralGroupsHaveNoSmallerPValues() throws {
    for (level, share, error) in try shares(rows(2_000)) {
      #expect(share < level + error, "\(level): \(share)")
      #expect(share > level / 2 - error, "\(level): \(share)")
    }
  }

  /// A component of their own would call them usual.
  @Test func strangersThatKeepCompanyAreStrange() throws {
    let result = try calibrate(rows(1_000, strangers: 20))
    #expect(result.pValues.prefix(20).allSatisfy { $0 <= 1e-3 })
    #expect(result.isTrimmed.prefix(20).allSatisfy { $0 })
    #expect(result.isTrimmed.dropFirst(20).count { $0 } <= 2)
  }

  @Test func orderOfRowsDoesNotMatter() throws {
    let samples = rows(300, strangers: 3)
    let reversed = try calibrate(Matrix(rows: samples.rows.reversed()))
    let result = try calibrate(samples)
    #expect(reversed.pValues.reversed() == result.pValues)
    #expect(reversed.logDensities.reversed() == result.logDensities)
  }

  @Test func threadsDoNotMatterAndSeedsDo() throws {
    let samples = rows(300)
    let result = try calibrate(samples)
    #expect(try calibrate(samples, threadCount: 3).pValues == result.pValues)
    #expect(try calibrate(samples, seed: 101).pValues != result.pValues)
  }

  /// p-values rise with the density within a fold, whose draws they are counted from.
  @Test func pValuesRiseWithTheHeldOutDensity() throws {
    let result = try calibrate(rows(400, strangers: 4))
    #expect(Set(result.folds) == Set(0..<5))
    for fold in 0..<5 {
      let members = result.folds.indices.filter { result.folds[$0] == fold }
        .sorted { result.logDensities[$0] < result.logDensities[$1] }
      #expect(members.count == 80)
      let values = members.map { result.pValues[$0] }
      #expect(values == values.sorted())
      #expect(values.allSatisfy { $0 > 0 && $0 <= 1 })
    }
  }

  @Test(arguments: [2, 3, 4, 7, 12])
  func fewRowsAreNoReasonToFail(count: Int) throws {
    let result = try calibrate(rows(count), draws: 1_000)
    #expect(result.pValues.count == count)
    #expect(result.pValues.allSatisfy { $0 > 0 && $0 <= 1 })
  }

  @Test func equalRowsAndConstantColumnsAreUsual() throws {
    let equal = Matrix(rows: (0..<40).map { _ in [7, 7, 7] })
    #expect(try calibrate(equal, draws: 1_000).pValues.allSatisfy { $0 > 0.05 })
    let oneNetwork = Matrix(rows: (0..<200).map { [192, 168, 7, Double($0)] })
    #expect(try calibrate(oneNetwork, draws: 10_000).pValues.allSatisfy { $0 > 0.001 })
  }

  @Test func oneRowIsTooFew() throws {
    #expect(throws: FitError.tooFewSamples(required: 2, available: 1)) {
      try calibrate(Matrix(rows: [[1, 2]]))
    }
  }

  /// At least ten rows a feature and a fortieth of all, but never more than a twentieth.
  @Test(arguments: [(100, 4, 5.0), (400, 4, 20), (1_000, 4, 40), (2_000, 4, 50), (900, 16, 45)])
  func aComponentNeedsMoreThanAHandful(rowCount: Int, featureCount: Int, needed: Double) {
    #expect(
      MixtureCalibration.smallestRowCount(rowCount: rowCount, featureCount: featureCount)
        == needed)
  }

  @Test func aRefitWithTheSameWeightsSaysTheSame() throws {
    let samples = rows(600, strangers: 6)
    var configuration = MixtureCalibration.Configuration()
    configuration.simulationCount = 20_000
    let calibration = try MixtureCalibration(configuration)
    let result = try calibration.calibrate(samples)
    let refitted = try calibration.refittedPValues(
      of: samples, weights: Array(repeating: 1, count: 600), after: result, stream: 0)
    #expect(refitted.prefix(6).allSatisfy { $0 <= 1e-3 })
    // Held out or not, p-values of ordinary rows are close.
    let differences = zip(refitted, result.pValues).map { abs($0 - $1) }
    #expect(differences.reduce(0, +) / 600 < 0.03)
  }
}
