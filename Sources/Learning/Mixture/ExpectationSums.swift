import LinearAlgebra

/// Lane-wise sums of an E step over a run of blocks.
struct ExpectationSums {
  /// Entropy, Σ w log density, then per component Σ r, Σ r δ, Σ r δ δᵀ (lower triangle).
  private var lanes: [Lanes]

  private static let lowestLogPower = -1e3

  static func stride(featureCount d: Int) -> Int { 1 + d + d * (d + 1) / 2 }

  var scalars: [Double] { lanes.map(\.treeSum) }

  /// Where log cₖ N(x; mₖ, Σₖ), then the responsibilities, of one block stand: `[componentCount]`.
  private var joint: [Lanes]

  init(_ terms: [GaussianTerm], _ samples: SampleBlocks, blocks: Range<Int>) {
    let stride = Self.stride(featureCount: samples.featureCount)
    lanes = Array(repeating: Lanes(repeating: 0), count: 2 + terms.count * stride)
    joint = Array(repeating: Lanes(repeating: 0), count: terms.count)
    if samples.featureCount == FourFeatureTerm.featureCount {
      let terms = terms.map(FourFeatureTerm.init)
      for block in blocks { add(terms, samples, block: block) }
    } else {
      for block in blocks { add(terms, samples, block: block) }
    }
  }

  /// The step for any number of features.
  private mutating func add(_ terms: [GaussianTerm], _ samples: SampleBlocks, block: Int) {
    for k in terms.indices { joint[k] = terms[k].logJoint(samples, block: block) }
    turnIntoResponsibilities(weights: samples.weights[block])
    let d = samples.featureCount
    var index = 2
    for k in terms.indices {
      let r = joint[k]
      lanes[index] += r
      index += 1
      for i in 0..<d { lanes[index + i] += r * (samples.values[block * d + i] - terms[k].mean[i]) }
      index += d
      for i in 0..<d {
        let weighted = r * (samples.values[block * d + i] - terms[k].mean[i])
        for j in 0...i {
          lanes[index] += weighted * (samples.values[block * d + j] - terms[k].mean[j])
          index += 1
        }
      }
    }
  }

  /// The same for IPv4's four octets, unrolled: with one exponential a component it halved the step,
  /// from 83 to 41 ns a row at seven components.
  private mutating func add(_ terms: [FourFeatureTerm], _ samples: SampleBlocks, block: Int) {
    let start = block * FourFeatureTerm.featureCount
    let x0 = samples.values[start]
    let x1 = samples.values[start + 1]
    let x2 = samples.values[start + 2]
    let x3 = samples.values[start + 3]
    for k in terms.indices { joint[k] = terms[k].logJoint(x0, x1, x2, x3) }
    turnIntoResponsibilities(weights: samples.weights[block])
    // A buffer saves fifteen bounds checks a component; the last index is
    // 2 + 15 · terms.count − 1, within the count that sized `lanes`.
    lanes.withUnsafeMutableBufferPointer { lanes in
      guard let start = lanes.baseAddress else { return }
      for k in terms.indices {
        let r = joint[k]
        let sums = start + 2 + 15 * k
        let d0 = x0 - terms[k].mean.0
        let d1 = x1 - terms[k].mean.1
        let d2 = x2 - terms[k].mean.2
        let d3 = x3 - terms[k].mean.3
        sums[0] += r
        let r0 = r * d0
        let r1 = r * d1
        let r2 = r * d2
        let r3 = r * d3
        sums[1] += r0
        sums[2] += r1
        sums[3] += r2
        sums[4] += r3
        sums[5] += r0 * d0
        sums[6] += r1 * d0
        sums[7] += r1 * d1
        sums[8] += r2 * d0
        sums[9] += r2 * d1
        sums[10] += r2 * d2
        sums[11] += r3 * d0
        sums[12] += r3 * d1
        sums[13] += r3 * d2
        sums[14] += r3 * d3
      }
    }
  }

  /// Replaces the joint densities of a block by weighted responsibilities; adds up the entropy.
  @inline(__always)
  private mutating func turnIntoResponsibilities(weights: Lanes) {
    var top = joint[0]
    for value in joint.dropFirst() { top.replace(with: value, where: value .> top) }
    // Σ p log p of the unnormalized p = exp(joint − top) gives the entropy without more logarithms.
    var sum = Lanes(repeating: 0)
    var logs = Lanes(repeating: 0)
    for k in joint.indices {
      // Beyond this a power is 0, and 0 · ∞ would be no number.
      let difference = (joint[k] - top).replacing(
        with: Self.lowestLogPower, where: joint[k] - top .< Self.lowestLogPower)
      let power = exponential(difference)
      sum += power
      logs += power * difference
      joint[k] = power
    }
    let logSum = logarithm(sum)
    let scale = weights / sum
    // −Σ r log r with r = p / s and log r = difference − log s.
    lanes[0] += weights * logSum - logs * scale
    lanes[1] += weights * (top + logSum)
    for k in joint.indices { joint[k] *= scale }
  }
}

/// A Gaussian term of four features in registers' reach.
private struct FourFeatureTerm {
  static let featureCount = 4

  let logScale: Double
  let mean: (Double, Double, Double, Double)
  /// L⁻¹, lower triangle, row after row.
  let factor: (Double, Double, Double, Double, Double, Double, Double, Double, Double, Double)

  init(_ term: GaussianTerm) {
    logScale = term.logScale
    let m = term.mean
    mean = (m[0], m[1], m[2], m[3])
    let f = term.inverseFactor
    factor = (f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9])
  }

  /// The same operations in the same order as `GaussianTerm.logJoint`.
  @inline(__always)
  func logJoint(_ x0: Lanes, _ x1: Lanes, _ x2: Lanes, _ x3: Lanes) -> Lanes {
    let d0 = x0 - mean.0
    let d1 = x1 - mean.1
    let d2 = x2 - mean.2
    let d3 = x3 - mean.3
    let z0 = factor.0 * d0
    var square = z0 * z0
    let z1 = factor.1 * d0 + factor.2 * d1
    square += z1 * z1
    let z2 = factor.3 * d0 + factor.4 * d1 + factor.5 * d2
    square += z2 * z2
    let z3 = factor.6 * d0 + factor.7 * d1 + factor.8 * d2 + factor.9 * d3
    square += z3 * z3
    return logScale - 0.5 * square
  }
}
