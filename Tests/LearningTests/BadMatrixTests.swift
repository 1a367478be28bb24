import Foundation
import Learning
import LinearAlgebra
import Testing

/// Matrices that break numerical code, with what is to come of each: they lie beside the checkout
/// where there are any.
private enum BadMatrices {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/badinput")
  static let isThere = FileManager.default.fileExists(
    atPath: folder.appending(path: "manifest.json").path)
  static let absence: Comment = "no file '../shared/badinput/manifest.json'"

  struct Manifest: Decodable {
    let files: [Row]
  }

  struct Row: Decodable {
    let file: String
    let group: String?
    /// "ok", or "error: class".
    let expected: String
    /// Other outcomes that will do.
    let also: [String]?
  }

  static func load() throws -> [Row] {
    let data = try Data(contentsOf: folder.appending(path: "manifest.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).files.filter { $0.group == "ml" }
  }

  /// The numbers below a header of `columnCount` names.
  static func matrix(_ file: String) throws -> Matrix {
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let columnCount = try #require(lines.first).split(separator: ",").count
    let rows = try lines.dropFirst().map { line in
      try line.split(separator: ",").map { try #require(Double($0)) }
    }
    return Matrix(
      rowCount: rows.count, columnCount: columnCount, elements: rows.flatMap { $0 })
  }
}

/// An estimator of three clusters or two axes as this suite sees it.
private struct Candidate: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Numbers that must be finite: scores, one a row, or coordinates.
  let results: @Sendable (Matrix) throws -> [Double]
  /// Fewest rows that it needs.
  let requiredRowCount: Int

  static let all =
    CovarianceType.allCases.flatMap { type in
      [
        detector("Bayesian mixture, \(type.rawValue)") {
          var configuration = BayesianGaussianMixture.Configuration()
          configuration.componentCount = 3
          configuration.covarianceType = type
          return try BayesianGaussianMixture(configuration)
        },
        detector("mixture, \(type.rawValue)") {
          var configuration = GaussianMixture.Configuration()
          configuration.componentCount = 3
          configuration.covarianceType = type
          return try GaussianMixture(configuration)
        },
      ]
    } + [
      detector("k-means") {
        var configuration = KMeans.Configuration()
        configuration.clusterCount = 3
        return try KMeans(configuration)
      },
      Candidate(
        testDescription: "PCA",
        results: { try PrincipalComponents().fit($0).projections(checking: $0).elements },
        requiredRowCount: 2),
    ]

  private static func detector<Subject: Estimator>(
    _ name: String, _ make: @escaping @Sendable () throws -> Subject
  ) -> Candidate {
    Candidate(
      testDescription: name,
      results: { try make().fit($0).anomalyScores(checking: $0) },
      requiredRowCount: 3)
  }
}

@Suite(.enabled(if: BadMatrices.isThere, BadMatrices.absence))
struct BadMatrixTests {
  @Test(arguments: Candidate.all)
  fileprivate func everyMatrixEndsAsItsRowSays(candidate: Candidate) throws {
    let rows = try BadMatrices.load()
    #expect(rows.count >= 19)
    for row in rows {
      let samples = try BadMatrices.matrix(row.file)
      var expected = [row.expected] + (row.also ?? [])
      // "A model that needs one row may succeed", and one that needs two with two.
      if expected == ["error: too-few-samples"], samples.rowCount >= candidate.requiredRowCount {
        expected.append("ok")
      }
      let outcome = outcome(of: candidate, samples)
      #expect(expected.contains(outcome), "\(row.file)")
    }
  }

  /// Not of the others: with nothing to hold it back, the far point is a cluster of its own, as in
  /// scikit-learn.
  @Test(arguments: Candidate.all.filter { $0.testDescription.hasPrefix("Bayesian") })
  fileprivate func theFarPointIsTheStrangest(candidate: Candidate) throws {
    let samples = try BadMatrices.matrix("ml/outlier.csv")
    let far = try #require(
      samples.rowIndices.first { row in samples.row(row).contains { abs($0) > 1e5 } })
    let scores = try candidate.results(samples)
    #expect(scores[far] == scores.max())
  }

  @Test(arguments: ["nan", "inf", "neginf"])
  func theUnusableCellIsNamed(name: String) throws {
    let samples = try BadMatrices.matrix("ml/\(name).csv")
    let index = try #require(samples.elements.firstIndex { !$0.isFinite })
    let (row, column) = (index / samples.columnCount, index % samples.columnCount)
    for candidate in Candidate.all {
      #expect(
        throws: FitError.nonFinite(row: row, column: column, value: "\(samples.elements[index])")
      ) { try candidate.results(samples) }
    }
  }

  /// "ok" with finite results, or the class of the error.
  private func outcome(of candidate: Candidate, _ samples: Matrix) -> String {
    do {
      let results = try candidate.results(samples)
      return results.allSatisfy(\.isFinite) ? "ok" : "results that are not finite"
    } catch let error as FitError {
      switch error {
      case .tooFewSamples: return "error: too-few-samples"
      case .nonFinite: return "error: non-finite"
      case .overflow: return "error: overflow"
      case .degenerate: return "error: degenerate"
      default: return "\(error)"
      }
    } catch {
      return "\(error)"
    }
  }
}
