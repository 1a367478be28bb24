import LinearAlgebra

/// The components that matter to the rows of each block of one group.
///
/// A component is left out of a block when, by the bounds over the block's box, its density is
/// below e⁻⁴⁵ times that of another component at every point of it: less than a ten-thousandth of
/// the last bit of any responsibility. Rows stand in lexicographic order, so blocks are small boxes,
/// and two or three components of seven are near one.
struct NearComponents {
  /// Natural and binary logarithm of the density ratio that is left out.
  static let negligibleLogRatio = 45.0
  static let negligibleBinaryRatio = 65.0

  /// `negligibleLogRatio` in the kernels' kind of logarithm.
  private let negligibleRatio: Double
  /// Upper bounds of log c N(x; m, Σ), `[componentCount]`, one block a lane.
  private var upperBounds: [Lanes]
  /// Bit b: whether the component is near block b of the group, `[componentCount]`.
  private var nearBits: [Int64]
  /// The components near the last block asked for, rising; the first `count` are valid.
  private(set) var indices: [Int]

  private static let laneBits = SIMD8<Int64>(1, 2, 4, 8, 16, 32, 64, 128)

  init(componentCount: Int, negligibleRatio: Double = negligibleLogRatio) {
    self.negligibleRatio = negligibleRatio
    upperBounds = Array(repeating: Lanes(repeating: 0), count: componentCount)
    nearBits = Array(repeating: 0, count: componentCount)
    indices = Array(repeating: 0, count: componentCount)
  }

  /// Looks at the boxes of a group of `samples`.
  @inline(__always)
  mutating func update<Kernel: ComponentKernel>(
    _ kernels: UnsafeBufferPointer<Kernel>, _ samples: SampleBlocks, group: Int
  ) {
    samples.boxCenters.withUnsafeBufferPointer { centers in
      samples.boxHalfWidths.withUnsafeBufferPointer { halfWidths in
        guard let centers = centers.baseAddress, let halfWidths = halfWidths.baseAddress else {
          return
        }
        let offset = group * samples.featureCount
        update(kernels, centers: centers + offset, halfWidths: halfWidths + offset)
      }
    }
  }

  @inline(__always)
  mutating func update<Kernel: ComponentKernel>(
    _ kernels: UnsafeBufferPointer<Kernel>, centers: UnsafePointer<Lanes>,
    halfWidths: UnsafePointer<Lanes>
  ) {
    var top = Lanes(repeating: -.infinity)
    for k in kernels.indices {
      let (least, greatest) = kernels[k].distances(centers: centers, halfWidths: halfWidths)
      let logScale = kernels[k].logScale
      upperBounds[k] = logScale - 0.5 * (least * least)
      let lowerBound = logScale - 0.5 * (greatest * greatest)
      top.replace(with: lowerBound, where: lowerBound .> top)
    }
    let border = top - negligibleRatio
    for k in kernels.indices {
      // Not “at least the border”, so that what is no number counts as near.
      let isFar = upperBounds[k] .< border
      nearBits[k] = Self.laneBits.replacing(with: 0, where: isFar).wrappedSum()
    }
  }

  /// The blocks that a component is near: bit b for block b.
  @inline(__always)
  func blocks(of component: Int) -> UInt8 { UInt8(truncatingIfNeeded: nearBits[component]) }

  /// Fills `indices` for one block and returns how many there are.
  @inline(__always)
  mutating func select(block: Int) -> Int {
    var count = 0
    for k in nearBits.indices where (nearBits[k] >> Int64(block)) & 1 == 1 {
      indices[count] = k
      count += 1
    }
    return count
  }
}
