import LinearAlgebra
import Testing

@testable import Learning

@Suite struct BaselineCalibrationTests {
  /// Two Gaussian clouds.
  private static func rows(_ count: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    var rows: [[Double]] = []
    while rows.count < count {
      let (x, y) = generator.nextNormals()
      for lane in 0..<8 where rows.count < count {
        let center = rows.count % 2 == 0 ? 20.0 : 120
        rows.append([center + 5 * x[lane], center + 5 * y[lane]])
      }
    }
    return Matrix(rows: rows)
  }

  private static func calibration(_ rows: Matrix) throws -> BaselineCalibration {
    var configuration = MixtureCalibration.Configuration()
    configuration.simulationCount = 20_000
    return BaselineCalibration(try MixtureCalibration(configuration).calibrate(rows))
  }

  private static func simulated(
    _ rows: Matrix, by calibration: BaselineCalibration
  ) -> [Double] {
    let draws = calibration.density.risingLogDensities(ofDraws: 50_000, seed: 1, stream: 0)
    return calibration.simulatedPValues(of: rows, draws: draws)
  }

  @Test func everyRowOfTheBaselineIsHeldOutOnce() throws {
    let calibration = try Self.calibration(Self.rows(403, seed: 1))
    #expect(calibration.rowCount == 403 && calibration.folds.count == 5)
    for fold in calibration.folds { #expect(fold.logDensities == fold.logDensities.sorted()) }
  }

  /// Rows like those of the baseline are below a level as often as it says.
  @Test func levelsHoldForNewRows() throws {
    let calibration = try Self.calibration(Self.rows(2_000, seed: 1))
    let others = Self.rows(4_000, seed: 2)
    for values in [
      calibration.conformalPValues(of: others), Self.simulated(others, by: calibration),
    ] {
      for level in [0.05, 0.25, 0.5] {
        let share = Double(values.count { $0 <= level }) / 4_000
        // Five standard errors: of the share, and of the level that 2 000 rows tell.
        let error = 5 * (level * (1 - level) * (1 / 4_000.0 + 1 / 2_000.0)).squareRoot()
        #expect(abs(share - level) < error, "level \(level)")
      }
    }
  }

  @Test func aStrangerHasTheLeastPValue() throws {
    let calibration = try Self.calibration(Self.rows(400, seed: 1))
    let stranger = Matrix(rows: [[70, 70]])
    #expect(calibration.conformalPValues(of: stranger) == [1.0 / 401])
    #expect(Self.simulated(stranger, by: calibration)[0] < 1e-3)
  }

  @Test func aRowIsJudgedTheSameInAnyCompanyAndByAnyThreads() throws {
    let calibration = try Self.calibration(Self.rows(400, seed: 1))
    let others = Self.rows(100, seed: 3)
    let alone = others.rowIndices.map {
      calibration.conformalPValues(of: others.selecting([$0]))[0]
    }
    #expect(calibration.conformalPValues(of: others, threadCount: 3) == alone)
  }
}
