import Records

/// What the scores of a population say about its prefixes: /48 and /64 of IPv6, /24 of IPv4.
///
/// Hosts of IPv6 choose new addresses every day, so that the prefix is what stays.
public struct PrefixScores: Sendable {
  /// One prefix with the addresses of the population that it holds.
  public struct Score: Sendable, Equatable {
    public let prefix: IPPrefix
    public let addressCount: Int
    public let anomalousCount: Int
    public let meanAnomalyScore: Double
    public let maximumAnomalyScore: Double
  }

  /// Shorter prefixes first, then by address; prefixes of one address are left out, for they say no
  /// more than the address.
  public let scores: [Score]

  private static let smallestAddressCount = 2
  /// Of its addresses so many, and half, are flagged where a prefix stands out.
  private static let standingOutCount = 2

  public init(_ population: Population, _ analysis: Analysis) {
    // By number, so that the addresses of a prefix stand together and are summed in the same order
    // whatever the order in which they were met.
    let addresses = population.records.enumerated()
      .map { (address: $0.element.address, index: $0.offset) }
      .sorted { $0.address < $1.address }
    let lengths = population.family == .ipv4 ? [24] : [48, 64]
    scores = lengths.flatMap { Self.scores(of: addresses, analysis, length: $0) }
  }

  /// Prefixes of which at least two addresses and at least half are flagged, most flagged first.
  ///
  /// Of two that hold the same addresses the longer.
  public var standingOut: [Score] {
    let strange = scores.filter {
      $0.anomalousCount >= Self.standingOutCount && $0.anomalousCount * 2 >= $0.addressCount
    }
    return strange.filter { score in
      !strange.contains {
        $0.prefix.length > score.prefix.length && $0.addressCount == score.addressCount
          && score.prefix.contains($0.prefix.address)
      }
    }.sorted {
      ($0.anomalousCount, $1.prefix.address, $1.prefix.length)
        > ($1.anomalousCount, $0.prefix.address, $0.prefix.length)
    }
  }

  /// - Parameter addresses: in their order, with the indices of their records.
  private static func scores(
    of addresses: [(address: IPAddress, index: Int)], _ analysis: Analysis, length: Int
  ) -> [Score] {
    var scores: [Score] = []
    var start = 0
    while start < addresses.count {
      let prefix = IPPrefix(addresses[start].address, length: length)
      var sums = Sums()
      while start < addresses.count, prefix.contains(addresses[start].address) {
        let index = addresses[start].index
        sums.add(analysis.anomalyScore(of: index), isAnomalous: analysis.isAnomalous[index])
        start += 1
      }
      if sums.addressCount >= smallestAddressCount { scores.append(sums.score(of: prefix)) }
    }
    return scores
  }

  /// Sums over the addresses of a prefix.
  private struct Sums {
    private(set) var addressCount = 0
    private var anomalousCount = 0
    private var sum = 0.0
    private var highest = -Double.infinity

    mutating func add(_ score: Double, isAnomalous: Bool) {
      addressCount += 1
      if isAnomalous { anomalousCount += 1 }
      sum += score
      highest = max(highest, score)
    }

    func score(of prefix: IPPrefix) -> Score {
      Score(
        prefix: prefix, addressCount: addressCount, anomalousCount: anomalousCount,
        meanAnomalyScore: sum / Double(addressCount), maximumAnomalyScore: highest)
    }
  }
}
