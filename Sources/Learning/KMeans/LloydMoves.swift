import LinearAlgebra

/// The rows that change their centroids, until they are taken from the sums of one and added to those
/// of the other.
struct LloydMoves {
  typealias Quad = SIMD4<Double>

  struct Way {
    let row: Int
    let from: UInt16
    let to: UInt16
  }

  /// Features of a row, four to a vector.
  let quadCount: Int
  private(set) var count = 0
  private let ways: UnsafeMutablePointer<Way>
  private let weights: UnsafeMutablePointer<Double>
  /// w (x − middle) of each, `[count × quadCount]`.
  private let quads: UnsafeMutablePointer<Quad>

  /// From so many rows on they are to be added up: enough that many are on their way from memory at
  /// once, and few enough to stay in the first cache.
  private static let usualCount = 256

  static func with<Result>(featureCount: Int, _ body: (inout LloydMoves) -> Result) -> Result {
    var moves = LloydMoves(featureCount: featureCount)
    defer { moves.deallocate() }
    return body(&moves)
  }

  private init(featureCount: Int) {
    quadCount = (featureCount + Quad.scalarCount - 1) / Quad.scalarCount
    // One more may be written than there can be.
    let capacity = Self.usualCount + LloydBatch.largestCapacity * GridRows.laneCount + 1
    ways = .allocate(capacity: capacity)
    weights = .allocate(capacity: capacity)
    quads = .allocate(capacity: capacity * quadCount)
    // Lanes beyond the features are never written.
    if featureCount % Quad.scalarCount != 0 {
      quads.initialize(repeating: .zero, count: capacity * quadCount)
    }
  }

  private func deallocate() {
    ways.deallocate()
    weights.deallocate()
    quads.deallocate()
  }

  var areMany: Bool { count >= Self.usualCount }

  /// Lists the rows of a block whose centroids differ, of `rowCount` in all.
  mutating func add(
    _ old: SIMD8<UInt16>, _ new: SIMD8<UInt16>, firstRow: Int, rowCount: Int
  ) {
    for lane in 0..<GridRows.laneCount {
      // Written in any case, and kept if it is one: a branch would cost more.
      ways[count] = Way(row: firstRow + lane, from: old[lane], to: new[lane])
      count += old[lane] != new[lane] && firstRow + lane < rowCount ? 1 : 0
    }
  }

  /// Adds each row to the sums of its new centroid and takes it from those of the old one, if it had
  /// one; then there are none any more.
  mutating func apply(
    to sums: inout LloydSums, _ samples: DistinctSamples, _ rows: GridRows, areWeighted: [Bool]
  ) {
    // In a loop that does nothing else, so that many rows are on their way at once.
    if rows.isExact {
      fetch(samples, rows, areWeighted)
    } else {
      fetch(samples, rows.middle, areWeighted)
    }
    sums.add(UnsafeBufferPointer(start: ways, count: count), weights, quads)
    count = 0
  }

  /// From the codes, which a look has just read.
  private func fetch(_ samples: DistinctSamples, _ rows: GridRows, _ areWeighted: [Bool]) {
    let (d, lanes) = (rows.featureCount, GridRows.laneCount)
    rows.withBlocks { blocks in
      let codes = UnsafeRawPointer(blocks.codes).assumingMemoryBound(to: Int16.self)
      samples.weights.withUnsafeBufferPointer { sampleWeights in
        rows.steps.withUnsafeBufferPointer { steps in
          areWeighted.withUnsafeBufferPointer { areWeighted in
            for index in 0..<count {
              let row = ways[index].row
              let (block, lane) = (row / lanes, row % lanes)
              let weight = areWeighted[block] ? sampleWeights[row] : 1
              weights[index] = weight
              let source = codes + (block &* lanes &* d &+ lane)
              let target = UnsafeMutableRawPointer(quads + index &* quadCount)
                .assumingMemoryBound(to: Double.self)
              for f in 0..<d { target[f] = weight * (Double(source[f &* lanes]) * steps[f]) }
            }
          }
        }
      }
    }
  }

  private func fetch(_ samples: DistinctSamples, _ middle: [Double], _ areWeighted: [Bool]) {
    let (d, width) = (middle.count, quadCount &* Quad.scalarCount)
    let target = UnsafeMutableRawPointer(quads).assumingMemoryBound(to: Double.self)
    samples.rows.elements.withUnsafeBufferPointer { elements in
      samples.weights.withUnsafeBufferPointer { sampleWeights in
        middle.withUnsafeBufferPointer { middle in
          for index in 0..<count {
            let row = ways[index].row
            let weight = areWeighted[row / GridRows.laneCount] ? sampleWeights[row] : 1
            weights[index] = weight
            for f in 0..<d {
              target[index &* width &+ f] = weight * (elements[row &* d &+ f] - middle[f])
            }
          }
        }
      }
    }
  }
}
