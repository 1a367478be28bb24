/// Which of many ranges of addresses holds an address: the first in an order of preference.
///
/// The ends of all ranges cut the addresses into segments, and each segment has one winner. Ranges are
/// laid down in the order of preference, each on what is still free, which a forest of pointers to the
/// next free segment finds at once.
/// - Complexity: O(n log n) to make, O(log n) to ask, however ranges overlap.
struct AllowTable: Sendable {
  /// First addresses of segments, ascending.
  private let starts: [UInt128]
  /// Of each segment, the winner's index; -1 for none.
  private let winners: [Int]

  /// - Parameter ranges: the preferred first, all of one family, each with an index of the caller's.
  init(_ ranges: [(addresses: AllowedAddresses, index: Int)]) {
    var ends: [UInt128] = []
    for range in ranges {
      ends.append(range.addresses.first.bits)
      if range.addresses.last.bits < .max { ends.append(range.addresses.last.bits + 1) }
    }
    ends.sort()
    var starts: [UInt128] = []
    for end in ends where end != starts.last { starts.append(end) }
    var winners = [Int](repeating: -1, count: starts.count)
    var free = FreeSegments(count: starts.count)
    for range in ranges {
      let last = range.addresses.last.bits
      let end = last == .max ? starts.count : starts.partition { $0 >= last + 1 }
      var segment = free.next(from: starts.partition { $0 >= range.addresses.first.bits })
      while segment < end {
        winners[segment] = range.index
        free.take(segment)
        segment = free.next(from: segment + 1)
      }
    }
    self.starts = starts
    self.winners = winners
  }

  /// The index of the preferred range that holds `address`; nil where none does.
  func winner(_ address: IPAddress) -> Int? {
    let bits = address.bits
    let segment = starts.partition { $0 > bits } - 1
    guard segment >= 0, winners[segment] >= 0 else { return nil }
    return winners[segment]
  }
}

/// Segments that nothing was laid on yet.
private struct FreeSegments {
  /// Of each segment one that is not after the next free one; of a free segment itself.
  private var pointers: [Int]

  init(count: Int) {
    pointers = Array(0...count)
  }

  mutating func take(_ segment: Int) { pointers[segment] = segment + 1 }

  /// The first free segment from `segment` on; their number where there is none.
  mutating func next(from segment: Int) -> Int {
    var segment = segment
    while pointers[segment] != segment {
      // Halving paths as they are walked keeps them short.
      pointers[segment] = pointers[pointers[segment]]
      segment = pointers[segment]
    }
    return segment
  }
}

extension Array {
  /// The index of the first element of an array, in which all that fulfil `claim` stand last.
  func partition(_ claim: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if claim(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
