import Detection
import Features
import Records

/// What a change is, in a sentence that text and JSON share; nothing in it comes from a file.
enum ChangeWords {
  /// Measures named of an address that behaves otherwise; all are in the JSON output.
  private static let namedShiftLimit = 3

  static func reason(of change: Change) -> String {
    let isNew = change.kind == .new || change.kind == .newNetwork
    let company = company(change, isNew: isNew)
    let parts: [String?] =
      switch change.kind {
      case .new: [appearance(change), place(change, "the first in"), company]
      case .vanished: [disappearance(change), place(change, "the last in"), company]
      case .newNetwork: [members(change) + ", where none was before", silence(change), company]
      case .vanishedNetwork: [members(change) + ", where none is now", silence(change), company]
      case .moved: [origin(change), likeness(change), keptPart(change)]
      case .changed: [shifts(change), clusters(change)]
      case .movedCluster: [clusters(change), alikeness(change)]
      }
    return parts.compactMap { $0 }.joined(separator: "; ")
  }

  // MARK: What came and went

  private static func appearance(_ change: Change) -> String? {
    guard let after = change.after else { return nil }
    guard after.isHeard else {
      guard let calls = calls(of: after) else { return "is named, without any packet" }
      return "was spoken to (\(calls)), and never answered"
    }
    return activity(of: after)
      + (change.before == nil ? "" : ", and was only spoken to before")
  }

  private static func disappearance(_ change: Change) -> String? {
    guard let before = change.before else { return nil }
    guard before.isHeard else {
      guard let calls = calls(of: before) else { return "was named before, without any packet" }
      return "was spoken to before (\(calls)) and never answered, and is spoken to no longer"
    }
    let text = activity(of: before) + " before, none since"
    guard let after = change.after, let count = after[.receivedPacketCount], count > 0 else {
      return text
    }
    let packets = count.counted("packet", "packets")
    guard let peers = after[.contactingPeerCount], peers > 0 else {
      return text + "; it is still sent " + packets
    }
    return text + "; " + peers.counted("peer still calls it", "peers still call it")
      + " (\(packets))"
  }

  /// `sent 512 packets to 12 peers`, of an address that was heard.
  private static func activity(of host: Host) -> String {
    if let count = host[.sentPacketCount] {
      return "sent " + count.counted("packet", "packets")
        + peers(host[.contactedPeerCount], after: " to ")
    }
    // Where nobody's packets are known, to be spoken to is to be there.
    return "was sent " + (host[.receivedPacketCount] ?? 0).counted("packet", "packets")
      + peers(host[.contactingPeerCount], after: " by ")
  }

  /// `3 packets from 1 peer`; nil where none are known.
  private static func calls(of host: Host) -> String? {
    guard let count = host[.receivedPacketCount], count > 0 else { return nil }
    return count.counted("packet", "packets") + peers(host[.contactingPeerCount], after: " from ")
  }

  private static func peers(_ count: Int?, after word: String) -> String {
    guard let count, count > 0 else { return "" }
    return word + count.counted("peer", "peers")
  }

  /// `2 addresses, 10.9.0.1 and 10.9.0.7`.
  private static func members(_ change: Change) -> String {
    let text = change.members.count.counted("address", "addresses")
    guard let first = change.members.first, let last = change.members.last, first != last else {
      return text
    }
    return text + ", \(first) \(change.members.count == 2 ? "and" : "to") \(last)"
  }

  private static func silence(_ change: Change) -> String? {
    change.isHeard ? nil : "they were only spoken to"
  }

  private static func place(_ change: Change, _ words: String) -> String? {
    change.surroundingNetwork.map { "\(words) \($0)" }
  }

  /// How many others came or went as well: `of 31 others in 10.1.2.0/24, 3 came with it`.
  ///
  /// Beside a network of which nothing was known, only those are counted that are as new.
  private static func company(_ change: Change, isNew: Bool) -> String? {
    guard let surroundings = change.surroundings else { return nil }
    guard surroundings.otherCount > 0 else {
      return "no other \(isNew ? "is" : "was") "
        + (surroundings.network.map { "in \($0)" } ?? "there")
    }
    let others =
      surroundings.otherCount.counted("other", "others")
      + (surroundings.network.map { " in \($0)" } ?? "")
    let count = surroundings.alikeCount
    guard change.isOfNetwork || change.surroundingNetwork != nil else {
      return "of \(others)" + (count == 0 ? " none" : ", \(count.grouped)")
        + (isNew ? " came with it" : " vanished with it")
    }
    guard count > 0 else { return "among \(others) no other such network" }
    return "among \(others), " + count.counted("more such network", "more such networks")
  }

