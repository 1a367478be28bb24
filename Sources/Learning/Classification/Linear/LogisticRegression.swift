import LinearAlgebra

// Goals: the optimum itself, to the last digits that its conditioning allows, at any scale of the
// features; then speed on tables with few distinct rows.
//
// Newton's method, the iteratively reweighted least squares of Green, "Iteratively reweighted least
// squares for maximum likelihood estimation", Journal of the Royal Statistical Society B 46 (1984),
// with the line search of Nocedal and Wright, *Numerical Optimization* (2006), algorithm 3.1.

/// Fits the linear log odds of the positive class with a penalty on the coefficients.
///
///     minimize C Σ s log(1 + exp(∓(w · x + b))) + ½ ‖w‖²
///
/// The intercept b is not penalized.
public struct LogisticRegression: Classifier {
  public struct Configuration: Sendable, Equatable {
    /// C, what the losses count against the penalty: smaller is simpler.
    public var inverseRegularization = 1.0
    public var classWeighting = ClassWeighting.none
    public var maximumIterationCount = 100

    public init() {}
  }

  public let configuration: Configuration

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check(
      "inverseRegularization", configuration.inverseRegularization, isAbove: 0)
    try InvalidHyperparameter.check(
      "maximumIterationCount", configuration.maximumIterationCount, isAtLeast: 1)
    try configuration.classWeighting.check()
    self.configuration = configuration
  }

  /// Finds the coefficients of least penalized loss.
  public func fit(
    _ samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> LogisticRegressionModel {
    let labelled = try LabelledSamples(samples, labels: labels, weights: weights)
    let factors = configuration.classWeighting.factors(labelled)
    let objective = LogisticObjective(
      labelled, negativeFactor: configuration.inverseRegularization * factors.negative,
      positiveFactor: configuration.inverseRegularization * factors.positive)
    var point = LogisticPoint(objective, coefficients: objective.start)
    var iterationCount = 0
    var didConverge = false
    while !didConverge, iterationCount < configuration.maximumIterationCount {
      iterationCount += 1
      let gradient = objective.gradient(at: point)
      guard let step = newtonStep(objective.hessian(at: point), gradient) else {
        throw .degenerate
      }
      // Half of it is how far the objective can fall by a quadratic model.
      let decrement = -zip(step, gradient).reduce(0) { $0 + $1.0 * $1.1 }
      guard let next = descended(objective, from: point, along: step, decrement: decrement) else {
        // Nothing along the step is lower by more than rounding.
        didConverge = true
        break
      }
      point = next
      didConverge = decrement <= Self.finalDecrement * max(1, point.value)
    }
    return LogisticRegressionModel(
      coefficients: Array(point.coefficients.dropLast()),
      intercept: point.coefficients.last ?? 0, iterationCount: iterationCount,
      didConverge: didConverge)
  }

  /// Newton's error is squared by each step: after a step of 1e-9 the next would be of 1e-18.
  private static let finalDecrement = 1e-18
  /// Armijo's share of the promised fall, as usual (Nocedal and Wright, section 3.1).
  private static let sufficientShare = 1e-4

  /// The first of ever shorter steps that lowers the objective enough; nil when none does.
  private func descended(
    _ objective: LogisticObjective, from point: LogisticPoint, along step: [Double],
    decrement: Double
  ) -> LogisticPoint? {
    guard decrement > 0 else { return nil }
    // What rounding can change in a sum of that size.
    let slack = 1e-14 * point.value
    var length = 1.0
    while length > 0x1p-40 {
      let next = LogisticPoint(
        objective,
        coefficients: zip(point.coefficients, step).map { $0 + length * $1 })
      if next.value <= point.value - Self.sufficientShare * length * decrement + slack {
        return next
      }
      length *= 0.5
    }
    return nil
  }
}

/// Solves H step = −gradient, or returns nil when H is singular beyond repair.
private func newtonStep(_ hessian: Matrix, _ gradient: [Double]) -> [Double]? {
  // Columns of the same length first: then what is added below means the same to each.
  let scales = gradient.indices.map { index in
    let diagonal = hessian[index, index]
    return diagonal > 0 ? 1 / diagonal.squareRoot() : 1
  }
  var scaled = hessian
  for i in gradient.indices {
    for j in 0...i { scaled[i, j] *= scales[i] * scales[j] }
  }
  // Collinear columns far larger than the penalty round to a singular matrix; damping finds a
  // descent all the same (Levenberg, 1944).
  for damping in [0, 1e-15, 1e-13, 1e-11] {
    var damped = scaled
    damped.addToDiagonal(damping)
    guard let factor = Cholesky(damped) else { continue }
    let negated = gradient.indices.map { -gradient[$0] * scales[$0] }
    return zip(factor.solution(of: negated), scales).map { $0 * $1 }
  }
  return nil
}

extension Cholesky {
  /// x of A x = b.
  fileprivate func solution(of b: [Double]) -> [Double] {
    var x = b
    for row in x.indices {
      for column in 0..<row { x[row] -= lower[row, column] * x[column] }
      x[row] /= lower[row, row]
    }
    for row in x.indices.reversed() {
      for column in row + 1..<max(x.count, row + 1) { x[row] -= lower[column, row] * x[column] }
      x[row] /= lower[row, row]
    }
    return x
  }
}
