import LinearAlgebra
import Testing

@testable import Learning

@Suite struct SilhouetteTests {
  private let figures = ClusteringFigures.load()
  private let samples = ReferenceFigures.ipv4.samples

  @Test func silhouettesAreScikitLearns() throws {
    for (labels, expected) in zip(figures.labels, figures.silhouettes) {
      let silhouette = try #require(meanSilhouette(samples, labels: labels))
      #expect(isClose(silhouette, expected, tolerance: 1e-12))
    }
  }

  @Test func weightsAreRepeatedRowsBitForBit() throws {
    let repeats = ReferenceFigures.ipv4.sampleWeights
    let indices = repeats.indices.flatMap { Array(repeating: $0, count: Int(repeats[$0])) }
    for (labels, expected) in zip(figures.labels, figures.repeatedSilhouettes) {
      let weighted = try #require(meanSilhouette(samples, labels: labels, weights: repeats))
      #expect(isClose(weighted, expected, tolerance: 1e-12))
      let repeated = meanSilhouette(
        samples.selecting(indices), labels: indices.map { labels[$0] })
      #expect(repeated == weighted)
    }
  }

  @Test func threadsAndOrderDoNotMatter() {
    let labels = figures.labels[1]
    let reversed = Matrix(rows: samples.rows.reversed())
    let silhouette = meanSilhouette(samples, labels: labels)
    #expect(meanSilhouette(samples, labels: labels, threadCount: 3) == silhouette)
    #expect(meanSilhouette(reversed, labels: labels.reversed()) == silhouette)
  }

  /// a = 1 everywhere, b = 11 for the outer rows and 10 for the inner ones.
  @Test func silhouetteOfFourRowsIsThatByHand() throws {
    let rows = Matrix(rows: [[0], [1], [10.5], [11.5]])
    let silhouette = try #require(meanSilhouette(rows, labels: [4, 4, 2, 2]))
    let expected = (10.0 / 11 + 9.0 / 10) / 2
    #expect(isClose(silhouette, expected, tolerance: 1e-14))
  }

  @Test func oneClusterHasNone() {
    #expect(meanSilhouette(Matrix(rows: [[0], [1]]), labels: [3, 3]) == nil)
    #expect(meanSilhouette(Matrix(rows: [[0], [1]]), labels: [3, 4], weights: [1, 0]) == nil)
  }

  /// A row in two clusters at once is as near to one as to the other.
  @Test func equalRowsOfOneClusterHaveNoDistanceToIt() {
    let rows = Matrix(rows: [[5], [5], [5], [5]])
    #expect(meanSilhouette(rows, labels: [0, 0, 1, 1]) == 0)
  }
}
