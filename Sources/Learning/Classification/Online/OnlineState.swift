/// What online learning has come to, and all that it needs to go on.
public struct OnlineState: Sendable, Equatable {
  /// `[featureCount]`, after the last step.
  public let coefficients: [Double]
  public let intercept: Double
  /// Means over the steps since averaging began; zeros before.
  public let averageCoefficients: [Double]
  public let averageIntercept: Double
  /// Steps in the means.
  public let averagedStepCount: Int
  /// Rows seen so far, all passes together.
  public let stepCount: Int

  public init(
    coefficients: [Double], intercept: Double, averageCoefficients: [Double],
    averageIntercept: Double, averagedStepCount: Int, stepCount: Int
  ) {
    precondition(
      coefficients.count == averageCoefficients.count, "every coefficient has an average")
    self.coefficients = coefficients
    self.intercept = intercept
    self.averageCoefficients = averageCoefficients
    self.averageIntercept = averageIntercept
    self.averagedStepCount = averagedStepCount
    self.stepCount = stepCount
  }

  /// Nothing learnt yet.
  init(featureCount: Int) {
    self.init(
      coefficients: Array(repeating: 0, count: featureCount), intercept: 0,
      averageCoefficients: Array(repeating: 0, count: featureCount), averageIntercept: 0,
      averagedStepCount: 0, stepCount: 0)
  }

  public var featureCount: Int { coefficients.count }

  /// The coefficients to score by: the means once there are any.
  public var scoringCoefficients: [Double] {
    averagedStepCount > 0 ? averageCoefficients : coefficients
  }

  public var scoringIntercept: Double {
    averagedStepCount > 0 ? averageIntercept : intercept
  }
}
