import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// scikit-learn's figures on a sample of real traffic, which lie beside the checkout where there
/// are any.
private enum SharedReference {
  static let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/reference/maccdc2012_sample_a.json")
  static let isThere = FileManager.default.fileExists(atPath: file.path)
  static let absence: Comment = "no file '../shared/reference/maccdc2012_sample_a.json'"

  struct Figures: Decodable {
    let source: SideFigures
    let destination: SideFigures
  }

  static func load() throws -> [(side: String, figures: SideFigures)] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let figures = try decoder.decode(Figures.self, from: Data(contentsOf: file))
    return [("source", figures.source), ("destination", figures.destination)]
  }
}

private struct SideFigures: Decodable {
  struct PrincipalComponents: Decodable {
    let mean: [Double]
    let components: [[Double]]
    let explainedVariance: [Double]
    let explainedVarianceRatio: [Double]
  }

  struct Posterior: Decodable {
    let lowerBound: Double
    let weights: [Double]
    let means: [[Double]]
    let covariances: [[[Double]]]
    let weightConcentrations: [[Double]]
    let meanPrecisions: [Double]
    let degreesOfFreedom: [Double]
    let logDensities: [Double]
    let labels: [Int]
  }

  struct Mixture: Decodable {
    let components: Int
    let bestKnown: Posterior
    let required: Double
  }

  struct KMeansFigure: Decodable {
    let k: Int
    let inertia: Double
    let tightness: Double
  }

  let addresses: [String]
  let pca: PrincipalComponents
  let mixture: [Mixture]
  let kmeans: [KMeansFigure]

  var samples: Matrix {
    Matrix(rows: addresses.map { $0.split(separator: ".").compactMap { Double($0) } })
  }
}

@Suite(.enabled(if: SharedReference.isThere, SharedReference.absence))
struct SharedReferenceTests {
  @Test func principalAxesAreScikitLearns() throws {
    for (side, figures) in try SharedReference.load() {
      let model = try PrincipalComponents().fit(figures.samples)
      #expect(largestDifference(model.mean, figures.pca.mean) < 1e-9)
      #expect(
        largestDifference(model.explainedVarianceRatio, figures.pca.explainedVarianceRatio) < 1e-9)
      #expect(largestDifference(model.explainedVariance, figures.pca.explainedVariance) < 1e-9)
      for (axis, expected) in zip(model.components.rows, figures.pca.components) {
        // An axis has no direction: scikit-learn's rule for its sign is not ours.
        let opposite = expected.map { -$0 }
        #expect(
          min(largestDifference(axis, expected), largestDifference(axis, opposite)) < 1e-9,
          "\(side): \(axis), not \(expected)")
      }
    }
  }

  @Test func densitiesOfTheBestKnownPosteriorsAreScikitLearns() throws {
    for (side, figures) in try SharedReference.load() {
      for mixture in figures.mixture {
        let scores = BayesianGaussianMixtureModel(mixture.bestKnown).scores(of: figures.samples)
        #expect(
          largestDifference(scores.logDensities, mixture.bestKnown.logDensities) < 1e-9,
          "\(side), \(mixture.components) components")
        #expect(
          scores.components == mixture.bestKnown.labels, "\(side), \(mixture.components) components"
        )
      }
    }
  }

  /// A bound that is said is not yet a bound that is there, so one more step is taken from the
  /// posterior by other hands: it can only rise, and hardly does once the fit has converged.
  @Test(arguments: Array(0...9) + [100] as [UInt64])
  func boundsReachWhatIsRequiredAndAreTrue(seed: UInt64) throws {
    for (side, figures) in try SharedReference.load() {
      let samples = figures.samples
      for mixture in figures.mixture {
        var configuration = BayesianGaussianMixture.Configuration()
        configuration.componentCount = mixture.components
        configuration.seed = seed
        let model = try BayesianGaussianMixture(configuration).fit(samples)
        let name: Comment = "\(side), \(mixture.components) components"
        let step = try #require(PlainVariationalStep(model), name)
        let densities = samples.rows.map(step.logDensity)
        #expect(largestDifference(model.scores(of: samples).logDensities, densities) < 1e-9, name)
        let proven = try #require(step.lowerBound(after: samples.rows), name)
        #expect(proven >= mixture.required, name)
        let rise = proven - model.lowerBound
        // One iteration that changes the bound by less than the tolerance of 1e-3 is followed by
        // one that changes it less still; a run cut at its last iteration may be further away.
        #expect(rise >= -1e-6 && rise <= (model.didConverge ? 0.01 : 0.5), name)
        #expect(model.lowerBound >= mixture.required, name)
      }
    }
  }

  @Test func inertiaIsAtMostTheBestKnown() throws {
    for (side, figures) in try SharedReference.load() {
      let samples = figures.samples
      #expect(figures.kmeans.map(\.k) == Array(1...9))
      for figure in figures.kmeans {
        var configuration = KMeans.Configuration()
        configuration.clusterCount = figure.k
        let model = try KMeans(configuration).fit(samples)
        let inertia = samples.rows.reduce(0) { $0 + squaredDistance($1, model.centroids.rows) }
        #expect(inertia <= figure.inertia * (1 + 1e-9), "\(side), K = \(figure.k)")
        #expect(isClose(model.inertia, inertia, tolerance: 1e-9), "\(side), K = \(figure.k)")
      }
    }
  }
}

/// To the nearest of `centroids`.
private func squaredDistance(_ row: [Double], _ centroids: [[Double]]) -> Double {
  centroids.map { zip(row, $0).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    .reduce(.infinity, min)
}

extension BayesianGaussianMixtureModel {
  fileprivate init(_ figures: SideFigures.Posterior) {
    self.init(
      weights: figures.weights, means: Matrix(rows: figures.means),
      covariances: figures.covariances.map(Matrix.init(rows:)),
      weightConcentrations: figures.weightConcentrations, meanPrecisions: figures.meanPrecisions,
      degreesOfFreedom: figures.degreesOfFreedom, lowerBound: figures.lowerBound,
      meanLogDensity: 0, iterationCount: 1, didConverge: true, restartCount: 0,
      isPriorRegularized: false)
  }
}
