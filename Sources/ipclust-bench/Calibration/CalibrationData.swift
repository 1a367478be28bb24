import Learning
import LinearAlgebra

/// Rows of three Gaussian clusters of any shape, and strangers to all of them.
///
/// The clusters' centres, axes, spreads and shares are drawn anew for every seed.
struct CalibrationData {
  /// `[rowCount × 4]`; the strangers stand first.
  let rows: Matrix
  let strangerCount: Int

  private static let featureCount = 4
  private static let clusterCount = 3
  private static let smallestShare = 0.2
  /// Of the strangers, from a cluster in a random direction; as far at least from all others.
  private static let mahalanobisDistance = 6.0
  /// Where centres lie: that of octets.
  private static let centreRange = 0.0..<256
  /// Least standard deviation along a cluster's axes.
  private static let leastSpread = 4.0

  /// - Parameter spreadRatio: of the greatest to the least standard deviation along any axis.
  init(rowCount: Int, strangerCount: Int, spreadRatio: Double, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: 1)
    let clusters = (0..<Self.clusterCount).map { _ in
      Cluster(spreadRatio: spreadRatio, using: &generator)
    }
    let parts = clusters.map { _ in Double.random(in: 0..<1, using: &generator) }
    let rest = 1 - Self.smallestShare * Double(clusters.count)
    let shares = parts.map { Self.smallestShare + rest * $0 / parts.reduce(0, +) }
    var rows: [[Double]] = []
    while rows.count < strangerCount {
      let cluster = clusters[Int.random(in: clusters.indices, using: &generator)]
      let row = cluster.row(Self.direction(using: &generator).map { $0 * Self.mahalanobisDistance })
      // Rounding leaves the cluster itself a little below the distance.
      let isStrange = clusters.allSatisfy {
        $0.mahalanobisDistance(of: row) >= Self.mahalanobisDistance * (1 - 1e-9)
      }
      if isStrange { rows.append(row) }
    }
    while rows.count < rowCount {
      var part = Double.random(in: 0..<1, using: &generator)
      var index = 0
      while index + 1 < clusters.count, part >= shares[index] {
        part -= shares[index]
        index += 1
      }
      rows.append(clusters[index].row(Self.normals(using: &generator)))
    }
    self.rows = Matrix(rows: rows)
    self.strangerCount = strangerCount
  }

  private struct Cluster {
    let centre: [Double]
    let spreads: [Double]
    /// Orthonormal.
    let axes: [[Double]]

    init(spreadRatio: Double, using generator: inout SeededGenerator) {
      centre = (0..<featureCount).map { _ in Double.random(in: centreRange, using: &generator) }
      spreads = (0..<featureCount).map { _ in
        Double.random(in: leastSpread...leastSpread * spreadRatio, using: &generator)
      }
      var axes: [[Double]] = []
      while axes.count < featureCount {
        var axis = direction(using: &generator)
        for other in axes {
          let part = zip(axis, other).reduce(0) { $0 + $1.0 * $1.1 }
          axis = zip(axis, other).map { $0 - part * $1 }
        }
        axes.append(scaledToOne(axis))
      }
      self.axes = axes
    }

    func row(_ coordinates: [Double]) -> [Double] {
      centre.indices.map { feature in
        axes.indices.reduce(centre[feature]) {
          $0 + coordinates[$1] * spreads[$1] * axes[$1][feature]
        }
      }
    }

    func mahalanobisDistance(of row: [Double]) -> Double {
      let squares = axes.indices.map { axis -> Double in
        let part = zip(zip(row, centre), axes[axis]).reduce(0) {
          $0 + ($1.0.0 - $1.0.1) * $1.1
        }
        return (part / spreads[axis]) * (part / spreads[axis])
      }
      return squares.reduce(0, +).squareRoot()
    }
  }

  private static func direction(using generator: inout SeededGenerator) -> [Double] {
    scaledToOne(normals(using: &generator))
  }

  private static func scaledToOne(_ vector: [Double]) -> [Double] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / length }
  }

  /// Standard normal numbers by the polar method, apart from those of the product.
  private static func normals(using generator: inout SeededGenerator) -> [Double] {
    (0..<featureCount).map { _ in
      while true {
        let u = Double.random(in: -1..<1, using: &generator)
        let v = Double.random(in: -1..<1, using: &generator)
        let s = u * u + v * v
        if s < 1, s > 0 { return u * (-2 * logarithm(s) / s).squareRoot() }
      }
    }
  }
}
