import LinearAlgebra

/// The components that matter to the rows of each block of one group.
///
/// A component is left out of a block when, by the bounds over the block's box, its density is
/// below e⁻⁴⁵ times that of another component at every point of it: less than a ten-thousandth of
/// the last bit of any responsibility. Rows stand in lexicographic order, so blocks are small boxes,
/// and two or three components of seven are near one.
struct NearComponents {
  /// Natural logarithm of the density ratio that is left out.
  static let negligibleLogRatio = 45.0

  /// Upper bounds of log c N(x; m, Σ), `[componentCount]`, one block a lane.
  private var upperBounds: [Lanes]
  /// Bit b: whether the component is near block b of the group, `[componentCount]`.
  private var nearBits: [Int64]
  /// The components near the last block asked for, rising; the first `count` are valid.
  private(set) var indices: [Int]

  private static let laneBits = SIMD8<Int64>(1, 2, 4, 8, 16, 32, 64, 128)

  init(componentCount: Int) {
    upperBounds = Array(repeating: Lanes(repeating: 0), count: componentCount)
    nearBits = Array(repeating: 0, count: componentCount)
    indices = Array(repeating: 0, count: componentCount)
  }

  /// Looks at the boxes of a group.
  @inline(__always)
  mutating func update<Kernel: ComponentKernel>(
    _ kernels: UnsafeBufferPointer<Kernel>, centers: UnsafePointer<Lanes>,
    halfWidths: UnsafePointer<Lanes>
  ) {
    var top = Lanes(repeating: -.infinity)
    for (k, kernel) in kernels.enumerated() {
      let (least, greatest) = kernel.distances(centers: centers, halfWidths: halfWidths)
      upperBounds[k] = kernel.logScale - 0.5 * (least * least)
      let lowerBound = kernel.logScale - 0.5 * (greatest * greatest)
      top.replace(with: lowerBound, where: lowerBound .> top)
    }
    let border = top - Self.negligibleLogRatio
    for k in kernels.indices {
      // Not “at least the border”, so that what is no number counts as near.
      let isFar = upperBounds[k] .< border
      nearBits[k] = Self.laneBits.replacing(with: 0, where: isFar).wrappedSum()
    }
  }

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
