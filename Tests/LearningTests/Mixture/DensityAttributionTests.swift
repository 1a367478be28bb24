import LinearAlgebra
import Testing

@testable import Learning

@Suite struct DensityAttributionTests {
  private func model(_ figures: ReferenceFigures) -> BayesianGaussianMixtureModel {
    BayesianGaussianMixtureModel(figures.mixtures[1])
  }

  /// Σφ = v(all) − v(none), for all orders and for sampled ones.
  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func contributionsSumToTheLogDensity(figures: ReferenceFigures) {
    let model = model(figures)
    let samples = figures.samples
    let densities = model.scores(of: samples).logDensities
    let contributions = DensityAttribution(model, seed: 100).contributions(of: samples)
    let none = model.logConstants.reduce(0.0) { $0 + exponential($1) }
    for row in 0..<samples.rowCount {
      let sum = contributions.row(row).reduce(0, +)
      #expect(abs(sum - (densities[row] - logarithm(none))) < 1e-9)
    }
  }

  /// The same values from every subset's own marginal, by Shapley's weights.
  @Test func allOrdersEqualTheSubsetFormula() throws {
    let figures = ReferenceFigures.ipv4
    let model = model(figures)
    let samples = figures.samples
    let contributions = DensityAttribution(model, seed: 100).contributions(of: samples)
    let factorials = [1.0, 1, 2, 6, 24]
    for row in [0, 5, 17, 89] {
      for feature in 0..<4 {
        var expected = 0.0
        for subset in 0..<16 where subset & (1 << feature) == 0 {
          let before = (0..<4).filter { subset & (1 << $0) != 0 }
          let weight = factorials[before.count] * factorials[3 - before.count] / factorials[4]
          let gain =
            try marginal(model, samples.row(row), before + [feature])
            - marginal(model, samples.row(row), before)
          expected += weight * gain
        }
        #expect(abs(contributions[row, feature] - expected) < 1e-9)
      }
    }
  }

  @Test func independentFeaturesGetTheirOwnLogDensities() {
    let model = BayesianGaussianMixtureModel(
      weights: [1], means: Matrix(rows: [[0, 0]]),
      covariances: [Matrix(rows: [[4, 0], [0, 9]])], weightConcentrations: [[2, 1]],
      meanPrecisions: [2], degreesOfFreedom: [3], lowerBound: 0, meanLogDensity: 0,
      iterationCount: 1, didConverge: true, restartCount: 0, isPriorRegularized: false)
    let contributions = DensityAttribution(model, seed: 0).contributions(
      of: Matrix(rows: [[2, 3]]))
    let halfLogTwoPi = 0.9189385332046727
    #expect(abs(contributions[0, 0] - (-halfLogTwoPi - logarithm(2) - 0.5)) < 1e-12)
    #expect(abs(contributions[0, 1] - (-halfLogTwoPi - logarithm(3) - 0.5)) < 1e-12)
  }

  private func marginal(
    _ model: BayesianGaussianMixtureModel, _ row: [Double], _ features: [Int]
  ) throws -> Double {
    let joints = try (0..<model.componentCount).map { component in
      if features.isEmpty { return model.logConstants[component] }
      let covariance = model.covariances[component]
      let factor = try #require(
        Cholesky(Matrix(rows: features.map { i in features.map { covariance[i, $0] } })))
      let inverse = factor.inverseLower
      var square = 0.0
      for i in features.indices {
        var z = 0.0
        for j in 0...i {
          z += inverse[i, j] * (row[features[j]] - model.means[component, features[j]])
        }
        square += z * z
      }
      return model.logConstants[component] - 0.9189385332046727 * Double(features.count)
        - 0.5 * factor.logDeterminant - 0.5 * square
    }
    let top = joints.reduce(-.infinity, max)
    return top + logarithm(joints.reduce(0.0) { $0 + exponential($1 - top) })
  }
}
