import LinearAlgebra

/// What an M step gives: the parameters of a mixture, and what the next E step needs of them.
protocol MixtureParameters: Sendable {
  /// The density's terms.
  var densities: [GaussianTerm] { get }
  /// Whether `objective` looks at the log density of the rows.
  static var needsLogDensity: Bool { get }
  /// What the iteration raises, given the E step before these parameters.
  func objective(after step: ExpectationStep) -> Double
}

/// Expectation maximization from one start to convergence.
struct ExpectationMaximization<Parameters: MixtureParameters>: Sendable {
  let samples: SampleBlocks
  /// On the change of the objective per iteration.
  let tolerance: Double
  let maximumIterationCount: Int
  let threadCount: Int
  /// The M step; nil when a covariance is not positive definite to working precision.
  let maximize: @Sendable ([ComponentStatistics]) -> Parameters?

  /// Where a run ended.
  struct Result: Sendable {
    let parameters: Parameters
    let objective: Double
    let iterationCount: Int
    let didConverge: Bool
  }

  /// Iterates from component statistics, of a hard assignment or of an earlier E step.
  ///
  /// Components are put in falling weight before every M step: the stick-breaking bound depends on
  /// their order, and this order maximizes it. Returns nil when no valid parameters are reached.
  ///
  /// - SeeAlso: Kurihara, Welling and Teh, "Collapsed variational Dirichlet process mixture
  ///   models", IJCAI (2007), for the order.
  func run(from statistics: [ComponentStatistics]) -> Result? {
    maximize(Self.ordered(statistics)).flatMap(run(from:))
  }

  /// Iterates from parameters, which may be those of other rows of the same kind.
  func run(from start: Parameters) -> Result? {
    var parameters = start
    var objective = -Double.infinity
    for iteration in 1...max(1, maximumIterationCount) {
      let step = ExpectationStep(
        parameters.densities, samples, threadCount: threadCount,
        needsLogDensity: Parameters.needsLogDensity)
      guard let next = maximize(Self.ordered(step.statistics)) else { return nil }
      let change = next.objective(after: step) - objective
      parameters = next
      objective = next.objective(after: step)
      if abs(change) < tolerance {
        return Result(
          parameters: parameters, objective: objective, iterationCount: iteration,
          didConverge: true)
      }
    }
    return Result(
      parameters: parameters, objective: objective, iterationCount: max(1, maximumIterationCount),
      didConverge: false)
  }

  private static func ordered(_ statistics: [ComponentStatistics]) -> [ComponentStatistics] {
    // Equal weights keep their order: `sorted` alone does not promise that.
    statistics.enumerated()
      .sorted { ($0.element.weight, $1.offset) > ($1.element.weight, $0.offset) }
      .map(\.element)
  }
}
