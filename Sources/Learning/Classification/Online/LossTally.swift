import LinearAlgebra

/// The sum of many losses, of which logarithms are taken of products: one of hundreds of factors takes
/// no longer than one of each.
struct LossTally {
  private var sum = 0.0
  private var product = 1.0

  /// Far enough from the smallest number that a further factor loses no digits.
  private static let smallestProduct = 0x1p-900

  var total: Double { sum - logarithm(product) }

  @inline(__always)
  mutating func add(_ loss: Double) { sum += loss }

  /// Adds −log of a share of at most 1.
  @inline(__always)
  mutating func addLogarithm(of share: Double) {
    product *= share
    if product < Self.smallestProduct { fold() }
  }

  @inline(__always)
  private mutating func fold() {
    sum -= logarithm(product)
    product = 1
  }
}
