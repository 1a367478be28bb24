import Records

extension AddressTable {
  /// Counts plain packets, all of which show an address of this side.
  ///
  /// First finds where each belongs, then counts: the reads of a step do not wait for each other.
  ///
  /// - Precondition: the table is of IPv4.
  mutating func add(_ packets: Span<PlainPacket>, input: Int) {
    precondition(family == .ipv4, "plain packets are of IPv4")
    findPlaces(of: packets, input: input)
    let places = places
    var counts = counts.mutableSpan
    for index in packets.indices {
      counts[places[index]].add(packets[index])
    }
  }

  private mutating func findPlaces(of packets: Span<PlainPacket>, input: Int) {
    // Away while it is filled, so that adding an address may change everything else.
    var places: [Int] = []
    swap(&places, &self.places)
    defer { swap(&places, &self.places) }
    if places.count < packets.count { places = Array(repeating: 0, count: packets.count) }
    var found = places.mutableSpan
    var index = findKnown(packets, from: 0, &found)
    while index < packets.count {
      let key = side == .source ? packets[index].source : packets[index].destination
      found[index] = position(
        of: IPAddress(ipv4: key), firstPacket: packets[index].record, firstInput: input)
      index = findKnown(packets, from: index + 1, &found)
    }
  }

  /// Finds the places from packet `start` on, up to the first whose address is new; gives its index,
  /// or the count.
  private func findKnown(
    _ packets: Span<PlainPacket>, from start: Int, _ places: inout MutableSpan<Int>
  ) -> Int {
    switch side {
    case .source: findKnown(packets, start, &places) { $0.source }
    case .destination: findKnown(packets, start, &places) { $0.destination }
    }
  }

  @inline(__always)
  private func findKnown(
    _ packets: Span<PlainPacket>, _ start: Int, _ places: inout MutableSpan<Int>,
    _ key: (PlainPacket) -> UInt32
  ) -> Int {
    let index = index
    for number in start..<packets.count {
      let key = key(packets[number])
      guard
        let position = index.find(
          hash: index.hash(low: UInt64(key), high: 0), key: key, isMatch: { _ in true }
        ).position
      else { return number }
      places[number] = position
    }
    return packets.count
  }
}