  // MARK: What moved and what changed

  private static func origin(_ change: Change) -> String? {
    change.before.map { "was \($0.address)" }
  }

  private static func likeness(_ change: Change) -> String? {
    change.sharedPeerShare.map { share in
      "\((share * 100).rounded(digitCount: 0)) % of its peers are the same"
    }
  }

  private static func keptPart(_ change: Change) -> String? {
    guard let before = change.before?.address, let after = change.after?.address,
      before.family == after.family
    else { return nil }
    switch after.family {
    case .ipv4:
      return before.octets.last == after.octets.last ? "the last octet was kept" : nil
    case .ipv6: return before.low == after.low ? "the interface identifier was kept" : nil
    }
  }

  /// `was one of 31 addresses with few ports contacted, is one of 4 with many resets`.
  private static func clusters(_ change: Change) -> String? {
    change.clusters.map { clusters in
      "was one of " + (clusters.before.otherCount + 1).counted("address", "addresses")
        + traits(clusters.before) + ", is one of " + (clusters.after.otherCount + 1).grouped
        + traits(clusters.after)
    }
  }

  private static func traits(_ cluster: Change.Cluster) -> String {
    guard !cluster.traits.isEmpty else { return " like most" }
    return " with "
      + cluster.traits.map { ($0.isMany ? "many " : "few ") + $0.measure.words }
      .joined(separator: " and ")
  }

  /// How many others left the same cluster.
  private static func alikeness(_ change: Change) -> String? {
    guard let former = change.clusters?.before, let count = former.alikeCount else { return nil }
    return "of " + former.otherCount.counted("other", "others")
      + (count == 0 ? " none left them" : " \(count.grouped) left them as well")
  }

  private static func shifts(_ change: Change) -> String {
    change.shifts.prefix(namedShiftLimit).map { shift in
      "\(shift.measure.words) from \(shift.before.grouped) to \(shift.after.grouped)"
    }.joined(separator: ", ")
  }
}

extension Change {
  /// The network of one address, where it is more than this address.
  var surroundingNetwork: IPPrefix? {
    network.flatMap { $0.length < $0.address.family.octetCount * 8 ? $0 : nil }
  }

  var isOfNetwork: Bool { kind == .newNetwork || kind == .vanishedNetwork }

  /// All that is compared with one another is of one family.
  var family: AddressFamily? { address?.family }
}

extension Change.Kind {
  /// As a table has it.
  var words: String {
    switch self {
    case .new: "new"
    case .newNetwork: "new network"
    case .vanished: "vanished"
    case .vanishedNetwork: "vanished network"
    case .moved: "moved"
    case .changed: "changed"
    case .movedCluster: "moved cluster"
    }
  }

  /// `2 new addresses`.
  func counted(_ count: Int) -> String {
    switch self {
    case .new: count.counted("new address", "new addresses")
    case .newNetwork: count.counted("new network", "new networks")
    case .vanished: count.counted("vanished address", "vanished addresses")
    case .vanishedNetwork: count.counted("vanished network", "vanished networks")
    case .moved: count.counted("moved address", "moved addresses")
    case .changed: count.counted("changed address", "changed addresses")
    case .movedCluster:
      count.counted("address of another cluster", "addresses of other clusters")
    }
  }
}

extension HostMeasure {
  /// Stands before what it changed from: `packets sent from 12 to 310`.
  var words: String {
    switch self {
    case .sentPacketCount: "packets sent"
    case .sentByteCount: "bytes sent"
    case .receivedPacketCount: "packets received"
    case .receivedByteCount: "bytes received"
    case .contactedPeerCount: "peers contacted"
    case .contactingPeerCount: "peers calling"
    case .contactedPortCount: "ports contacted"
    case .servedPortCount: "own ports called"
    case .connectionRequestCount: "connection requests"
    case .resetCount: "resets"
    case .activeMinuteCount: "active minutes"
    }
  }
}
