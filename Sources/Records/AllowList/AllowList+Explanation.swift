extension AllowList {
  /// What is asked: would a finding of this address be told?
  public struct Question: Sendable, Equatable {
    public var address: IPAddress
    /// Nil for either.
    public var side: Side?
    public var detector: String
    /// Seconds since 1970.
    public var seconds: Int64

    public init(address: IPAddress, side: Side? = nil, detector: String, seconds: Int64) {
      self.address = address
      self.side = side
      self.detector = detector
      self.seconds = seconds
    }
  }

  /// Why an entry that holds the address does not match.
  public enum Miss: Sendable, Equatable {
    case otherSide(Side)
    case otherDetector(String)
    /// Findings of addresses know no ports.
    case port(UInt16)
    /// Since that second.
    case expired(Int64)
  }

  /// The entries that concern a question.
  public struct Explanation: Sendable, Equatable {
    /// An entry with the address in it, and what keeps it from matching, if anything does.
    public struct Concern: Sendable, Equatable {
      public let entry: AllowEntry
      public let misses: [Miss]
    }

    public let question: Question
    /// On each side that was asked for, the entry that counts the hit.
    public let silencing: [Side: AllowEntry]
    /// Entries with the address in them, in the order of the file.
    public let concerns: [Concern]
    /// Where no entry has the address in it, one in whose neighbourhood it lies.
    public let neighbour: AllowEntry?
  }

  /// - Complexity: O(n).
  public func explanation(of question: Question) -> Explanation {
    let sides = question.side.map { [$0] } ?? Side.allCases
    var silencing: [Side: AllowEntry] = [:]
    for side in sides {
      silencing[side] = entry(
        matching: question.address, side: side, detector: question.detector, at: question.seconds)
    }
    let concerns = entries.filter { $0.addresses.contains(question.address) }
      .map { Explanation.Concern(entry: $0, misses: Self.misses(of: $0, question)) }
    return Explanation(
      question: question, silencing: silencing, concerns: concerns,
      neighbour: concerns.isEmpty ? neighbour(of: question.address) : nil)
  }

  private static func misses(of entry: AllowEntry, _ question: Question) -> [Miss] {
    var misses: [Miss] = []
    if let side = entry.scope.side, let asked = question.side, side != asked {
      misses.append(.otherSide(side))
    }
    if let detector = entry.scope.detector, detector != question.detector {
      misses.append(.otherDetector(detector))
    }
    if let port = entry.scope.port { misses.append(.port(port)) }
    if let until = entry.untilSeconds, until <= question.seconds { misses.append(.expired(until)) }
    return misses
  }

  /// The nearest entry in the same /24 of IPv4 or /64 of IPv6; the first of equals.
  private func neighbour(of address: IPAddress) -> AllowEntry? {
    let network = IPPrefix(address, length: address.family == .ipv4 ? 24 : 64)
    var nearest: (entry: AllowEntry, distance: UInt128)?
    for entry in entries where entry.addresses.family == address.family {
      let (first, last) = (entry.addresses.first, entry.addresses.last)
      let isAbove = address < first
      guard network.contains(isAbove ? first : last) else { continue }
      let distance = isAbove ? first.bits - address.bits : address.bits - last.bits
      if nearest.map({ distance < $0.distance }) ?? true { nearest = (entry, distance) }
    }
    return nearest?.entry
  }
}
