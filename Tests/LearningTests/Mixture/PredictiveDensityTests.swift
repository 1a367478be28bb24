import LinearAlgebra
import Testing

@testable import Learning

@Suite struct PredictiveDensityTests {
  private func model(_ samples: Matrix, components: Int) throws -> BayesianGaussianMixtureModel {
    var configuration = BayesianGaussianMixture.Configuration()
    configuration.componentCount = components
    configuration.restartCount = 0
    return try BayesianGaussianMixture(configuration).fit(samples)
  }

  private func density(_ samples: Matrix, components: Int) throws -> PredictiveDensity {
    PredictiveDensity(
      try model(samples, components: components), keeping: Array(0..<components))
  }

  /// Two groups of a few rows, so that tails are heavy.
  private let column = Matrix(
    rowCount: 12, columnCount: 1, elements: [0, 1, 2, 2, 3, 4, 20, 22, 23, 23, 25, 26])

  /// Unlike `score_samples`. Left of ±10⁵ lies what tails of a t with ν > 5 have there: below 10⁻⁹.
  @Test(arguments: [1, 2, 3])
  func integratesToOne(components: Int) throws {
    let density = try density(column, components: components)
    // ∫ g(x) dx = ∫ g(sinh-like x(u)) x'(u) du: steps grow with the distance from the data.
    let step = 1e-3
    var integral = 0.0
    var u = -60.0
    while u < 60 {
      let x = 12 + u * u * u
      let row = Matrix(rows: [[x]])
      integral += exponential(density.logDensities(of: row)[0]) * 3 * u * u * step
      u += step
    }
    #expect(abs(integral - 1) < 1e-5, "\(integral)")
  }

  /// The formula of Bishop, eq. B.68, written out for one column.
  @Test func oneColumnIsTheUsualT() throws {
    let model = try model(column, components: 1)
    let density = PredictiveDensity(model, keeping: [0])
    let nu = model.degreesOfFreedom[0]
    let beta = model.meanPrecisions[0]
    let scale = model.covariances[0][0, 0] * nu * (1 + beta) / (beta * nu)
    for x in [-40.0, 0, 11, 12.5, 90] {
      let square = (x - model.means[0, 0]) * (x - model.means[0, 0]) / scale
      let expected =
        logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * logarithm(nu * 3.141592653589793)
        - 0.5 * logarithm(scale) - (nu + 1) / 2 * logarithm(1 + square / nu)
      let found = density.logDensities(of: Matrix(rows: [[x]]))[0]
      #expect(abs(found - expected) < 1e-12 * abs(expected))
    }
  }

  /// The share of draws in a level set's complement against the integral of g over it; four
  /// standard errors of a share of 10⁵ draws.
  @Test(arguments: [1, 2])
  func drawsFollowTheDensity(components: Int) throws {
    let density = try density(column, components: components)
    let levels = [-8.0, -6, -5, -4, -3]
    let counts = density.drawCounts(atMost: levels, drawCount: 100_000, seed: 1, stream: 0)
    for (level, count) in zip(levels, counts) {
      var outside = 0.0
      let step = 1e-2
      var u = -60.0
      while u < 60 {
        let logDensity = density.logDensities(of: Matrix(rows: [[12 + u * u * u]]))[0]
        if logDensity <= level { outside += exponential(logDensity) * 3 * u * u * step }
        u += step
      }
      let share = Double(count) / 100_000
      // The border of the level set is known to a step of the integral.
      let variance = max(outside * (1 - outside), 0) / 100_000
      let tolerance = 4 * variance.squareRoot() + 2e-3
      #expect(abs(share - outside) < tolerance, "\(level): \(share), not \(outside)")
    }
  }

  /// In four columns: under one component, 1 + Q / ν is d / ν times an F-distributed number, whose
  /// median for ν → ∞ is that of χ² by d.
  @Test func drawsOfFourColumnsLieAtTheirDistances() throws {
    let density = try density(ReferenceFigures.ipv4.samples, components: 1)
    let term = density.terms[0]
    // Median of χ² with 4 degrees of freedom is 3.3567; ν is in the hundreds here.
    let square = 3.356_693_98
    let level =
      term.logScale - term.exponent * logarithm(1 + square / term.degreesOfFreedom)
    let count = density.drawCounts(atMost: [level], drawCount: 100_000, seed: 1, stream: 0)[0]
    // Four standard errors, and what a t of ν degrees differs from a normal: below 1 / ν.
    #expect(abs(Double(count) / 1e5 - 0.5) < 0.0064 + 1 / term.degreesOfFreedom)
  }

  @Test func countsRiseAndDependOnSeedAndStreamOnly() throws {
    let density = try density(column, components: 2)
    let levels = [-9.0, -7, -5, -5, -3, 0]
    let counts = density.drawCounts(atMost: levels, drawCount: 5_003, seed: 7, stream: 3)
    #expect(counts == counts.sorted())
    #expect(counts.last == 5_003)
    for threadCount in [2, 5] {
      #expect(
        density.drawCounts(
          atMost: levels, drawCount: 5_003, seed: 7, stream: 3, threadCount: threadCount) == counts)
    }
    #expect(density.drawCounts(atMost: levels, drawCount: 5_003, seed: 8, stream: 3) != counts)
    #expect(density.drawCounts(atMost: levels, drawCount: 5_003, seed: 7, stream: 4) != counts)
  }
}
