import LinearAlgebra

/// Rows for a law, with labels for those who learn from labels.
public struct LawData: Sendable {
  /// `[sampleCount × featureCount]`.
  public var samples: Matrix
  /// `[sampleCount]`, whether each row is positive; clusterers and detectors do not see them.
  public var labels: [Bool]
  /// `[sampleCount]`; nil for 1 each.
  public var weights: [Double]?

  /// Every other row is positive unless the labels are given.
  public init(_ samples: Matrix, labels: [Bool]? = nil, weights: [Double]? = nil) {
    self.samples = samples
    self.labels = labels ?? (0..<samples.rowCount).map { $0 % 2 == 0 }
    self.weights = weights
  }

  public init(rows: [[Double]]) { self.init(Matrix(rows: rows)) }

  var sampleCount: Int { samples.rowCount }
  var featureCount: Int { samples.columnCount }

  /// The rows of `indices` with their labels, in their order; weights are left behind.
  func selecting(_ indices: [Int]) -> LawData {
    LawData(samples.selecting(indices), labels: indices.map { labels[$0] })
  }

  func mappingElements(_ transform: (Double) -> Double) -> LawData {
    var result = self
    result.samples.elements = samples.elements.map(transform)
    return result
  }

  func replacing(row: Int, column: Int, with value: Double) -> LawData {
    var result = self
    result.samples[row, column] = value
    return result
  }
}

extension LawData {
  /// Three clusters far apart, of as many rows each; the rows of the first are positive.
  ///
  /// Their centres are corners of a cube of side 20, the rows lie within 1 of them.
  static func blobs(featureCount: Int = 3, sampleCount: Int = 36) -> LawData {
    var generator = LawGenerator(state: 1)
    var rows: [[Double]] = []
    for index in 0..<sampleCount {
      let blob = index % 3
      rows.append(
        (0..<featureCount).map { column in
          20 * Double(column % 3 == blob ? 1 : 0) + generator.nextSigned()
        })
    }
    return LawData(Matrix(rows: rows), labels: blobIndices(sampleCount).map { $0 == 0 })
  }

  /// The cluster of each row of `blobs`.
  static func blobIndices(_ sampleCount: Int) -> [Int] { (0..<sampleCount).map { $0 % 3 } }

  /// Integers from 0 to 255, some rows equal: what octets of addresses look like.
  static let octets: LawData = {
    var generator = LawGenerator(state: 2)
    let rows = (0..<40).map { index in
      [10, Double(index % 4), Double(generator.next() % 8), Double(generator.next() % 256)]
    }
    return LawData(rows: rows + rows.prefix(4))
  }()

  /// 24 rows of numbers between −1 and 1.
  static func noise(featureCount: Int, sampleCount: Int = 24) -> LawData {
    var generator = LawGenerator(state: 3)
    return LawData(
      rows: (0..<sampleCount).map { _ in (0..<featureCount).map { _ in generator.nextSigned() } })
  }
}

/// SplitMix64, whose every seed is a good one.
/// - SeeAlso: Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators* (2014).
struct LawGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }

  /// A number between −1 and 1.
  mutating func nextSigned() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }
}
