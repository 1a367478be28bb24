import LinearAlgebra

/// How a value is changed before it is standardised.
public enum FeatureTransform: Sendable, Equatable {
  case identity
  /// ln(1 + scale · x): thousands and millions may be compared, and 0 has a place.
  case logarithmic(scale: Double)

  /// - Precondition: for a logarithm `value` is not negative.
  public func callAsFunction(_ value: Double) -> Double {
    switch self {
    case .identity: value
    case .logarithmic(let scale): logarithm(1 + scale * value)
    }
  }

  /// The value that is changed into `transformed`.
  public func inverse(_ transformed: Double) -> Double {
    switch self {
    case .identity: transformed
    case .logarithmic(let scale): (exponential(transformed) - 1) / scale
    }
  }

  /// As it stands in outputs.
  public var name: String {
    switch self {
    case .identity: "identity"
    case .logarithmic(1): "log1p"
    case .logarithmic(1000): "log1p-milli"
    case .logarithmic(let scale): "log1p-\(scale)"
    }
  }
}
