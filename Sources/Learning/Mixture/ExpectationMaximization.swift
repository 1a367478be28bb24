import LinearAlgebra

/// Variational expectation maximization from one start to convergence.
struct ExpectationMaximization: Sendable {
  let samples: SampleBlocks
  let bound: ComponentBound
  /// On the change of the lower bound per iteration.
  let tolerance: Double
  let maximumIterationCount: Int
  let threadCount: Int

  /// Where a run ended.
  struct Result: Sendable {
    let posterior: VariationalPosterior
    let lowerBound: Double
    let iterationCount: Int
    let didConverge: Bool
  }

  /// Iterates from component statistics, of a hard assignment or of an earlier E step.
  ///
  /// Components are put in falling weight before every M step: the stick-breaking bound depends on
  /// their order, and this order maximizes it. Returns nil when no valid posterior is reached.
  ///
  /// - SeeAlso: Kurihara, Welling and Teh, "Collapsed variational Dirichlet process mixture
  ///   models", IJCAI (2007), for the order.
  func run(from statistics: [ComponentStatistics]) -> Result? {
    VariationalPosterior(Self.ordered(statistics), bound: bound).flatMap(run(from:))
  }

  /// Iterates from a posterior, which may be that of other rows of the same kind.
  func run(from start: VariationalPosterior) -> Result? {
    var posterior = start
    var lowerBound = -Double.infinity
    for iteration in 1...max(1, maximumIterationCount) {
      let step = ExpectationStep(posterior, samples, threadCount: threadCount)
      guard let next = VariationalPosterior(Self.ordered(step.statistics), bound: bound) else {
        return nil
      }
      let nextBound = step.entropy + next.boundWithoutEntropy
      let change = nextBound - lowerBound
      posterior = next
      lowerBound = nextBound
      if abs(change) < tolerance {
        return Result(
          posterior: posterior, lowerBound: lowerBound, iterationCount: iteration,
          didConverge: true)
      }
    }
    return Result(
      posterior: posterior, lowerBound: lowerBound, iterationCount: max(1, maximumIterationCount),
      didConverge: false)
  }

  private static func ordered(_ statistics: [ComponentStatistics]) -> [ComponentStatistics] {
    // Equal weights keep their order: `sorted` alone does not promise that.
    statistics.enumerated()
      .sorted { ($0.element.weight, $1.offset) > ($1.element.weight, $0.offset) }
      .map(\.element)
  }
}
