// Goals, in order: the same bits on every machine, an error of at most about one unit in the last
// place, eight lanes at once. glibc chooses variants of exp and log by processor, so results that
// must compare byte for byte cannot pass through it. Only + − × ÷ and bit operations are used.
//
// Method: Cody and Waite, *Software Manual for the Elementary Functions* (1980), with the
// approximation of fdlibm's e_exp.c (1993). Inlinable, because the mixture's inner loop lives in
// another module.

/// Eight doubles, one per lane.
public typealias Lanes = SIMD8<Double>

/// Returns e to the power of each lane.
///
/// Results below the smallest normal number are 0, results above the largest are +∞.
/// - Precondition: no lane is NaN.
@inlinable
@inline(__always)
public func exponential(_ argument: Lanes) -> Lanes {
  // ln of the smallest normal and of the largest finite double.
  let lowest = -708.396418532264106
  let highest = 709.782712893383973
  // Pointwise rather than `clamped`, which calls a libm minimum on the plain build.
  var x = argument.replacing(with: lowest, where: argument .< lowest)
  x = x.replacing(with: highest, where: x .> highest)

  // x = k ln 2 + r. Adding 1.5 · 2⁵² rounds to the nearest integer and leaves it in the low bits.
  let rounder = 0x1.8p52
  let shifted = x * 0x1.71547652b82fep0 + rounder
  let k = shifted - rounder
  let high = x - k * logOfTwo.high
  let low = k * logOfTwo.low
  let r = high - low

  // eʳ = 1 + r + r c / (2 − c), c = r − r² P(r²); P1 … P5 of fdlibm.
  let t = r * r
  var p = t * 4.13813679705723846039e-08 - 1.65339022054652515390e-06
  p = p * t + 6.61375632143793436117e-05
  p = p * t - 2.77777777770155933842e-03
  p = p * t + 1.66666666666666019037e-01
  let c = r - t * p
  let mantissa = 1 - ((low - (r * c) / (2 - c)) - high)

  // The low 51 bits hold k as a two's complement integer. Two factors, because 2¹⁰²⁴ is no double.
  let exponent = (unsafeBitCast(shifted, to: SIMD8<Int64>.self) &<< 13) &>> 13
  let half = exponent &>> 1
  let result =
    mantissa * unsafeBitCast((half &+ 1023) &<< 52, to: Lanes.self)
    * unsafeBitCast((exponent &- half &+ 1023) &<< 52, to: Lanes.self)
  return
    result
    .replacing(with: 0, where: argument .< lowest)
    .replacing(with: .infinity, where: argument .> highest)
}

/// Returns e to the power of each lane, for lanes of at most 0.
///
/// The same bits as `exponential` down to −708; a smaller lane counts as −708, about 10⁻³⁰⁷.
/// - Precondition: no lane is positive or NaN.
@_transparent
public func exponentialOfNonpositive(_ argument: Lanes) -> Lanes {
  let x = argument.replacing(with: -708, where: argument .< -708)
  let rounder = 0x1.8p52
  let shifted = x * 0x1.71547652b82fep0 + rounder
  let k = shifted - rounder
  let high = x - k * 0x1.62e42fee00000p-1
  let low = k * 0x1.a39ef35793c76p-33
  let r = high - low
  let t = r * r
  var p = t * 4.13813679705723846039e-08 - 1.65339022054652515390e-06
  p = p * t + 6.61375632143793436117e-05
  p = p * t - 2.77777777770155933842e-03
  p = p * t + 1.66666666666666019037e-01
  let c = r - t * p
  let mantissa = 1 - ((low - (r * c) / (2 - c)) - high)
  let exponent = (unsafeBitCast(shifted, to: SIMD8<Int64>.self) &<< 13) &>> 13
  return mantissa * unsafeBitCast((exponent &+ 1023) &<< 52, to: Lanes.self)
}

/// Returns two to the power of each lane, for lanes from −1000 to 0: what responsibilities need.
///
/// Within two units in the last place. Binary logarithms spare the split of ln 2, and a polynomial
/// takes the place of fdlibm's quotient: a division would take longer than all of it.
/// - Precondition: every lane lies within −1000 … 0.
@inlinable
@inline(__always)
public func powerOfTwo(_ x: Lanes) -> Lanes {
  // Adding 1.5 · 2⁵² rounds to the nearest integer and leaves it in the low bits.
  let rounder = 0x1.8p52
  let shifted = x + rounder
  let t = x - (shifted - rounder)

  // 2ᵗ, |t| ≤ ½, interpolated at the zeros of a Chebyshev polynomial, which leaves an error of 2e-17.
  // Even and odd terms apart shorten the chain.
  let square = t * t
  var even = square * 0x1.e6228ace005ccp-28 + 0x1.62bfc2c86cefdp-20
  even = square * even + 0x1.430913112c61fp-13
  even = square * even + 0x1.3b2ab6fb9f1a5p-7
  even = square * even + 0x1.ebfbdff82c5aep-3
  even = square * even + 1
  var odd = square * 0x1.e9ec1fcc2c0a9p-32 + 0x1.b524ebd139e8ap-24
  odd = square * odd + 0x1.ffcbfc6da6ed3p-17
  odd = square * odd + 0x1.5d87fe78a3f9cp-10
  odd = square * odd + 0x1.c6b08d704a0c6p-5
  odd = square * odd + 0x1.62e42fefa39efp-1
  let mantissa = even + t * odd

  // The low bits hold the integer in two's complement; the mantissa's exponent takes it up.
  let bits = unsafeBitCast(mantissa, to: SIMD8<Int64>.self)
  let scale = unsafeBitCast(shifted, to: SIMD8<Int64>.self) &<< 52
  return unsafeBitCast(bits &+ scale, to: Lanes.self)
}

/// Returns e to the power of `x`; bit for bit one lane of the vector form.
public func exponential(_ x: Double) -> Double {
  exponential(Lanes(repeating: x))[0]
}

/// ln 2 in two parts; the high one ends in 32 zero bits, so small integers times it are exact.
@inlinable
var logOfTwo: (high: Double, low: Double) {
  @inline(__always) get { (0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33) }
}
