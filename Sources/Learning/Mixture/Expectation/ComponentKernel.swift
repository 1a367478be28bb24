import LinearAlgebra

/// One component as the loops over rows see it.
///
/// Pointers stand at the first feature of a block or of a group's blocks or boxes: `[featureCount]`
/// of `SampleBlocks` each; those of sums at the first of `ExpectationSums.stride`. A set of blocks
/// has bit b for block b of a group, and their rows' numbers stand in `[blocksPerGroup]`.
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

  /// Puts log c N(x; m, Σ) of the rows of `blocks` into `joint`, the same bits as `logJoint`.
  func logJoints(
    _ values: UnsafePointer<Lanes>, blocks: UInt8, into joint: UnsafeMutablePointer<Lanes>)

  /// Adds Σ r, Σ r δ and Σ r δ δᵀ (lower triangle) with δ = x − m over the rows of `blocks`.
  func add(
    _ responsibilities: UnsafePointer<Lanes>, _ values: UnsafePointer<Lanes>, blocks: UInt8,
    to sums: UnsafeMutablePointer<Lanes>)
}

extension UInt8 {
  /// Takes the lowest bit out and returns its place.
  /// - Precondition: there is a bit.
  @inline(__always)
  mutating func popLowestBit() -> Int {
    let place = trailingZeroBitCount
    self &= self &- 1
    return place
  }
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

  func logJoints(
    _ values: UnsafePointer<Lanes>, blocks: UInt8, into joint: UnsafeMutablePointer<Lanes>
  ) {
    var rest = blocks
    while rest != 0 {
      let block = rest.popLowestBit()
      joint[block] = logJoint(values + block * mean.count)
    }
  }

  func add(
    _ responsibilities: UnsafePointer<Lanes>, _ values: UnsafePointer<Lanes>, blocks: UInt8,
    to sums: UnsafeMutablePointer<Lanes>
  ) {
    var rest = blocks
    while rest != 0 {
      let block = rest.popLowestBit()
      let values = values + block * mean.count
      sums[0] += responsibilities[block]
      var index = 1 + mean.count
      for i in mean.indices {
        let weighted = responsibilities[block] * (values[i] - mean[i])
        sums[1 + i] += weighted
        for j in 0...i {
          sums[index] += weighted * (values[j] - mean[j])
          index += 1
        }
      }
    }
  }
}

/// IPv4's four octets, unrolled, four lanes at a time; the operations and their order are those of
/// `AnyFeatureKernel`.
///
/// Fifteen sums of eight lanes would not stay in registers. Constants stand repeated in memory, for
/// as scalars the optimizer packs them together and mixes lanes to take them apart again.
struct FourFeatureKernel: ComponentKernel {
  static let featureCount = 4

  /// Lanes are twice this in memory, so that a side's four stand at every second place.
  fileprivate typealias Half = SIMD4<Double>

  let logScale: Double
  /// The mean, then L⁻¹ row after row.
  private let constants: [Half]
  private let reaches: (Double, Double, Double, Double)

  init(_ term: GaussianTerm) {
    logScale = term.logScale
    constants = (term.mean + term.inverseFactor).map(Half.init(repeating:))
    precondition(constants.count == 14, "four means and ten elements of a triangle")
    let r = term.reaches
    reaches = (r[0], r[1], r[2], r[3])
  }

  @inline(__always)
  func distances(
    centers: UnsafePointer<Lanes>, halfWidths: UnsafePointer<Lanes>
  ) -> (least: Lanes, greatest: Lanes) {
    let square = withConstants { squaredDistances(centers, $0) }
    var reach = reaches.0 * halfWidths[0] + reaches.1 * halfWidths[1]
    reach += reaches.2 * halfWidths[2]
    reach += reaches.3 * halfWidths[3]
    return boxDistances(square.squareRoot(), reach)
  }

  @inline(__always)
  func logJoint(_ values: UnsafePointer<Lanes>) -> Lanes {
    withConstants { logScale - 0.5 * squaredDistances(values, $0) }
  }

  @inline(__always)
  func logJoints(
    _ values: UnsafePointer<Lanes>, blocks: UInt8, into joint: UnsafeMutablePointer<Lanes>
  ) {
    withConstants { constants in
      var rest = blocks
      while rest != 0 {
        let block = rest.popLowestBit()
        let squares = squaredDistances(values + block * Self.featureCount, constants)
        joint[block] = logScale - 0.5 * squares
      }
    }
  }

  /// Fourteen constants stand there from the beginning to the end.
  @inline(__always)
  private func withConstants<Result>(_ body: (UnsafePointer<Half>) -> Result) -> Result {
    constants.withUnsafeBufferPointer { constants in
      guard let constants = constants.baseAddress else {
        preconditionFailure("the initializer checks the count")
      }
      return body(constants)
    }
  }

