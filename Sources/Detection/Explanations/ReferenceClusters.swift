/// The clusters an address may be compared with: those with enough ordinary members.
///
/// A stranger that forms a cluster of its own must not be compared with itself.
struct ReferenceClusters {
  /// Indices of records per cluster that are assigned to it and not flagged.
  let unflaggedMembers: [[Int]]
  /// Clusters with at least max(8, 5 % of all addresses) unflagged members, else the largest.
  let eligible: [Int]

  private static let smallestMemberCount = 8
  private static let smallestMemberShare = 0.05

  init(clusterCount: Int, assignments: [Int], isAnomalous: [Bool]) {
    var members = Array(repeating: [Int](), count: clusterCount)
    for (index, cluster) in assignments.enumerated() where !isAnomalous[index] {
      members[cluster].append(index)
    }
    unflaggedMembers = members
    let needed = max(
      Double(Self.smallestMemberCount), Self.smallestMemberShare * Double(assignments.count))
    let large = members.indices.filter { Double(members[$0].count) >= needed }
    let largest = members.indices.max { (members[$0].count, $1) < (members[$1].count, $0) } ?? 0
    eligible = large.isEmpty ? [largest] : large
  }
}
