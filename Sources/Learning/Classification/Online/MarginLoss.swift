/// What a margin costs that is y · (w · x + b), y = ±1: the surer and the righter, the less.
protocol MarginLoss {
  init()
  /// Whether there is no bound to the slope.
  static var isSteep: Bool { get }
  /// The derivative by the margin, never positive.
  func slope(_ margin: Double) -> Double
  /// The same at a margin of which the greater part is known before the rest.
  func slope(_ margin: Double, changedBy change: Double) -> Double
  /// Adds the loss at a margin where the slope is known.
  func add(_ margin: Double, slope: Double, to losses: inout LossTally)
}

extension MarginLoss {
  static var isSteep: Bool { false }

  @inline(__always)
  func slope(_ margin: Double, changedBy change: Double) -> Double {
    slope(margin + change)
  }
}

/// log(1 + e⁻ᵐ).
struct LogLoss: MarginLoss {
  /// At hand, because the loop would ask at every step whether the shared one is made yet.
  private let table = LogisticTable.shared

  @inline(__always)
  func slope(_ margin: Double) -> Double { -table.logistic(-margin) }

  @inline(__always)
  func slope(_ margin: Double, changedBy change: Double) -> Double {
    -table.logistic(-margin, changedBy: -change)
  }

  /// −log σ(m), and σ(m) is 1 + slope; where too few digits of that are left, −m − log σ(−m).
  @inline(__always)
  func add(_ margin: Double, slope: Double, to losses: inout LossTally) {
    // Seldom, so that the processor guesses right.
    if slope < -0.99 {
      losses.add(-margin)
      losses.addLogarithm(of: -slope)
    } else {
      losses.addLogarithm(of: 1 + slope)
    }
  }
}

/// max(0, 1 − m).
struct HingeLoss: MarginLoss {
  @inline(__always)
  func slope(_ margin: Double) -> Double { margin <= 1 ? -1 : 0 }

  @inline(__always)
  func add(_ margin: Double, slope: Double, to losses: inout LossTally) {
    losses.add(margin > 1 ? 0 : 1 - margin)
  }
}

/// max(0, −m).
struct PerceptronLoss: MarginLoss {
  @inline(__always)
  func slope(_ margin: Double) -> Double { margin <= 0 ? -1 : 0 }

  @inline(__always)
  func add(_ margin: Double, slope: Double, to losses: inout LossTally) {
    losses.add(margin > 0 ? 0 : -margin)
  }
}

/// max(0, 1 − m)².
struct SquaredHingeLoss: MarginLoss {
  static var isSteep: Bool { true }

  @inline(__always)
  func slope(_ margin: Double) -> Double { margin < 1 ? -2 * (1 - margin) : 0 }

  @inline(__always)
  func add(_ margin: Double, slope: Double, to losses: inout LossTally) {
    let z = margin > 1 ? 0 : 1 - margin
    losses.add(z * z)
  }
}

/// max(0, 1 − m)² down to m = −1, and −4 m below.
///
/// - SeeAlso: Zhang, "Solving large scale linear prediction problems using stochastic gradient
///   descent algorithms", ICML (2004).
struct ModifiedHuberLoss: MarginLoss {
  @inline(__always)
  func slope(_ margin: Double) -> Double {
    margin < -1 ? -4 : SquaredHingeLoss().slope(margin)
  }

  @inline(__always)
  func add(_ margin: Double, slope: Double, to losses: inout LossTally) {
    if margin < -1 {
      losses.add(-4 * margin)
    } else {
      SquaredHingeLoss().add(margin, slope: slope, to: &losses)
    }
  }
}
