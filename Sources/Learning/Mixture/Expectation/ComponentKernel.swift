import LinearAlgebra

/// One component as the loops over rows see it.
///
/// Pointers stand at the first feature of a block or of a group's boxes: `[featureCount]` of
/// `SampleBlocks`; those of sums at the first of `ComponentSums.stride`.
protocol ComponentKernel: Sendable {
  init(_ term: GaussianTerm)

  /// log c − ½ d log 2π − ½ log det Σ.
  var logScale: Double { get }

  /// Bounds of the Mahalanobis distances of eight boxes' points to the mean.
  func distances(
    centers: UnsafePointer<Lanes>, halfWidths: UnsafePointer<Lanes>
  ) -> (least: Lanes, greatest: Lanes)

  /// log c N(x; m, Σ) of the eight rows of a block.
  func logJoint(_ values: UnsafePointer<Lanes>) -> Lanes

  /// Adds Σ r, Σ r δ and Σ r δ δᵀ (lower triangle) with δ = x − m.
  func add(
    _ responsibilities: Lanes, _ values: UnsafePointer<Lanes>, to sums: UnsafeMutablePointer<Lanes>)
}

/// Any number of features.
struct AnyFeatureKernel: ComponentKernel {
  let logScale: Double
  private let mean: [Double]
  /// L⁻¹ of Σ = L Lᵀ, lower triangle, row after row.
  private let inverseFactor: [Double]
  /// Norm of each column of L⁻¹: what a step of 1 along a feature adds to a distance at most.
  private let reaches: [Double]

  init(_ term: GaussianTerm) {
    logScale = term.logScale
    mean = term.mean
    inverseFactor = term.inverseFactor
    reaches = term.reaches
  }

  func distances(
    centers: UnsafePointer<Lanes>, halfWidths: UnsafePointer<Lanes>
  ) -> (least: Lanes, greatest: Lanes) {
    let distance = squaredDistance(centers).squareRoot()
    var reach = Lanes(repeating: 0)
    for f in mean.indices { reach += reaches[f] * halfWidths[f] }
    return boxDistances(distance, reach)
  }

  func logJoint(_ values: UnsafePointer<Lanes>) -> Lanes {
    logScale - 0.5 * squaredDistance(values)
  }

  private func squaredDistance(_ values: UnsafePointer<Lanes>) -> Lanes {
    var square = Lanes(repeating: 0)
    var start = 0
    for i in mean.indices {
      var z = Lanes(repeating: 0)
      for j in 0...i { z += inverseFactor[start + j] * (values[j] - mean[j]) }
      square += z * z
      start += i + 1
    }
    return square
  }

  func add(
    _ responsibilities: Lanes, _ values: UnsafePointer<Lanes>, to sums: UnsafeMutablePointer<Lanes>
  ) {
    sums[0] += responsibilities
    var index = 1 + mean.count
    for i in mean.indices {
      let weighted = responsibilities * (values[i] - mean[i])
      sums[1 + i] += weighted
      for j in 0...i {
        sums[index] += weighted * (values[j] - mean[j])
        index += 1
      }
    }
  }
}

/// IPv4's four octets, unrolled and held in registers; the operations and their order are those of
/// `AnyFeatureKernel`.
struct FourFeatureKernel: ComponentKernel {
  static let featureCount = 4

  let logScale: Double
  private let mean: (Double, Double, Double, Double)
  private let factor:
    (Double, Double, Double, Double, Double, Double, Double, Double, Double, Double)
  private let reaches: (Double, Double, Double, Double)

  init(_ term: GaussianTerm) {
    logScale = term.logScale
    let m = term.mean
    mean = (m[0], m[1], m[2], m[3])
    let f = term.inverseFactor
    factor = (f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9])
    let r = term.reaches
    reaches = (r[0], r[1], r[2], r[3])
  }

  @inline(__always)
  func distances(
    centers: UnsafePointer<Lanes>, halfWidths: UnsafePointer<Lanes>
  ) -> (least: Lanes, greatest: Lanes) {
    let distance = squaredDistance(centers).squareRoot()
    var reach = reaches.0 * halfWidths[0] + reaches.1 * halfWidths[1]
    reach += reaches.2 * halfWidths[2]
    reach += reaches.3 * halfWidths[3]
    return boxDistances(distance, reach)
  }

  @inline(__always)
  func logJoint(_ values: UnsafePointer<Lanes>) -> Lanes {
    logScale - 0.5 * squaredDistance(values)
  }

  @inline(__always)
  private func squaredDistance(_ values: UnsafePointer<Lanes>) -> Lanes {
    let d0 = values[0] - mean.0
    let d1 = values[1] - mean.1
    let d2 = values[2] - mean.2
    let d3 = values[3] - mean.3
    let z0 = factor.0 * d0
    var square = z0 * z0
    let z1 = factor.1 * d0 + factor.2 * d1
    square += z1 * z1
    let z2 = factor.3 * d0 + factor.4 * d1 + factor.5 * d2
    square += z2 * z2
    let z3 = factor.6 * d0 + factor.7 * d1 + factor.8 * d2 + factor.9 * d3
    square += z3 * z3
    return square
  }

  @inline(__always)
  func add(
    _ responsibilities: Lanes, _ values: UnsafePointer<Lanes>, to sums: UnsafeMutablePointer<Lanes>
  ) {
    let d0 = values[0] - mean.0
    let d1 = values[1] - mean.1
    let d2 = values[2] - mean.2
    let d3 = values[3] - mean.3
    let r0 = responsibilities * d0
    let r1 = responsibilities * d1
    let r2 = responsibilities * d2
    let r3 = responsibilities * d3
    sums[0] += responsibilities
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

/// Distances within a box from that of its center and how far the box reaches from there.
@inline(__always)
private func boxDistances(_ distance: Lanes, _ reach: Lanes) -> (least: Lanes, greatest: Lanes) {
  let least = distance - reach
  return (least.replacing(with: 0, where: least .< 0), distance + reach)
}
