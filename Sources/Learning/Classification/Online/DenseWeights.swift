/// Coefficients as they are, for penalties on their absolute values, which every step takes from all
/// of them.
///
/// - SeeAlso: Tsuruoka, Tsujii and Ananiadou, "Stochastic gradient descent training for
///   L1-regularized log-linear models with cumulative penalty", ACL (2009).
struct DenseWeights: OnlineWeights {
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

  mutating func pass(
    _ order: [Int32], _ training: OnlineTraining, _ rule: some StepRule, _ rate: OnlineRate,
    _ walk: inout OnlineWalk, _ losses: inout LossTally
  ) {
    let absoluteShare = training.penalty.absoluteShare
    for place in order {
      let cell = rows.cells[Int(place)]
      let margin = cell.sign * (product(cell) + walk.intercept)
      guard let length = rule.step(foreseen: margin, change: 0, square: cell.square, &losses)
      else { continue }
      let rate = rate.value(atStep: walk.stepCount + 1)
      let step = length * (rate * (cell.sign * cell.weight))
      let decay = training.decay(rate: rate)
      for index in coefficients.indices {
        coefficients[index] = decay * coefficients[index] + step * rows.baseline[index]
      }
      for difference in rows.differences(of: cell) {
        coefficients[difference.column] += step * difference.value
      }
      if training.fitsIntercept { walk.intercept += step }
      walk.stepCount += 1
      if walk.stepCount >= training.averagingStart ?? Int.max {
        for index in coefficients.indices { averagedSum[index] += coefficients[index] }
        walk.interceptSum += walk.intercept
        walk.averagedStepCount += 1
      }
      if absoluteShare > 0 { truncate(absoluteShare * rate * training.regularization) }
    }
  }

  /// w · x.
  private func product(_ cell: StepRows.Cell) -> Double {
    var sum = 0.0
    for index in coefficients.indices { sum += rows.baseline[index] * coefficients[index] }
    for difference in rows.differences(of: cell) {
      sum += difference.value * coefficients[difference.column]
    }
    return sum
  }

  /// Takes what `penalty` says from every coefficient, none past 0.
  private mutating func truncate(_ penalty: Double) {
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
