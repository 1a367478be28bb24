import Testing

@testable import Learning

@Suite struct ClusteringAgreementTests {
  private let figures = ClusteringFigures.load()

  @Test func indicesAreScikitLearns() {
    for (i, first) in figures.labels.enumerated() {
      for (j, second) in figures.labels.enumerated() {
        #expect(
          isClose(
            adjustedRandIndex(first, second), figures.adjustedRand[i][j], tolerance: 1e-12))
        #expect(
          isClose(
            fowlkesMallowsIndex(first, second), figures.fowlkesMallows[i][j], tolerance: 1e-12))
      }
    }
  }

  @Test func namesOfClustersDoNotMatter() {
    let labels = [0, 0, 1, 1, 2, 2, 2]
    let renamed = labels.map { 7 - 3 * $0 }
    #expect(adjustedRandIndex(labels, renamed) == 1)
    #expect(fowlkesMallowsIndex(labels, renamed) == 1)
  }

  @Test func weightsAreRepeatedRows() {
    let (first, second) = (figures.labels[1], figures.labels[3])
    let weights = first.indices.map { Double($0 % 3) }
    let indices = first.indices.flatMap { Array(repeating: $0, count: $0 % 3) }
    let repeated = (indices.map { first[$0] }, indices.map { second[$0] })
    #expect(
      adjustedRandIndex(first, second, weights: weights)
        == adjustedRandIndex(repeated.0, repeated.1))
    #expect(
      fowlkesMallowsIndex(first, second, weights: weights)
        == fowlkesMallowsIndex(repeated.0, repeated.1))
  }

  @Test func orderOfRowsDoesNotMatter() {
    let (first, second) = (figures.labels[0], figures.labels[2])
    #expect(
      adjustedRandIndex(first.reversed(), second.reversed()) == adjustedRandIndex(first, second))
  }

  /// One cluster each, single rows each, and no rows at all agree; as in scikit-learn.
  @Test func trivialClusteringsAgree() {
    #expect(adjustedRandIndex([3, 3, 3], [1, 1, 1]) == 1)
    #expect(adjustedRandIndex([1, 2, 3], [5, 4, 3]) == 1)
    #expect(adjustedRandIndex([], []) == 1)
    #expect(adjustedRandIndex([1, 1, 1], [1, 2, 3]) == 0)
    #expect(fowlkesMallowsIndex([1, 2, 3], [5, 4, 3]) == 0)
  }

  @Test func agreementOfMethodsIsThatOfEveryPair() {
    let methods = figures.labels.enumerated().map {
      (name: "method \($0.offset)", labels: $0.element)
    }
    let agreement = MethodAgreement(methods)
    #expect(agreement.names == methods.map(\.name))
    for (i, row) in figures.adjustedRand.enumerated() {
      #expect(largestDifference(agreement.adjustedRand[i], row) < 1e-12)
      #expect(largestDifference(agreement.fowlkesMallows[i], figures.fowlkesMallows[i]) < 1e-12)
    }
  }
}

/// scikit-learn's figures of labellings of the IPv4 addresses of `ReferenceFigures`.
struct ClusteringFigures: Decodable {
  let labels: [[Int]]
  let adjustedRand: [[Double]]
  let fowlkesMallows: [[Double]]
  let silhouettes: [Double]
  let repeatedSilhouettes: [Double]

  static func load() -> ClusteringFigures {
    ReferenceFigures.load("clusterings", as: ClusteringFigures.self)
  }
}
