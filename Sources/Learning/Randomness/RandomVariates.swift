import LinearAlgebra

// Draws of the usual distributions, eight at a time, from uniform numbers by + − × ÷, √ and our own
// logarithm, so that they are the same on every machine.

extension SeededGenerator {
  /// An index in 0 ..< `count`; ours, because the standard library may change its algorithm.
  public mutating func nextIndex(below count: Int) -> Int {
    Int(nextUniform() * Double(count))
  }

  /// Eight doubles in 0 ..< 1.
  mutating func nextUniforms() -> Lanes {
    var result = Lanes()
    for lane in 0..<Lanes.scalarCount { result[lane] = nextUniform() }
    return result
  }

  /// Twice eight independent standard normal numbers.
  ///
  /// - SeeAlso: Marsaglia and Bray, "A convenient method for generating normal variables", SIAM
  ///   Review 6 (1964): the polar method.
  mutating func nextNormals() -> (Lanes, Lanes) {
    var u = Lanes()
    var v = Lanes()
    var square = Lanes()
    for lane in 0..<Lanes.scalarCount {
      var s = 0.0
      repeat {
        u[lane] = 2 * nextUniform() - 1
        v[lane] = 2 * nextUniform() - 1
        s = u[lane] * u[lane] + v[lane] * v[lane]
      } while s >= 1 || s == 0
      square[lane] = s
    }
    let scale = (-2 * logarithm(square) / square).squareRoot()
    return (u * scale, v * scale)
  }

  /// Eight chi-square numbers: twice gamma numbers of shape ½ `degreesOfFreedom`.
  ///
  /// - Precondition: `degreesOfFreedom` is positive.
  /// - SeeAlso: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26
  ///   (2000), with their remedy for shapes below 1.
  mutating func nextChiSquares(degreesOfFreedom: Double) -> Lanes {
    precondition(degreesOfFreedom > 0, "a chi-square number has positive degrees of freedom")
    let shape = 0.5 * degreesOfFreedom
    if shape < 1 {
      let power = exponential(logarithm(nextUniforms()) / shape)
      return nextChiSquares(degreesOfFreedom: degreesOfFreedom + 2) * power
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    var result = Lanes(repeating: 0)
    let none = SIMDMask<SIMD8<Int64>>(repeating: false)
    var isMissing = .!none
    while true {
      let x = nextNormals().0
      let root = 1 + c * x
      let isPositive = root .> 0
      let v = (root * root * root).replacing(with: 1, where: .!isPositive)
      let u = nextUniforms()
      let square = x * x
      // The squeeze accepts nearly all without a logarithm.
      var isAccepted = u .< 1 - 0.0331 * square * square
      if (isMissing .& isPositive .& .!isAccepted) != none {
        isAccepted .|= logarithm(u) .< 0.5 * square + d - d * v + d * logarithm(v)
      }
      let isTaken = isMissing .& isPositive .& isAccepted
      result.replace(with: 2 * d * v, where: isTaken)
      isMissing .&= .!isTaken
      if isMissing == none { return result }
    }
  }
}