  @inline(__always)
  private func squaredDistances(
    _ values: UnsafePointer<Lanes>, _ constants: UnsafePointer<Half>
  ) -> Lanes {
    Lanes(
      lowHalf: squaredDistance(values.halves, constants),
      highHalf: squaredDistance(values.halves + 1, constants))
  }

  @inline(__always)
  private func squaredDistance(
    _ values: UnsafePointer<Half>, _ constants: UnsafePointer<Half>
  ) -> Half {
    let d0 = values[0] - constants[0]
    let d1 = values[2] - constants[1]
    let d2 = values[4] - constants[2]
    let d3 = values[6] - constants[3]
    let factor = constants + 4
    let z0 = factor[0] * d0
    var square = z0 * z0
    let z1 = factor[1] * d0 + factor[2] * d1
    square += z1 * z1
    let z2 = factor[3] * d0 + factor[4] * d1 + factor[5] * d2
    square += z2 * z2
    let z3 = factor[6] * d0 + factor[7] * d1 + factor[8] * d2 + factor[9] * d3
    square += z3 * z3
    return square
  }

  @inline(__always)
  func add(
    _ responsibilities: UnsafePointer<Lanes>, _ values: UnsafePointer<Lanes>, blocks: UInt8,
    to sums: UnsafeMutablePointer<Lanes>
  ) {
    let sums = UnsafeMutableRawPointer(sums).assumingMemoryBound(to: Half.self)
    withConstants { mean in
      for side in 0..<2 {
        addFirstThree(
          responsibilities.halves + side, values.halves + side, mean, blocks, to: sums + side)
        addLast(
          responsibilities.halves + side, values.halves + side, mean, blocks, to: sums + side)
      }
    }
  }

  /// The sums of which the first three features know.
  ///
  /// Apart from `addLast`, because all fifteen sums leave no register for what is added.
  @inline(__always)
  private func addFirstThree(
    _ responsibilities: UnsafePointer<Half>, _ values: UnsafePointer<Half>,
    _ mean: UnsafePointer<Half>, _ blocks: UInt8, to sums: UnsafeMutablePointer<Half>
  ) {
    var (s0, s1, s2, s3) = (sums[0], sums[2], sums[4], sums[6])
    var (s5, s6, s7, s8, s9, s10) = (sums[10], sums[12], sums[14], sums[16], sums[18], sums[20])
    var rest = blocks
    while rest != 0 {
      let block = rest.popLowestBit()
      let row = values + 2 * Self.featureCount * block
      let responsibility = responsibilities[2 * block]
      let d0 = row[0] - mean[0]
      let d1 = row[2] - mean[1]
      let d2 = row[4] - mean[2]
      let r0 = responsibility * d0
      let r1 = responsibility * d1
      let r2 = responsibility * d2
      s0 += responsibility
      s1 += r0
      s2 += r1
      s3 += r2
      s5 += r0 * d0
      s6 += r1 * d0
      s7 += r1 * d1
      s8 += r2 * d0
      s9 += r2 * d1
      s10 += r2 * d2
    }
    (sums[0], sums[2], sums[4], sums[6]) = (s0, s1, s2, s3)
    (sums[10], sums[12], sums[14], sums[16], sums[18], sums[20]) = (s5, s6, s7, s8, s9, s10)
  }

  /// The sums in which the last feature has a part.
  @inline(__always)
  private func addLast(
    _ responsibilities: UnsafePointer<Half>, _ values: UnsafePointer<Half>,
    _ mean: UnsafePointer<Half>, _ blocks: UInt8, to sums: UnsafeMutablePointer<Half>
  ) {
    var (s4, s11, s12, s13, s14) = (sums[8], sums[22], sums[24], sums[26], sums[28])
    var rest = blocks
    while rest != 0 {
      let block = rest.popLowestBit()
      let row = values + 2 * Self.featureCount * block
      let d3 = row[6] - mean[3]
      let r3 = responsibilities[2 * block] * d3
      s4 += r3
      s11 += r3 * (row[0] - mean[0])
      s12 += r3 * (row[2] - mean[1])
      s13 += r3 * (row[4] - mean[2])
      s14 += r3 * d3
    }
    (sums[8], sums[22], sums[24], sums[26], sums[28]) = (s4, s11, s12, s13, s14)
  }
}

extension UnsafePointer<Lanes> {
  /// The same memory, four lanes at a time.
  @inline(__always)
  fileprivate var halves: UnsafePointer<FourFeatureKernel.Half> {
    UnsafeRawPointer(self).assumingMemoryBound(to: FourFeatureKernel.Half.self)
  }
}

/// Distances within a box from that of its center and how far the box reaches from there.
@inline(__always)
private func boxDistances(_ distance: Lanes, _ reach: Lanes) -> (least: Lanes, greatest: Lanes) {
  let least = distance - reach
  return (least.replacing(with: 0, where: least .< 0), distance + reach)
}
