import Features
import Records

extension StateReader {
  /// What is remembered of each address of a family over both its sides, on some days.
  ///
  /// - Parameter days: days since 1970, UTC.
  public func hosts(
    of family: AddressFamily, days: ClosedRange<Int64>
  ) throws(StateFailure) -> HostTable {
    var histories: [IPAddress: (sent: AddressHistory?, received: AddressHistory?)] = [:]
    let range = days.lowerBound..<days.upperBound + 1
    for history in try addresses(on: .source, of: family, days: range) {
      histories[history.address] = (history, nil)
    }
    for history in try addresses(on: .destination, of: family, days: range) {
      histories[history.address, default: (nil, nil)].received = history
    }
    return HostTable(
      family,
      histories.map { address, sides in
        let times = [sides.sent, sides.received].flatMap {
          [$0?.firstTimestamp, $0?.lastTimestamp].compactMap { $0 }
        }
        var values: [HostMeasure: Int] = [
          .sentPacketCount: sides.sent?.packetCount ?? 0,
          .receivedPacketCount: sides.received?.packetCount ?? 0,
        ]
        values[.sentByteCount] = sides.sent?.byteCount
        values[.receivedByteCount] = sides.received?.byteCount
        return Host(
          address, values: values, firstTimestamp: times.min(), lastTimestamp: times.max())
      })
  }
}
