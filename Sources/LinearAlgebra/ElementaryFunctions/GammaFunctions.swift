// log Γ and its derivative from our own logarithm, so that their bits do not depend on the
// machine. Method: the recurrence up to an argument where Stirling's series has converged.
// Abramowitz and Stegun, *Handbook of Mathematical Functions* (1964), 6.1.15, 6.1.41, 6.3.5, 6.3.18.

/// Stirling's series is used from here on: its first neglected term is then below 2⁻⁵³ relative.
private let asymptoticArgument = 12.0

/// Returns log Γ(x), natural.
///
/// - Precondition: `x` is positive and finite.
public func logGamma(_ x: Double) -> Double {
  precondition(x > 0 && x.isFinite, "log Γ is taken of a positive number")
  var argument = x
  var product = 1.0
  while argument < asymptoticArgument {
    product *= argument
    argument += 1
  }
  let inverse = 1 / argument
  let square = inverse * inverse
  // B₂ₖ / (2k (2k − 1)), k = 7 … 1.
  var series = 1.0 / 156
  series = series * square - 691.0 / 360_360
  series = series * square + 1.0 / 1_188
  series = series * square - 1.0 / 1_680
  series = series * square + 1.0 / 1_260
  series = series * square - 1.0 / 360
  series = series * square + 1.0 / 12
  let halfLogOfTwoPi = 0.918938533204672741780329736406
  return (argument - 0.5) * logarithm(argument) - argument + halfLogOfTwoPi + series * inverse
    - logarithm(product)
}

/// Returns ψ(x), the derivative of log Γ.
///
/// - Precondition: `x` is positive and finite.
public func digamma(_ x: Double) -> Double {
  precondition(x > 0 && x.isFinite, "ψ is taken of a positive number")
  var argument = x
  var result = 0.0
  while argument < asymptoticArgument {
    result -= 1 / argument
    argument += 1
  }
  let inverse = 1 / argument
  let square = inverse * inverse
  // B₂ₖ / 2k, k = 7 … 1.
  var series = 1.0 / 12
  series = series * square - 691.0 / 32_760
  series = series * square + 1.0 / 132
  series = series * square - 1.0 / 240
  series = series * square + 1.0 / 252
  series = series * square - 1.0 / 120
  series = series * square + 1.0 / 12
  return result + logarithm(argument) - 0.5 * inverse - series * square
}

/// Returns log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b).
public func logBeta(_ a: Double, _ b: Double) -> Double {
  logGamma(a) + logGamma(b) - logGamma(a + b)
}
