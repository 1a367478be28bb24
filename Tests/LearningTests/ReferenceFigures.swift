import Foundation
import LinearAlgebra
import Testing

/// Figures of scikit-learn on address sets of our own; `Reference/generate.py` says how they came.
struct ReferenceFigures: Decodable {
  struct PrincipalComponents: Decodable {
    let mean: [Double]
    let components: [[Double]]
    let explainedVariance: [Double]
    let explainedVarianceRatio: [Double]
  }

  struct Mixture: Decodable {
    let componentCount: Int
    let weights: [Double]
    let means: [[Double]]
    let covariances: [[[Double]]]
    let weightConcentrations: [[Double]]
    let meanPrecisions: [Double]
    let degreesOfFreedom: [Double]
    let lowerBound: Double
    let logDensities: [Double]
    let bestLowerBound: Double
  }

  struct Trajectory: Decodable {
    let componentCount: Int
    let labels: [Int]
    let lowerBounds: [Double]
    let weights: [Double]
    let means: [[Double]]
    let covariances: [[[Double]]]
  }

  struct KMeansFigure: Decodable {
    let clusterCount: Int
    let inertia: Double
    let tightness: Double
  }

  let addresses: [String]
  let sampleWeights: [Double]
  let principalComponents: PrincipalComponents
  let mixtures: [Mixture]
  let trajectories: [Trajectory]
  let kMeans: [KMeansFigure]
  let weightedKMeans: [KMeansFigure]

  static let ipv4 = load("addresses-ipv4", as: ReferenceFigures.self)
  static let ipv6 = load("addresses-ipv6", as: ReferenceFigures.self)

  static func load<Figures: Decodable>(_ name: String, as type: Figures.Type) -> Figures {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")
    do {
      return try JSONDecoder().decode(
        Figures.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
    } catch {
      // A test tree without its reference files is broken, not a case to handle.
      fatalError("\(name).json: \(error)")
    }
  }

  /// Octets of the addresses, without the product's own parser.
  var samples: Matrix {
    Matrix(
      rows: addresses.map { text in
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return bytes[..<4].map(Double.init) }
        precondition(inet_pton(AF_INET6, text, &bytes) == 1, "\(text) is an address")
        return bytes.map(Double.init)
      })
  }
}

extension ReferenceFigures: CustomTestStringConvertible {
  /// The whole figures would bury the name of a test.
  var testDescription: String { "\(addresses.count) addresses such as \(addresses[0])" }
}

/// Whether `value` equals `expected` to `tolerance`, relative to magnitudes above 1.
func isClose(_ value: Double, _ expected: Double, tolerance: Double) -> Bool {
  abs(value - expected) <= tolerance * max(1, abs(expected))
}

/// The largest difference between two equally shaped collections, relative above magnitude 1.
func largestDifference(_ values: [Double], _ expected: [Double]) -> Double {
  guard values.count == expected.count else { return .infinity }
  return zip(values, expected).reduce(0) { max($0, abs($1.0 - $1.1) / max(1, abs($1.1))) }
}
