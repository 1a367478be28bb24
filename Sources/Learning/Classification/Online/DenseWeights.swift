/// Coefficients as they are, for penalties on their absolute values, which every step takes from all
/// of them.
///
/// - SeeAlso: Tsuruoka, Tsujii and Ananiadou, "Stochastic gradient descent training for
///   L1-regularized log-linear models with cumulative penalty", ACL (2009).
struct DenseWeights: OnlineWeights, WeightSteps {
  private let rows: StepRows
  private(set) var coefficients: [Double]
  private(set) var averagedSum: [Double]
  /// What penalties have taken from each coefficient.
  private var takenPenalties: [Double]
  /// What they could have taken.
  private var totalPenalty = 0.0

  init(_ rows: StepRows, _ state: OnlineState) {
    self.rows = rows
    coefficients = state.coefficients
    averagedSum = Array(repeating: 0, count: coefficients.count)
    takenPenalties = averagedSum
  }

  var squaredNorm: Double { coefficients.reduce(0) { $0 + $1 * $1 } }
  var absoluteSum: Double { coefficients.reduce(0) { $0 + abs($1) } }

  mutating func withSteps<Result>(_ body: (inout DenseWeights) -> Result) -> Result {
    body(&self)
  }

  mutating func pass(
    _ order: UnsafeBufferPointer<Int32>, _ training: OnlineTraining, _ rule: some StepRule,
    _ rate: inout OnlineRate, _ walk: inout OnlineWalk, _ losses: inout LossTally
  ) -> Double {
    rows.cells.withUnsafeBufferPointer { cells in
      walk.pass(training, rule, &rate, order, cells, &self, &losses)
    }
  }

  /// All of it at once: the last step may have been cut since.
  func product(_ cell: StepRows.Cell) -> (early: Double, perStep: Double) {
    var sum = 0.0
    for index in coefficients.indices { sum += rows.baseline[index] * coefficients[index] }
    for difference in rows.differences[cell.start..<cell.end] {
      sum += difference.value * coefficients[difference.column]
    }
    return (sum, 0)
  }

  mutating func scale(by factor: Double) {
    for index in coefficients.indices { coefficients[index] *= factor }
  }

  mutating func add(_ step: Double, _ cell: StepRows.Cell, product: Double) {
    for index in coefficients.indices { coefficients[index] += step * rows.baseline[index] }
    for difference in rows.differences[cell.start..<cell.end] {
      coefficients[difference.column] += step * difference.value
    }
  }

  mutating func settle() {}

  mutating func average() {
    for index in coefficients.indices { averagedSum[index] += coefficients[index] }
  }

  mutating func truncate(_ penalty: Double) {
    totalPenalty += penalty
    for index in coefficients.indices {
      let w = coefficients[index]
      if w > 0 {
        coefficients[index] = max(0, w - (totalPenalty + takenPenalties[index]))
      } else if w < 0 {
        coefficients[index] = min(0, w + (totalPenalty - takenPenalties[index]))
      }
      takenPenalties[index] += coefficients[index] - w
    }
  }
}
