import Records

/// Puts one feature's share in words: "third octet 169; addresses of 10.0.0.0/24 have 200–229".
struct ReasonText {
  let family: AddressFamily
  let cluster: ClusterDescription

  /// - Parameters:
  ///   - expected: of the members that the reference cluster's name speaks of; nil for none.
  ///   - isStrange: whether the value makes an address stranger that is no such member.
  func text(feature: Int, value: Double, expected: ValueRuns?, isStrange: Bool) -> String {
    let found = octets.text(feature, value)
    guard let expected else { return found }
    if expected.values.contains(value) {
      return "\(found) also occurs in \(clusterName)"
        + (isStrange ? ", but not with the other octets" : "")
    }
    let runs = expected.runs(without: value).map { run in
      run.lowerBound == run.upperBound
        ? octets.value(run.lowerBound)
        : "\(octets.value(run.lowerBound))–\(octets.value(run.upperBound))"
    }
    return "\(found); addresses of \(clusterName) have "
      + ClusterNaming.enumeration(runs, conjunction: "or")
  }

  private var octets: OctetText { OctetText(family: family) }

  /// The first network of a cluster stands for the rest of a long name.
  private var clusterName: String {
    guard cluster.networks.count > 2 else { return cluster.networkName }
    return "cluster \(cluster.index) (\(cluster.networks[0].prefix), …)"
  }
}
