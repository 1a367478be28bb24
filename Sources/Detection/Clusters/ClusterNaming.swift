import Records

// A name has to say where a cluster lies at a glance. Addresses are gathered into blocks a person
// knows (/24, then /16, then /8; for IPv6 /64, /48, /32, /16), neighbouring blocks into ranges as
// long as enough of a range is occupied, and the fewest ranges that hold 95 % of the members make
// the name. The finest blocks that need few ranges win.

/// Names sets of addresses by prefixes and ranges.
struct ClusterNaming {
  let family: AddressFamily

  /// The share of members that the named networks hold at least.
  private static let coverage = 0.95
  /// A range is split at its widest gap while fewer than one block in this many is occupied.
  private static let sparseness: UInt128 = 4
  /// More ranges than this are no name.
  private static let readableRangeCount = 4

  private var prefixLengths: [Int] { family == .ipv4 ? [24, 16, 8] : [64, 48, 32, 16] }

  /// A name, and what it covers.
  struct Name {
    let name: String
    /// Hold 95 % of the addresses at least.
    let networks: [Network]
    /// nil when the name covers every address.
    private let ranges: [AddressRange]?

    init(name: String, networks: [AddressRange], coversAll: Bool) {
      self.name = name
      self.networks = networks.map {
        Network(prefix: $0.text(separator: "-"), addressCount: $0.addressCount)
      }
      ranges = coversAll ? nil : networks
    }

    /// Whether the name speaks of `address`, one of those it was made for.
    func covers(_ address: IPAddress) -> Bool {
      ranges?.contains { $0.contains(address) } ?? true
    }
  }

  /// The name of `addresses` in words, and the networks it is made of.
  func description(of addresses: [IPAddress]) -> Name {
    guard let first = addresses.first else {
      return Name(name: "no address", networks: [], coversAll: true)
    }
    // Two addresses are said faster than their networks.
    let addressLength = family.octetCount * 8
    let candidates =
      addresses.count <= 2
      ? [ranges(of: addresses, prefixLength: addressLength)]
      : prefixLengths.map { ranges(of: addresses, prefixLength: $0) }
    let chosen =
      candidates.first { $0.count <= Self.readableRangeCount }
      ?? candidates.min { $0.count < $1.count } ?? []
    if chosen.count <= Self.readableRangeCount {
      return Name(
        name: Self.enumeration(chosen.map { $0.text(separator: "–") }), networks: chosen,
        coversAll: false)
    }
    let lowest = addresses.min() ?? first
    let highest = addresses.max() ?? first
    return Name(
      name: "scattered between \(lowest) and \(highest)", networks: chosen, coversAll: true)
  }

  /// The fewest ranges that hold enough of the addresses, fullest first.
  private func ranges(of addresses: [IPAddress], prefixLength: Int) -> [AddressRange] {
    let hostBitCount = UInt128(family.octetCount * 8 - prefixLength)
    var counts: [(block: UInt128, count: Int)] = []
    for block in addresses.map({ $0.number >> hostBitCount }).sorted() {
      if counts.last?.block == block {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((block, 1))
      }
    }
    var pending = [0..<counts.count]
    var ranges: [AddressRange] = []
    while let next = pending.popLast() {
      let span = counts[next.upperBound - 1].block - counts[next.lowerBound].block
      if span / Self.sparseness < UInt128(next.count) {
        ranges.append(
          AddressRange(
            family: family, prefixLength: prefixLength, firstBlock: counts[next.lowerBound].block,
            lastBlock: counts[next.upperBound - 1].block,
            addressCount: counts[next].reduce(0) { $0 + $1.count }))
        continue
      }
      let border =
        next.dropFirst().max {
          counts[$0].block - counts[$0 - 1].block < counts[$1].block - counts[$1 - 1].block
        } ?? next.lowerBound + 1
      pending.append(next.lowerBound..<border)
      pending.append(border..<next.upperBound)
    }
    ranges.sort { ($0.addressCount, $1.firstBlock) > ($1.addressCount, $0.firstBlock) }
    var covered = 0
    let needed = Self.coverage * Double(addresses.count)
    let enough = ranges.prefix { range in
      defer { covered += range.addressCount }
      return Double(covered) < needed
    }
    return Array(enough)
  }

  /// "a", "a and b", "a, b and c".
  static func enumeration(_ parts: [String], conjunction: String = "and") -> String {
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}
