/// The centroid of a block's first row, and whether the others have the same one.
struct BlockOwner: Equatable, Sendable {
  private let bits: UInt16

  /// Centroids that can be told apart.
  static let largestCentroidCount = Int(noCluster)
  private static let differ: UInt16 = 0x8000
  private static let noCluster: UInt16 = 0x7fff

  /// Of a block whose rows have no centroids yet.
  static let none = BlockOwner(bits: differ | noCluster)

  private init(bits: UInt16) { self.bits = bits }

  @inline(__always)
  init(of clusters: SIMD8<UInt16>) {
    let areAll = clusters.isEqual(to: SIMD8(repeating: clusters[0]))
    bits = clusters[0] | (areAll ? 0 : Self.differ)
  }

  /// Nil for `none`.
  @inline(__always)
  var cluster: Int? {
    let cluster = bits & ~Self.differ
    return cluster == Self.noCluster ? nil : Int(cluster)
  }

  /// Whether all rows have the first one's centroid.
  @inline(__always)
  var isOfAllRows: Bool { bits < Self.differ }
}

extension SIMD8<UInt16> {
  /// As two words: the optimizer compares vectors lane by lane.
  @inline(__always)
  func isEqual(to other: Self) -> Bool {
    let difference = unsafeBitCast(self ^ other, to: SIMD2<UInt64>.self)
    return difference[0] | difference[1] == 0
  }
}
