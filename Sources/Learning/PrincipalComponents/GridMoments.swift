import LinearAlgebra

/// Mean and covariance of rows of any numbers, the same to the last bit whatever their order.
///
/// Sums of doubles depend on their order because each addition rounds. Here every term is first
/// rounded to a grid so coarse that no sum of its multiples rounds, and what remains of it to a
/// second, finer grid; so the sums over each grid are exact, the rows need no sorting, and a row of
/// weight 2 is the row twice. What lies below the finer grid is left out of every term alike: of a
/// million rows 2⁻⁶⁵ of the range.
///
/// - SeeAlso: Demmel and Nguyen, "Fast reproducible floating-point summation" (2013), whose bins are
///   these grids.
struct GridMoments {
  /// `[featureCount]`
  let mean: [Double]
  /// Σ w (x − μ)(x − μ)ᵀ / (Σw − 1), `[featureCount × featureCount]`; zeros when Σw ≤ 1.
  let covariance: Matrix

  /// Beyond so large a total weight two grids are too coarse for a double's precision.
  private static let largestTotal = 4_194_304.0

  /// Nil where a weight is no whole number, the weights are too many, or a grid would leave the
  /// range of doubles.
  init?(_ samples: Matrix, weights: [Double]?) {
    guard let total = wholeTotal(weights, rowCount: samples.rowCount, atMost: Self.largestTotal),
      total > 0
    else { return nil }
    let d = samples.columnCount
    let ranges = Self.ranges(samples, weights)
    var grids: [GridPair] = []
    for range in ranges {
      guard let grid = GridPair(reach: max(abs(range.low), abs(range.high)), total: total) else {
        return nil
      }
      grids.append(grid)
    }
    let sums = Self.sums(samples, weights, grids: grids) { values, terms in
      for f in 0..<d { terms[f] = values[f] }
    }
    let mean = sums.map { $0 / total }
    self.mean = mean
    var covariance = Matrix(rowCount: d, columnCount: d)
    guard total > 1 else {
      self.covariance = covariance
      return
    }
    let reach = zip(ranges, mean).map { max($0.high - $1, $1 - $0.low) }
    grids = []
    for i in 0..<d {
      for j in 0...i {
        guard let grid = GridPair(reach: reach[i] * reach[j], total: total) else { return nil }
        grids.append(grid)
      }
    }
    for i in 0..<d {
      guard let grid = GridPair(reach: reach[i], total: total) else { return nil }
      grids.append(grid)
    }
    let differences = grids.count - d
    let products = Self.sums(samples, weights, grids: grids) { values, terms in
      for f in 0..<d {
        values[f] -= mean[f]
        terms[differences + f] = values[f]
      }
      var term = 0
      for i in 0..<d {
        for j in 0...i {
          terms[term] = values[i] * values[j]
          term += 1
        }
      }
    }
    var term = 0
    for i in 0..<d {
      for j in 0...i {
        // What the differences sum to is what the mean was rounded by (Chan, Golub and LeVeque, 1983).
        let rounding = products[differences + i] * products[differences + j] / total
        covariance[i, j] = (products[term] - rounding) / (total - 1)
        covariance[j, i] = covariance[i, j]
        term += 1
      }
    }
    self.covariance = covariance
  }

  /// Least and greatest of each column, over the rows that weigh anything.
  private static func ranges(
    _ samples: Matrix, _ weights: [Double]?
  ) -> [(low: Double, high: Double)] {
    let d = samples.columnCount
    var low = Array(repeating: Double.infinity, count: d)
    var high = Array(repeating: -Double.infinity, count: d)
    samples.elements.withUnsafeBufferPointer { elements in
      low.withUnsafeMutableBufferPointer { low in
        high.withUnsafeMutableBufferPointer { high in
          for row in 0..<samples.rowCount {
            if let weights, weights[row] == 0 { continue }
            for f in 0..<d {
              let value = elements[row * d + f]
              low[f] = value < low[f] ? value : low[f]
              high[f] = value > high[f] ? value : high[f]
            }
          }
        }
      }
    }
    return Array(zip(low, high))
  }

