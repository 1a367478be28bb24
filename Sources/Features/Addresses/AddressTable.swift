import Records

/// The distinct addresses of one side and family, in order of first appearance.
///
/// Memory grows with the number of distinct addresses only: 56 bytes for each and 13 to 26 for
/// finding it, 24 more for IPv6; and what `BehaviourCounts` says where behaviour is wanted.
public struct AddressTable: Sendable {
  public let side: Side
  public let family: AddressFamily

  var counts: [AddressCounts] = []
  /// The addresses beside their counts; empty for IPv4, whose bits are the counts' keys.
  private var wideAddresses: [IPAddress] = []
  private(set) var index = AddressIndex()
  /// Where the addresses of the observations under way stand in `counts`; kept for the next ones.
  var places: [Int] = []
  /// Beside the counts; empty where behaviour is not wanted.
  var behaviours: [BehaviourCounts] = []
  let countsBehaviour: Bool

  /// The place of an observation without an address of ours.
  static let nowhere = -1

  public init(side: Side, family: AddressFamily, countsBehaviour: Bool = false) {
    self.side = side
    self.family = family
    self.countsBehaviour = countsBehaviour
  }

  /// How many distinct addresses there are.
  public var count: Int { counts.count }

  /// What is known of every address, made when asked for.
  public var records: some RandomAccessCollection<AddressRecord> {
    counts.indices.lazy.map(record)
  }

  /// In how many of some records an address of a side is of a table's family.
  enum Share {
    case none
    case some
    case all
  }

  /// Counts the records that show an address of this side and family.
  ///
  /// First finds where each belongs, then counts: the reads of a step do not wait for each other.
  public mutating func add(_ observations: Span<Observation>, input: Int) {
    _ = count(observations, input: input)
  }

  /// Counts records, and says how many show an address of ours.
  mutating func count(_ observations: Span<Observation>, input: Int) -> Share {
    let ourCount = findPlaces(of: observations, input: input)
    guard ourCount > 0 else { return .none }
    let places = places
    var counts = counts.mutableSpan
    for index in observations.indices {
      let position = places[index]
      guard position != Self.nowhere else { continue }
      counts[position].add(
        packetCount: observations[index].packetCount, byteCount: observations[index].byteCount)
      if let timestamp = observations[index].timestamp { counts[position].widen(to: timestamp) }
    }
    return ourCount == observations.count ? .all : .some
  }

  /// Adds what was counted in records that come after all of ours.
  public mutating func merge(_ later: AddressTable) {
    precondition(
      later.side == side && later.family == family && later.countsBehaviour == countsBehaviour,
      "tables of one kind are merged")
    for theirs in later.counts.indices {
      let address = later.address(at: theirs)
      let their = later.counts[theirs]
      let position = position(
        of: address, firstPacket: their.firstPacket, firstInput: Int(their.firstInput))
      counts[position].add(packetCount: their.packetCount, byteCount: their.byteCount)
      if let first = their.firstTimestamp { counts[position].widen(to: first) }
      if let last = their.lastTimestamp { counts[position].widen(to: last) }
      if countsBehaviour { behaviours[position].merge(later.behaviours[theirs]) }
    }
  }

  /// Packets of the addresses for which `isCounted` holds.
  public func packetCount(where isCounted: (IPAddress) -> Bool) -> Int {
    counts.indices.reduce(0) { sum, position in
      isCounted(address(at: position))
        ? sum.addingSaturating(counts[position].packetCount) : sum
    }
  }

  public func contains(_ address: IPAddress) -> Bool {
    address.family == family && find(address).position != nil
  }

  /// Puts the position of each observation's address into `places`, `nowhere` where it has none of
  /// ours; gives the number of those that have.
  private mutating func findPlaces(of observations: Span<Observation>, input: Int) -> Int {
    if places.count < observations.count {
      places = [Int](repeating: Self.nowhere, count: observations.count)
    }
    // Away while it is filled, so that adding an address may change everything else.
    var places: [Int] = []
    swap(&places, &self.places)
    defer { swap(&places, &self.places) }
    var found = places.mutableSpan
    var otherCount = 0
    var index = findKnown(observations, from: 0, &found, &otherCount)
    while index < observations.count, let address = address(of: observations[index]) {
      found[index] = position(
        of: address, firstPacket: observations[index].record, firstInput: input)
      index = findKnown(observations, from: index + 1, &found, &otherCount)
    }
    return observations.count - otherCount
  }

