import Features
import LinearAlgebra
import Records

// A host that gets another address vanishes and comes anew at once. Two things tell that two
// addresses are one host, and each is weighed as the logarithm of a ratio of probabilities, in bits:
// that this is seen of one host, to that it is seen of two.
//
// Its peers: those who stayed tell what share of its peers a host meets again, r. What share of them
// another host meets is read from all that stayed, p. Of n peers s are met again:
// s log₂(r / p) + (n − s) log₂((1 − r) / (1 − p)). It counts only where no other address is as alike,
// and only as much as it is read forwards and backwards.
//
// The part of its address that names the host: it is often kept by who moves to another network, and
// rarely the same by chance. A last octet alone is no evidence; an interface identifier is.
//
// Two addresses are matched when the evidence outweighs the number of pairs that might be matched by
// chance, and that for any other match of either.

/// Which of the addresses that vanished went on at a new one.
struct MoveMatching {
  struct Match {
    /// Places in the lists that were given.
    let vanished: Int
    let new: Int
    /// The share of its peers that it met again; nil where none is known.
    let sharedPeerShare: Double?
  }

  /// An address that was there both times.
  typealias Stayed = (before: Host, after: Host)

  let matches: [Match]

  /// So many of each are looked at, the most active: matching takes the product.
  private static let candidateCount = 100
  /// So many of those that stayed are compared with.
  private static let comparedCount = 1_000
  /// Bits beyond those that the number of pairs asks for, and beyond those of another match.
  private static let requiredBits = 3.0
  /// Three of ten that moved keep their last octet, and so does one of 256 by chance.
  private static let keptOctetBits = 6.3
  /// One of two that moved keeps an interface identifier, which are rarely the same by chance, if
  /// nobody gave them by hand.
  private static let keptIdentifierBits = 20.0
  private static let lostPartBits = -0.5

  /// - Parameters:
  ///   - vanished: as they were.
  ///   - new: as they are.
  init(vanished: [Host], new: [Host], stayed: [Stayed]) {
    let olds = Self.mostActive(vanished, atMost: Self.candidateCount)
    let news = Self.mostActive(new, atMost: Self.candidateCount)
    guard !olds.isEmpty, !news.isEmpty else {
      matches = []
      return
    }
    let compared = Self.mostActive(stayed.map(\.after), atMost: Self.comparedCount).map {
      stayed[$0]
    }
    let forth = PeerEvidence(compared)
    let back = PeerEvidence(compared.map { ($0.after, $0.before) })
    let required = logarithm(Double(olds.count * news.count)) / logarithm(2) + Self.requiredBits
    let backwards = news.map { back.others(than: new[$0]) }
    var candidates: [(bits: Double, match: Match)] = []
    for old in olds {
      let others = forth.others(than: vanished[old])
      for (place, fresh) in news.enumerated() {
        let peerBits = min(
          forth.bits(that: vanished[old], is: new[fresh], others),
          back.bits(that: new[fresh], is: vanished[old], backwards[place]))
        let hostPartBits = Self.hostPartBits(vanished[old].address, new[fresh].address)
        guard peerBits > 0 || hostPartBits == Self.keptIdentifierBits else { continue }
        let bits = peerBits + hostPartBits
        guard bits >= required else { continue }
        let knowsPeers = vanished[old].peerCount > 0 && new[fresh].peerCount > 0
        candidates.append(
          (
            bits,
            Match(
              vanished: old, new: fresh,
              sharedPeerShare: knowsPeers ? vanished[old].sharedPeerShare(new[fresh]) : nil)
          ))
      }
    }
    matches = Self.unambiguous(candidates)
  }

  /// Those of which neither address might as well be matched with another.
  private static func unambiguous(_ candidates: [(bits: Double, match: Match)]) -> [Match] {
    candidates.enumerated().filter { index, candidate in
      !candidates.enumerated().contains { other, rival in
        other != index && rival.bits > candidate.bits - requiredBits
          && (rival.match.vanished == candidate.match.vanished
            || rival.match.new == candidate.match.new)
      }
    }.map(\.element.match)
  }

  /// Places of the hosts that sent most, in their order.
  private static func mostActive(_ hosts: [Host], atMost limit: Int) -> [Int] {
    let sorted = hosts.indices.sorted {
      (hosts[$1][.sentPacketCount] ?? 0, $0) < (hosts[$0][.sentPacketCount] ?? 0, $1)
    }
    return sorted.prefix(limit).sorted()
  }

  // MARK: Addresses

  private static func hostPartBits(_ old: IPAddress, _ new: IPAddress) -> Double {
    if old.family == .ipv4 {
      return old.low & 0xff == new.low & 0xff ? keptOctetBits : lostPartBits
    }
    guard old.low == new.low else { return lostPartBits }
    // A small number was given by hand, as a last octet is.
    return old.low >> 16 == 0 ? keptOctetBits : keptIdentifierBits
  }
}

/// What peers tell of whether an address is one that was there at another time.
private struct PeerEvidence {
  private let stayed: [MoveMatching.Stayed]
  /// The share of its peers that a host meets again; nil where no peers are known.
  private let metAgain: Double?

  /// Shares are kept away from 0 and 1, of which no number of peers can be sure.
  private static let shareRange = 0.01...0.99

  init(_ stayed: [MoveMatching.Stayed]) {
    self.stayed = stayed
    var (peerCount, sharedCount) = (0, 0)
    for (before, after) in stayed where before.peerCount > 0 && after.peerCount > 0 {
      peerCount += before.peerCount
      sharedCount += before.sharedPeerCount(with: after)
    }
    metAgain = peerCount == 0 ? nil : Double(sharedCount) / Double(peerCount)
  }

  /// What share of the peers of an address each of those that stayed meets, who are others.
  struct Others {
    fileprivate let largest: Double
    fileprivate let mean: Double
  }

  func others(than host: Host) -> Others {
    let shares = stayed.map { host.sharedPeerShare($0.after) }
    return Others(
      largest: shares.max() ?? 0, mean: shares.reduce(0, +) / Double(max(shares.count, 1)))
  }

  func bits(that host: Host, is other: Host, _ others: Others) -> Double {
    let share = host.sharedPeerShare(other)
    guard let metAgain, share > others.largest else { return 0 }
    let met = metAgain.clamped(to: Self.shareRange)
    let byOthers = others.mean.clamped(to: Self.shareRange)
    let (sharedCount, count) = (share * Double(host.peerCount), Double(host.peerCount))
    let evidence =
      sharedCount * logarithm(met / byOthers)
      + (count - sharedCount) * logarithm((1 - met) / (1 - byOthers))
    return evidence / logarithm(2)
  }
}

extension Host {
  /// Of its peers, the share that another has as well; 0 where none is known.
  fileprivate func sharedPeerShare(_ other: Host) -> Double {
    peerCount == 0 ? 0 : min(1, Double(sharedPeerCount(with: other)) / Double(peerCount))
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
