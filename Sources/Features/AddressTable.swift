import Records

/// The distinct addresses of one side and family, in order of first appearance.
///
/// Memory grows with the number of distinct addresses only.
public struct AddressTable: Sendable {
  public private(set) var records: [AddressRecord] = []
  private var index = AddressIndex()
  /// Where the last address was found: packets of one sender come in runs.
  private var lastPosition = 0

  public init() {}

  /// Counts one record that showed `address`.
  public mutating func add(_ address: IPAddress, from observation: Observation, input: Int) {
    if lastPosition < records.count, records[lastPosition].address == address {
      records[lastPosition].add(observation)
      return
    }
    if index.isFull(count: records.count) { index.grow(with: records.lazy.map(\.address)) }
    let found = index.position(of: address, next: records.count) {
      records[$0].address == address
    }
    lastPosition = found ?? records.count
    if let found {
      records[found].add(observation)
    } else {
      records.append(AddressRecord(address: address, input: input, first: observation))
    }
  }
}

extension AddressRecord {
  fileprivate init(address: IPAddress, input: Int, first: Observation) {
    self.init(
      address: address, firstInput: input, firstPacket: first.record,
      packetCount: first.packetCount, byteCount: first.byteCount,
      firstTimestamp: first.timestamp, lastTimestamp: first.timestamp)
  }

  /// Counts saturate: sums of numbers that a log claims must not trap.
  fileprivate mutating func add(_ observation: Observation) {
    packetCount = packetCount.addingSaturating(observation.packetCount)
    byteCount = byteCount.addingSaturating(observation.byteCount)
    guard let time = observation.timestamp else { return }
    if firstTimestamp.map({ time < $0 }) ?? true { firstTimestamp = time }
    if lastTimestamp.map({ $0 < time }) ?? true { lastTimestamp = time }
  }
}

extension Int {
  fileprivate func addingSaturating(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
