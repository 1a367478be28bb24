import Features
import Records

/// One thing that differs between two times.
public struct Change: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// An address that was not heard before, or a network of which none was.
    case new
    case newNetwork = "new-network"
    /// An address that is heard no longer, or a network of which none is.
    case vanished
    case vanishedNetwork = "vanished-network"
    /// An address that vanished and a new one that goes on where it ended.
    case moved
    /// An address whose traffic differs more than that of others does.
    case changed
    /// An address that behaves as others do, but as other ones than before.
    case movedCluster = "moved-cluster"
  }

  /// Of what a surprise speaks: how many of the others in a network did the same.
  public struct Surroundings: Sendable, Equatable {
    /// The smallest network around that held others before; nil for all that have no meaning on the
    /// internet, or for all others.
    public let network: IPPrefix?
    /// Other addresses in it, and how much in it is new as well, or vanished: an address each, and
    /// one for each network of which nothing was known.
    public let otherCount: Int
    public let alikeCount: Int
  }

  /// A measure that changed more than it does for others.
  public struct Shift: Sendable, Equatable {
    public let measure: HostMeasure
    public let before: Int
    public let after: Int
    /// In robust standard deviations of the change that others show.
    public let deviation: Double
  }

  /// Addresses that behave alike.
  public struct Cluster: Sendable, Equatable {
    /// Others in it at the same time.
    public let otherCount: Int
    /// Those of them that left it as well; nil of a cluster that something moved to.
    public let alikeCount: Int?
    /// What tells it from all others, the most telling first.
    public let traits: [Trait]
  }

  /// What there is many or few of.
  public struct Trait: Sendable, Equatable {
    public let measure: HostMeasure
    public let isMany: Bool
  }

  public let kind: Kind
  /// −log₂ of the probability that an ordinary address does this, in bits; never negative.
  public let surprise: Double
  /// As it was and as it is; of an address that moved, each at its address. Nil where nothing is
  /// known of it, and for networks.
  public let before: Host?
  public let after: Host?
  /// The network that is new or vanished; of a new or vanished address, the largest such around it.
  public let network: IPPrefix?
  /// Of a new or vanished network, in their order.
  public let members: [IPAddress]
  /// Whether it was heard, or only spoken to; of a network, one of its members.
  public let isHeard: Bool
  /// Of what is new or vanished.
  public let surroundings: Surroundings?
  /// Of what changed, the most improbable first.
  public let shifts: [Shift]
  /// Of what moved: the share of its peers that it met again, where peers are known.
  public let sharedPeerShare: Double?
  /// Of what moved from one cluster to another, or changed so as to: both.
  public let clusters: (before: Cluster, after: Cluster)?

  init(
    _ kind: Kind, surprise: Double, before: Host? = nil, after: Host? = nil,
    network: IPPrefix? = nil, members: [Host] = [], surroundings: Surroundings? = nil,
    shifts: [Shift] = [], sharedPeerShare: Double? = nil,
    clusters: (before: Cluster, after: Cluster)? = nil
  ) {
    self.kind = kind
    // Also where a probability of 1 makes it −0.
    self.surprise = surprise > 0 ? surprise : 0
    self.before = before
    self.after = after
    self.network = network
    self.members = members.map(\.address)
    isHeard = ([before, after].compactMap { $0 } + members).contains(where: \.isHeard)
    self.surroundings = surroundings
    self.shifts = shifts
    self.sharedPeerShare = sharedPeerShare
    self.clusters = clusters
  }

  /// The address that a reader looks for: where it is, else where it was; the first of a network.
  public var address: IPAddress? { after?.address ?? before?.address ?? members.first }
}
