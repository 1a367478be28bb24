import Learning
import LinearAlgebra

/// Which addresses of a population a rule flags, and by what border.
struct Flagging: Sendable {
  let threshold: Threshold
  let isAnomalous: [Bool]
  /// What the p-values of a calibrated rule rest on; nil for other rules.
  let calibration: MixtureCalibration.Result?

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
      calibration = nil
      return
    }
    let result = Self.calibration(of: samples, options: options, threadCount: threadCount)
    let border = CalibratedBorder(
      rule, of: result.pValues, simulationCount: result.simulationCount)
    threshold = Threshold(rule: rule, calibration: border)
    isAnomalous = result.pValues.map(border.isAnomalous)
    calibration = result
  }

  /// Applies the border of a saved model.
  ///
  /// - Precondition: its rule is not calibrated.
  init(_ threshold: Threshold, scores: [Double]) {
    self.threshold = threshold
    isAnomalous = scores.map(threshold.isAnomalous)
    calibration = nil
  }

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
    guard let calibration else { preconditionFailure("only calibrated rules have p-values") }
    do {
      return try Self.estimator(options, addressCount: samples.rowCount, threadCount: 1)
        .refittedPValues(of: samples, weights: weights, after: calibration, stream: stream)
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
