import LinearAlgebra

/// What a margin costs that is y · (w · x + b), y = ±1: the surer and the righter, the less.
protocol MarginLoss {
  static func values(_ margins: Lanes) -> Lanes
  /// The derivative by the margin, never positive.
  static func slope(_ margin: Double) -> Double
}

/// log(1 + e⁻ᵐ).
enum LogLoss: MarginLoss {
  @inline(__always)
  static func values(_ margins: Lanes) -> Lanes { logisticLoss(margins) }

  @inline(__always)
  static func slope(_ margin: Double) -> Double { -LogisticTable.shared.logistic(-margin) }
}

/// max(0, 1 − m).
enum HingeLoss: MarginLoss {
  @inline(__always)
  static func values(_ margins: Lanes) -> Lanes {
    (1 - margins).replacing(with: 0, where: margins .> 1)
  }

  @inline(__always)
  static func slope(_ margin: Double) -> Double { margin <= 1 ? -1 : 0 }
}

/// max(0, −m).
enum PerceptronLoss: MarginLoss {
  @inline(__always)
  static func values(_ margins: Lanes) -> Lanes {
    (-margins).replacing(with: 0, where: margins .> 0)
  }

  @inline(__always)
  static func slope(_ margin: Double) -> Double { margin <= 0 ? -1 : 0 }
}

/// max(0, 1 − m)².
enum SquaredHingeLoss: MarginLoss {
  @inline(__always)
  static func values(_ margins: Lanes) -> Lanes {
    let z = (1 - margins).replacing(with: 0, where: margins .> 1)
    return z * z
  }

  @inline(__always)
  static func slope(_ margin: Double) -> Double { margin < 1 ? -2 * (1 - margin) : 0 }
}

/// max(0, 1 − m)² down to m = −1, and −4 m below.
///
/// - SeeAlso: Zhang, "Solving large scale linear prediction problems using stochastic gradient
///   descent algorithms", ICML (2004).
enum ModifiedHuberLoss: MarginLoss {
  @inline(__always)
  static func values(_ margins: Lanes) -> Lanes {
    SquaredHingeLoss.values(margins).replacing(with: -4 * margins, where: margins .< -1)
  }

  @inline(__always)
  static func slope(_ margin: Double) -> Double {
    margin < -1 ? -4 : SquaredHingeLoss.slope(margin)
  }
}
