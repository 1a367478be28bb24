/// What can be chosen about the passes of every classifier that learns row by row.
public protocol OnlineConfiguration: Sendable, Equatable {
  /// The step from which on coefficients are averaged, 1 for all; nil for never.
  var averagingStart: Int? { get set }
  var fitsIntercept: Bool { get set }
  var classWeighting: ClassWeighting { get set }
  var maximumEpochCount: Int { get set }
  /// By how much the mean objective falls in an epoch that improves it; nil for no such test.
  var tolerance: Double? { get set }
  /// Epochs without improvement after which all ends, or an adaptive rate falls.
  var patience: Int { get set }
  /// Puts the rows in another order for every epoch.
  var shuffles: Bool { get set }
  var seed: UInt64 { get set }

  /// The field's usual choices.
  init()
}

extension OnlineConfiguration {
  func checkPasses() throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check("maximumEpochCount", maximumEpochCount, isAtLeast: 1)
    try InvalidHyperparameter.check("patience", patience, isAtLeast: 1)
    try InvalidHyperparameter.check("averagingStart", averagingStart ?? 1, isAtLeast: 1)
    if let tolerance, !tolerance.isFinite {
      throw InvalidHyperparameter(
        name: "tolerance", requirement: "finite", value: "\(tolerance)")
    }
    try classWeighting.check()
  }

  /// The passes of a fit, or the one pass of an update; without penalty and rate, which are not
  /// every classifier's.
  func training(isUpdate: Bool) -> OnlineTraining {
    var training = OnlineTraining()
    training.averagingStart = averagingStart
    training.fitsIntercept = fitsIntercept
    training.shuffles = shuffles
    training.maximumEpochCount = isUpdate ? 1 : maximumEpochCount
    training.tolerance = isUpdate ? nil : tolerance
    training.patience = patience
    training.seed = seed
    return training
  }
}
