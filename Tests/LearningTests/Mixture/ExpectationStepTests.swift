import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// The step over blocks is put beside one written out row by row.
@Suite struct ExpectationStepTests {
  /// Overlapping clouds, and one so far away that other components do not matter there.
  private static func samples(featureCount: Int, rowCount: Int = 1_003) -> Matrix {
    var generator = SeededGenerator(seed: 5)
    var rows: [[Double]] = []
    for row in 0..<rowCount {
      let middle = [40.0, 60, 4_000][row % 3]
      rows.append((0..<featureCount).map { _ in middle + 30 * generator.nextUniform() })
    }
    return Matrix(rows: rows)
  }

  private static func terms(featureCount d: Int) throws -> [GaussianTerm] {
    try [45.0, 55, 70, 4_010].enumerated().map { index, mean in
      var covariance = Matrix(rowCount: d, columnCount: d, repeating: 10 * Double(index))
      covariance.addToDiagonal(60 + Double(index))
      let factor = try #require(Cholesky(covariance))
      return GaussianTerm(
        logConstant: -Double(index), mean: Array(repeating: mean, count: d), factor: factor)
    }
  }

  private static let featureCounts = [1, 3, 4, 5]

  @Test(arguments: featureCounts)
  func agreesWithThePlainStep(featureCount d: Int) throws {
    let samples = Self.samples(featureCount: d)
    let weights = (0..<samples.rowCount).map { Double($0 % 3 + 1) }
    let terms = try Self.terms(featureCount: d)
    let step = ExpectationStep(
      terms, SampleBlocks(samples, weights: weights), threadCount: 2, needsLogDensity: true)
    let plain = PlainStep(terms, samples, weights)
    // Sums of a thousand rows: rounding of either side stays below 10⁻¹².
    #expect(abs(step.entropy - plain.entropy) <= 1e-10 * abs(plain.entropy))
    #expect(abs(step.logDensitySum - plain.logDensitySum) <= 1e-12 * abs(plain.logDensitySum))
    for (component, expected) in zip(step.statistics, plain.statistics) {
      #expect(abs(component.weight - expected.weight) <= 1e-12 * expected.weight)
      for (a, b) in zip(component.mean, expected.mean) { #expect(abs(a - b) <= 1e-12 * abs(b)) }
      let scale = expected.weight * 900
      for (a, b) in zip(component.scatter, expected.scatter) {
        #expect(abs(a - b) <= 1e-11 * scale)
      }
    }
  }

  @Test(arguments: featureCounts)
  func sparedDensitiesChangeNothingElse(featureCount d: Int) throws {
    let blocks = SampleBlocks(Self.samples(featureCount: d))
    let terms = try Self.terms(featureCount: d)
    let with = ExpectationStep(terms, blocks, threadCount: 1, needsLogDensity: true)
    let without = ExpectationStep(terms, blocks, threadCount: 3)
    #expect(with.entropy == without.entropy)
    #expect(with.statistics.map(\.scatter) == without.statistics.map(\.scatter))
  }

  @Test func fourFeaturesHaveTheBitsOfAnyNumber() throws {
    let samples = Self.samples(featureCount: 4, rowCount: 64)
    let blocks = SampleBlocks(samples)
    for term in try Self.terms(featureCount: 4) {
      let four = Self.results(FourFeatureKernel(term), blocks)
      #expect(four == Self.results(AnyFeatureKernel(term), blocks))
    }
  }

  /// All that a kernel gives for a group of eight blocks.
  private static func results(_ kernel: some ComponentKernel, _ samples: SampleBlocks) -> [Lanes] {
    var joint = Array(repeating: Lanes(repeating: 0), count: 8)
    var sums = Array(repeating: Lanes(repeating: 0), count: 15)
    return samples.values.withUnsafeBufferPointer { values in
      samples.boxHalfWidths.withUnsafeBufferPointer { halfWidths in
        guard let values = values.baseAddress, let halfWidths = halfWidths.baseAddress else {
          return []
        }
        kernel.logJoints(values, blocks: 0b1011_0111, into: &joint)
        kernel.add(joint, values, blocks: 0b1011_0111, to: &sums)
        let distances = kernel.distances(centers: values, halfWidths: halfWidths)
        return joint + sums + [kernel.logJoint(values), distances.least, distances.greatest]
      }
    }
  }
}

/// One E step in loops over rows and components.
private struct PlainStep {
  var entropy = 0.0
  var logDensitySum = 0.0
  var statistics: [ComponentStatistics]

  init(_ terms: [GaussianTerm], _ samples: Matrix, _ weights: [Double]) {
    statistics = terms.map { _ in .empty(featureCount: samples.columnCount) }
    for row in 0..<samples.rowCount {
      let joints = terms.map { Self.logJoint($0, samples.row(row)) }
      let top = joints.max() ?? 0
      let logDensity = top + log(joints.reduce(0) { $0 + exp($1 - top) })
      logDensitySum += weights[row] * logDensity
      for (k, joint) in joints.enumerated() {
        let responsibility = exp(joint - logDensity)
        guard responsibility > 0 else { continue }
        entropy -= weights[row] * responsibility * (joint - logDensity)
        statistics[k].add(samples.row(row)[...], weight: weights[row] * responsibility)
      }
    }
  }

  private static func logJoint(_ term: GaussianTerm, _ row: [Double]) -> Double {
    var square = 0.0
    var index = 0
    for i in row.indices {
      var z = 0.0
      for j in 0...i {
        z += term.inverseFactor[index] * (row[j] - term.mean[j])
        index += 1
      }
      square += z * z
    }
    return term.logScale - 0.5 * square
  }
}
