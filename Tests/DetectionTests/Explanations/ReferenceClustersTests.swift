import Testing

@testable import Detection

@Suite struct ReferenceClustersTests {
  /// Clusters of `usual` unflagged members and `flagged` others, in this order.
  private func references(usual: [Int], flagged: [Int] = []) -> ReferenceClusters {
    var assignments: [Int] = []
    var isAnomalous: [Bool] = []
    for (counts, flag) in [(usual, false), (flagged, true)] {
      for (cluster, count) in counts.enumerated() {
        assignments += Array(repeating: cluster, count: count)
        isAnomalous += Array(repeating: flag, count: count)
      }
    }
    return ReferenceClusters(
      clusterCount: usual.count, assignments: assignments, isAnomalous: isAnomalous)
  }

  @Test func eightUsualMembersAreEnoughInASmallPopulation() {
    #expect(references(usual: [60, 8, 7, 25]).eligible == [0, 1, 3])
  }

  @Test func fivePercentAreNeededInALargeOne() {
    #expect(references(usual: [341, 20, 19, 20]).eligible == [0, 1, 3])
  }

  @Test func flaggedMembersDoNotCount() {
    let references = references(usual: [40, 7], flagged: [0, 30])
    #expect(references.eligible == [0])
    #expect(references.unflaggedMembers == [Array(0..<40), Array(40..<47)])
  }

  @Test func flaggedMembersStillCountAmongAllAddresses() {
    #expect(references(usual: [200, 19, 20], flagged: [161]).eligible == [0, 2])
    #expect(references(usual: [200, 10, 20], flagged: [0]).eligible == [0, 2])
    #expect(references(usual: [150, 12, 20], flagged: [0]).eligible == [0, 1, 2])
  }

  @Test func theLargestIsTakenWhenNoneIsLargeEnough() {
    #expect(references(usual: [2, 7, 3]).eligible == [1])
  }

  @Test func ofEquallyLargeOnesTheFirstIsTaken() {
    #expect(references(usual: [1, 5, 5]).eligible == [1])
    #expect(references(usual: [0, 0], flagged: [4, 6]).eligible == [0])
  }
}
