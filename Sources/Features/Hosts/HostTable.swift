import Records

/// The addresses of one family over both sides, each once, in their order.
public struct HostTable: Sendable {
  public let family: AddressFamily
  public let hosts: [Host]

  /// - Parameter hosts: of this family and distinct.
  public init(_ family: AddressFamily, _ hosts: [Host]) {
    self.family = family
    self.hosts = hosts.sorted { $0.address < $1.address }
  }
}

extension AddressTables {
  /// What is known of each address of a family, of both sides where both were collected.
  public func hosts(of family: AddressFamily) -> HostTable {
    let sent = tables.first { $0.side == .source && $0.family == family }
    let received = tables.first { $0.side == .destination && $0.family == family }
    var hosts: [Host] = []
    hosts.reserveCapacity(max(sent?.count ?? 0, received?.count ?? 0))
    if let sent {
      for (position, record) in sent.records.enumerated() {
        let opposite = received?.find(record.address).position
        hosts.append(Host(record.address, sent, position, received, opposite))
      }
    }
    if let received {
      for (position, record) in received.records.enumerated()
      where sent?.contains(record.address) != true {
        hosts.append(Host(record.address, sent, nil, received, position))
      }
    }
    return HostTable(family, hosts)
  }
}

extension Host {
  /// - Parameters:
  ///   - sent: of sources, and where the address stands in it; likewise `received`.
  fileprivate init(
    _ address: IPAddress, _ sent: AddressTable?, _ source: Int?, _ received: AddressTable?,
    _ destination: Int?
  ) {
    var values = HostValues()
    var peers = DistinctCounter()
    var times: [Timestamp] = []
    if let sent {
      values[.sentPacketCount] = 0
      if let source {
        let record = sent.record(at: source)
        values[.sentPacketCount] = record.packetCount
        values[.sentByteCount] = record.byteCount
        times += [record.firstTimestamp, record.lastTimestamp].compactMap { $0 }
        if sent.countsBehaviour {
          let counts = sent.behaviours[source]
          values[.contactedPeerCount] = counts.peers.count
          values[.contactedPortCount] = counts.otherPorts.count
          if counts.flagCount > 0 || counts.tcpCount == 0 {
            values[.connectionRequestCount] = counts.connectionRequestCount
            values[.resetCount] = counts.resetCount
          }
          values[.activeMinuteCount] = counts.minutes.count
          peers.merge(counts.peers)
        }
      }
    }
    if let received {
      values[.receivedPacketCount] = 0
      if let destination {
        let record = received.record(at: destination)
        values[.receivedPacketCount] = record.packetCount
        values[.receivedByteCount] = record.byteCount
        times += [record.firstTimestamp, record.lastTimestamp].compactMap { $0 }
        if received.countsBehaviour {
          let counts = received.behaviours[destination]
          values[.contactingPeerCount] = counts.peers.count
          values[.servedPortCount] = counts.ownPorts.count
          peers.merge(counts.peers)
        }
      }
    }
    self.init(
      address, values: values, peers: peers, firstTimestamp: times.min(), lastTimestamp: times.max()
    )
  }
}
