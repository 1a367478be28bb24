import Learning
import LinearAlgebra

/// Which addresses of a population a rule flags, and by what border.
struct Flagging: Sendable {
  let threshold: Threshold
  let isAnomalous: [Bool]
  /// What the p-values of a calibrated rule rest on; nil for other rules.
  let calibration: Calibration?
  /// Of a rule that was calibrated with these very addresses.
  private let result: MixtureCalibration.Result?

  /// p-values and the densities they come from; lists run parallel to the rows.
  struct Calibration: Sendable {
    let pValues: [Double]
    let logDensities: [Double]
    /// Index of the density that judges each row.
    let folds: [Int]
    let densities: [PredictiveDensity]
  }

  /// With fewer addresses a component's tails are guesswork.
  private static let convincingAddressCount = 50
  /// Components of a calibrating fit when their number is automatic.
  private static let automaticComponentCount = 7

  /// - Parameter scores: log density or minus the distance of each row of `samples`.
  init(samples: Matrix, scores: [Double], options: ScanOptions, threadCount: Int) {
    let rule = options.threshold
    guard rule.isCalibrated else {
      let threshold = Threshold(rule, of: scores)
      self.threshold = threshold
      isAnomalous = scores.map(threshold.isAnomalous)
      (calibration, result) = (nil, nil)
      return
    }
    let result = Self.calibration(of: samples, options: options, threadCount: threadCount)
    let border = CalibratedBorder(
      rule, of: result.pValues, basis: .draws(result.simulationCount))
    threshold = Threshold(rule: rule, calibration: border)
    isAnomalous = result.pValues.map(border.isAnomalous)
    calibration = Calibration(
      pValues: result.pValues, logDensities: result.logDensities, folds: result.folds,
      densities: result.densities)
    self.result = result
  }

  /// Applies the rule of a saved model, and its border where that is a score.
  ///
  /// p-values are conformal where the baseline has addresses enough for a single finding, else
  /// simulated.
  ///
  /// - Parameter baseline: of a model whose rule is calibrated.
  init(
    _ threshold: Threshold, baseline: BaselineCalibration?, samples: Matrix, scores: [Double],
    seed: UInt64, threadCount: Int
  ) {
    result = nil
    guard let baseline, threshold.rule.isCalibrated, samples.rowCount > 0 else {
      self.threshold = threshold
      isAnomalous =
        threshold.rule.isCalibrated ? scores.map { _ in false } : scores.map(threshold.isAnomalous)
      calibration = nil
      return
    }
    let basis = CalibratedBorder.Basis(
      threshold.rule, judging: samples.rowCount, baselineCount: baseline.rowCount)
    let pValues =
      switch basis {
      case .baseline: baseline.conformalPValues(of: samples, threadCount: threadCount)
      case .draws(let count):
        baseline.simulatedPValues(
          of: samples,
          draws: baseline.density.risingLogDensities(
            ofDraws: count, seed: seed, stream: 0, threadCount: threadCount),
          threadCount: threadCount)
      }
    let border = CalibratedBorder(threshold.rule, of: pValues, basis: basis)
    self.threshold = Threshold(rule: threshold.rule, calibration: border)
    isAnomalous = pValues.map(border.isAnomalous)
    calibration = Calibration(
      pValues: pValues,
      logDensities: baseline.density.logDensities(of: samples, threadCount: threadCount),
      folds: pValues.map { _ in 0 }, densities: [baseline.density])
  }

  /// What a model keeps to judge other addresses by; nil unless the rule was calibrated here.
  var baseline: BaselineCalibration? { result.map { BaselineCalibration($0) } }

  private static func calibration(
    of samples: Matrix, options: ScanOptions, threadCount: Int
  ) -> MixtureCalibration.Result {
    do {
      return try estimator(options, addressCount: samples.rowCount, threadCount: threadCount)
        .calibrate(samples)
    } catch {
      preconditionFailure("features are finite and rows are enough, yet: \(error)")
    }
  }

  /// p-values under a refit to resampled rows.
  ///
  /// - Precondition: the rule is calibrated.
  func refittedPValues(
    of samples: Matrix, weights: [Double], stream: UInt64, options: ScanOptions
  ) -> [Double] {
    guard let result else { preconditionFailure("only calibrated rules have p-values") }
    do {
      return try Self.estimator(options, addressCount: samples.rowCount, threadCount: 1)
        .refittedPValues(of: samples, weights: weights, after: result, stream: stream)
    } catch {
      preconditionFailure("features are finite and rows are enough, yet: \(error)")
    }
  }

  private static func estimator(
    _ options: ScanOptions, addressCount: Int, threadCount: Int
  ) throws -> MixtureCalibration {
    var configuration = MixtureCalibration.Configuration()
    configuration.componentCount =
      switch options.components {
      case .auto: automaticComponentCount
      case .fixed(let count): count
      }
    configuration.simulationCount = CalibratedBorder.simulationCount(
      for: options.threshold, addressCount: addressCount)
    configuration.seed = options.seed
    configuration.threadCount = threadCount
    return try MixtureCalibration(configuration)
  }

  /// Whether the addresses of the baseline themselves could count p-values.
  static func note(
    on threshold: Threshold, _ model: PopulationModel, judging addressCount: Int
  ) -> String? {
    switch threshold.calibration?.basis {
    case nil: return nil
    case .baseline:
      return "p-values are counted among the addresses of the baseline"
    case .draws:
      let baselineCount = model.calibration?.rowCount ?? 0
      return "the baseline's \(baselineCount) addresses are too few to tell a single finding among "
        + "\(addressCount): p-values are simulated"
    }
  }

  /// What the reader must know of the p-values; empty for rules without.
  static func notes(options: ScanOptions, addressCount: Int) -> [String] {
    guard options.threshold.isCalibrated else { return [] }
    var notes: [String] = []
    if addressCount < convincingAddressCount {
      notes.append(
        "\(addressCount) addresses are too few to calibrate with: p-values are rough below "
          + "\(convincingAddressCount)")
    }
    if options.features.includesBehaviour {
      notes.append(
        "p-values presume clusters of Gaussian shape, which behaviour hardly has: take them as a "
          + "ranking")
    }
    if options.weighting != .none {
      notes.append("p-values count every address once, whatever it weighs in the fit")
    }
    return notes
  }
}
