/// A range of addresses with the number of a cluster's members in it.
public struct Network: Sendable, Equatable {
  /// CIDR text (`192.168.202.0/24`) or a range (`192.168.21.0-192.168.28.255`).
  public let prefix: String
  public let addressCount: Int

  public init(prefix: String, addressCount: Int) {
    self.prefix = prefix
    self.addressCount = addressCount
  }
}

/// One cluster as a person would name it.
public struct ClusterDescription: Sendable, Equatable {
  public let index: Int
  public let weight: Double
  /// Addresses assigned to it, flagged ones included.
  public let addressCount: Int
  /// `[featureCount]`.
  public let mean: [Double]
  /// `[2]`, in principal coordinates.
  public let principalMean: [Double]
  /// `networkName`, and what sets the behaviour of its members apart if that was looked at.
  public let name: String
  /// Prefixes in words that hold at least 95 % of the members.
  public let networkName: String
  public let networks: [Network]

  public init(
    index: Int, weight: Double, addressCount: Int, mean: [Double], principalMean: [Double],
    name: String, networkName: String? = nil, networks: [Network]
  ) {
    self.index = index
    self.weight = weight
    self.addressCount = addressCount
    self.mean = mean
    self.principalMean = principalMean
    self.name = name
    self.networkName = networkName ?? name
    self.networks = networks
  }
}
