// Goals and reasons as in Exponential.swift. Method: fdlibm's e_log.c (1993): with
// x = 2ᵏ(1 + f) and √½ ≤ 1 + f < √2, log(1 + f) = f − (f²/2 − s(f²/2 + R(s²))), s = f/(2 + f).

/// Returns the natural logarithm of each lane.
///
/// 0 gives −∞; subnormal numbers are taken as they are.
/// - Precondition: no lane is negative or NaN.
@inlinable
public func logarithm(_ x: Lanes) -> Lanes {
  if all(x .>= Double.leastNormalMagnitude .& x .< .infinity) { return logarithmOfNormal(x) }
  let isSubnormal = x .< Double.leastNormalMagnitude
  let scaled = x.replacing(with: x * 0x1p54, where: isSubnormal)
  let shift = Lanes(repeating: 0).replacing(with: 54, where: isSubnormal)
  return logarithmOfNormal(scaled.replacing(with: 1, where: x .== .infinity), minus: shift)
    .replacing(with: -.infinity, where: x .== 0)
    .replacing(with: .infinity, where: x .== .infinity)
}

/// Returns the natural logarithm of each lane, the same bits as `logarithm`.
///
/// - Parameter shift: how many powers of two to take off.
/// - Precondition: every lane is positive, normal and finite.
@inlinable
@inline(__always)
public func logarithmOfNormal(_ x: Lanes, minus shift: Lanes = Lanes(repeating: 0)) -> Lanes {
  let bits = unsafeBitCast(x, to: SIMD8<Int64>.self)
  // Subtracting √½'s bits before the shift makes mantissas above √2 count as the next power.
  let sqrtHalfBits: Int64 = 0x3fe6_a09e_667f_3bcd
  let exponent = (bits &- sqrtHalfBits) &>> 52
  let mantissa = unsafeBitCast(bits &- (exponent &<< 52), to: Lanes.self)
  // Integers to doubles by 1.5 · 2⁵², exactly, without a conversion that baseline x86-64 lacks.
  let rounder = 0x1.8p52
  let rounderBits = SIMD8<Int64>(repeating: Int64(bitPattern: rounder.bitPattern))
  let k = unsafeBitCast(exponent &+ rounderBits, to: Lanes.self) - rounder - shift
  let f = mantissa - 1
  let s = f / (2 + f)
  let z = s * s
  let w = z * z
  // Even and odd terms Lg1 … Lg7 of fdlibm.
  var even = w * 1.531383769920937332e-01 + 2.222219843214978396e-01
  even = w * (even * w + 3.999999999940941908e-01)
  var odd = w * 1.479819860510661591e-01 + 1.818357216161805012e-01
  odd = odd * w + 2.857142874366239149e-01
  odd = z * (odd * w + 6.666666666666735130e-01)
  let halfSquare = 0.5 * f * f
  return k * logOfTwo.high
    - ((halfSquare - (s * (halfSquare + (even + odd)) + k * logOfTwo.low)) - f)
}

/// Returns the natural logarithm of `x`; bit for bit one lane of the vector form.
public func logarithm(_ x: Double) -> Double {
  logarithm(Lanes(repeating: x))[0]
}