  /// Σ w t for each of the terms t that `makeTerms` makes of eight rows' columns.
  @inline(__always)
  private static func sums(
    _ samples: Matrix, _ weights: [Double]?, grids: [GridPair],
    _ makeTerms: (UnsafeMutablePointer<Lanes>, UnsafeMutablePointer<Lanes>) -> Void
  ) -> [Double] {
    let (n, d) = (samples.rowCount, samples.columnCount)
    let laneCount = Lanes.scalarCount
    let zero = Lanes(repeating: 0)
    var values = Array(repeating: zero, count: d)
    var terms = Array(repeating: zero, count: grids.count)
    var sums = Array(repeating: GridSums(), count: grids.count)
    // Rows are those of the samples, and there are as many terms and sums as grids.
    samples.elements.withUnsafeBufferPointer { elements in
      values.withUnsafeMutableBufferPointer { values in
        terms.withUnsafeMutableBufferPointer { terms in
          sums.withUnsafeMutableBufferPointer { sums in
            grids.withUnsafeBufferPointer { grids in
              guard let values = values.baseAddress, let terms = terms.baseAddress else { return }
              for first in stride(from: 0, to: n, by: laneCount) {
                let count = min(laneCount, n - first)
                for lane in 0..<count {
                  for f in 0..<d { values[f][lane] = elements[(first + lane) * d + f] }
                }
                makeTerms(values, terms)
                let weight = Self.weights(weights, first, count)
                for index in grids.indices {
                  sums[index].add(grids[index].split(terms[index]), weight: weight)
                }
              }
            }
          }
        }
      }
    }
    return sums.map(\.total)
  }

  /// The weights of `count` rows from `first` on, and 0 in the lanes beyond them.
  @inline(__always)
  private static func weights(_ weights: [Double]?, _ first: Int, _ count: Int) -> Lanes {
    if weights == nil, count == Lanes.scalarCount { return Lanes(repeating: 1) }
    var result = Lanes(repeating: 0)
    for lane in 0..<count { result[lane] = weights?[first + lane] ?? 1 }
    return result
  }
}

/// Two grids, on which sums of multiples are exact.
private struct GridPair {
  /// Adding and subtracting these rounds to a multiple of the grid.
  private let coarse: Lanes
  private let fine: Lanes

  /// For terms of at most `reach` whose weights sum to `total`; nil where a grid has no double.
  init?(reach: Double, total: Double) {
    guard reach == 0 || (1e-280...1e280).contains(reach) else { return nil }
    // A sum of at most `total` terms of at most 2^`bits` steps each has 53 bits.
    let bits = 52 - Int(total.exponent) - 1
    let top = reach == 0 ? 0 : Int(reach.exponent) + 1
    coarse = Self.rounder(toMultiplesOf: top - bits)
    fine = Self.rounder(toMultiplesOf: top - 2 * bits)
  }

  /// A double whose last place is 2^`exponent`, large enough to stay so when a term is added.
  private static func rounder(toMultiplesOf exponent: Int) -> Lanes {
    Lanes(repeating: Double(sign: .plus, exponent: exponent + 52, significand: 1.5))
  }

  @inline(__always)
  func split(_ term: Lanes) -> (coarse: Lanes, fine: Lanes) {
    let coarse = (term + self.coarse) - self.coarse
    let fine = ((term - coarse) + self.fine) - self.fine
    return (coarse, fine)
  }
}

/// Sums over both grids, lane by lane.
private struct GridSums {
  private var coarse = Lanes(repeating: 0)
  private var fine = Lanes(repeating: 0)

  @inline(__always)
  mutating func add(_ parts: (coarse: Lanes, fine: Lanes), weight: Lanes) {
    coarse += weight * parts.coarse
    fine += weight * parts.fine
  }

  var total: Double { coarse.treeSum + fine.treeSum }
}