  /// Does the same from observation `start` on, up to the first whose address is new; gives its
  /// index, or the count.
  ///
  /// Apart from what adds addresses: a table that does not change is not asked again and again where
  /// it lies and whether somebody else holds it. A loop for each side and family, so that none has to
  /// choose between them a record.
  private func findKnown(
    _ observations: Span<Observation>, from start: Int, _ places: inout MutableSpan<Int>,
    _ otherCount: inout Int
  ) -> Int {
    switch (side, family) {
    case (.source, .ipv4):
      findKnown(observations, start, &places, &otherCount, .ipv4) { $0.source }
    case (.source, .ipv6):
      findKnown(observations, start, &places, &otherCount, .ipv6) { $0.source }
    case (.destination, .ipv4):
      findKnown(observations, start, &places, &otherCount, .ipv4) { $0.destination }
    case (.destination, .ipv6):
      findKnown(observations, start, &places, &otherCount, .ipv6) { $0.destination }
    }
  }

  @inline(__always)
  private func findKnown(
    _ observations: Span<Observation>, _ start: Int, _ places: inout MutableSpan<Int>,
    _ otherCount: inout Int, _ family: AddressFamily, _ address: (Observation) -> IPAddress?
  ) -> Int {
    let (index, wideAddresses) = (index, wideAddresses)
    for number in start..<observations.count {
      guard let address = address(observations[number]), address.family == family else {
        places[number] = Self.nowhere
        otherCount &+= 1
        continue
      }
      // The upper half of an IPv4 address is 0.
      let hash = index.hash(low: address.low, high: family == .ipv4 ? 0 : address.high)
      let found = index.find(hash: hash, key: Self.key(of: address)) {
        family == .ipv4 || wideAddresses[$0] == address
      }
      guard let position = found.position else { return number }
      places[number] = position
    }
    return observations.count
  }

  @inline(__always)
  private func address(of observation: Observation) -> IPAddress? {
    side == .source ? observation.source : observation.destination
  }

  /// Where `address` stands, after adding it if it is new.
  @inline(__always)
  mutating func position(
    of address: IPAddress, firstPacket: Int, firstInput: Int
  ) -> Int {
    let (found, slot) = find(address)
    return found ?? append(address, in: slot, firstPacket, firstInput)
  }

  /// Adds an address that was not found, and gives its position.
  @inline(never)
  private mutating func append(
    _ address: IPAddress, in slot: Int, _ firstPacket: Int, _ firstInput: Int
  ) -> Int {
    let next = counts.count
    let key = Self.key(of: address)
    index.note(next, key: key, in: slot)
    counts.append(AddressCounts(key: key, firstPacket: firstPacket, firstInput: firstInput))
    if family == .ipv6 { wideAddresses.append(address) }
    if countsBehaviour { behaviours.append(BehaviourCounts()) }
    // Grown for the next address already, so that finding one never has to ask.
    if index.isFull(count: next + 2) {
      let (counts, wideAddresses, family) = (counts, wideAddresses, family)
      index.grow(count: next + 1) { position in
        let key = counts[position].key
        return family == .ipv4
          ? (UInt64(key), 0, key)
          : (wideAddresses[position].low, wideAddresses[position].high, key)
      }
    }
    return next
  }

  @inline(__always)
  func find(_ address: IPAddress) -> (position: Int?, slot: Int) {
    index.find(
      hash: index.hash(low: address.low, high: address.high), key: Self.key(of: address)
    ) { family == .ipv4 || wideAddresses[$0] == address }
  }

  /// The 32 bits of an IPv4 address, or as many of an IPv6 address as tell most of a network apart.
  @inline(__always)
  private static func key(of address: IPAddress) -> UInt32 {
    UInt32(truncatingIfNeeded: address.low)
  }

  func address(at position: Int) -> IPAddress {
    family == .ipv4 ? IPAddress(ipv4: counts[position].key) : wideAddresses[position]
  }

  func record(at position: Int) -> AddressRecord {
    let counted = counts[position]
    return AddressRecord(
      address: address(at: position), firstInput: Int(counted.firstInput),
      firstPacket: counted.firstPacket, packetCount: counted.packetCount,
      byteCount: counted.byteCount, firstTimestamp: counted.firstTimestamp,
      lastTimestamp: counted.lastTimestamp)
  }
}
