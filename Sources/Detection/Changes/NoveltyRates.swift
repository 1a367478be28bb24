import Records

// Whether a newcomer is worth a look depends on where it comes: a day brings a thousand strangers
// from the internet, and to a rack of servers not one a month. So its probability is estimated from
// the others in the smallest network around it that was known: of n addresses k came as well. Where
// these are few, the estimate leans on the other networks of its kind, whose rate is μ:
//
//     (k + c μ) / (n + c)
//
// which is the mean of a beta-binomial posterior. How much it leans, c, is what the networks
// themselves show: where all have the same rate c is large, where some change every day and others
// never it is small. With the correlation ρ of two addresses of one network, c = (1 − ρ) / ρ; ρ is
// estimated by the analysis of variance of Ridout, Demétrio and Firth, "Estimating intraclass
// correlation for binary data" (1999).

/// How often addresses, or whole networks of a level, are new in each network.
struct NoveltyRates {
  /// Of one network, or of several.
  struct Counts {
    var addressCount = 0
    /// Addresses, and networks of which nothing was known, that are new; each once.
    var newCount = 0

    static func - (left: Counts, right: Counts) -> Counts {
      Counts(
        addressCount: left.addressCount - right.addressCount,
        newCount: left.newCount - right.newCount)
    }
  }

  private var networks: [AddressScopes.Scope: Counts] = [:]
  /// Inside and outside.
  private var totals: [Bool: Counts] = [:]
  private var concentrations: [Bool: Double] = [:]

  /// Of an address of which no other tells anything.
  private static let unknownRate = 0.5
  private static let concentrationRange = 0.5...50.0
  private static let unknownConcentration = 1.0

  /// Of those that are new at `level` or at a wider one, in the networks around that level.
  init(level: Int, present: [IPAddress], new: [(scopes: AddressScopes, level: Int)]) {
    for address in present {
      networks[AddressScopes(address).around(level), default: Counts()].addressCount += 1
    }
    for unit in new where unit.level <= level {
      networks[unit.scopes.around(level), default: Counts()].newCount += 1
    }
    for (scope, counts) in networks {
      totals[scope.isInside, default: Counts()].addressCount += counts.addressCount
      totals[scope.isInside, default: Counts()].newCount += counts.newCount
    }
    for isInside in [true, false] {
      concentrations[isInside] = Self.concentration(
        networks.filter { $0.key.isInside == isInside }.map(\.value))
    }
  }

  /// What is in a network.
  func counts(_ scope: AddressScopes.Scope) -> Counts { networks[scope] ?? Counts() }

  /// The probability that what is new in a network is.
  ///
  /// - Parameter own: what it is itself, which says nothing about how often others are.
  func rate(in scope: AddressScopes.Scope, beside own: Counts) -> Double {
    let network = counts(scope)
    let others = network - own
    let rest = (totals[scope.isInside] ?? Counts()) - network
    let restRate =
      (Double(rest.newCount) + Self.unknownRate) / (Double(rest.addressCount) + 1)
    let weight = concentrations[scope.isInside] ?? Self.unknownConcentration
    return min(
      1, (Double(others.newCount) + weight * restRate) / (Double(others.addressCount) + weight))
  }

  /// c of the networks of one kind.
  private static func concentration(_ networks: [Counts]) -> Double {
    let all = networks.reduce(into: (addresses: 0.0, new: 0.0, squares: 0.0)) {
      $0.addresses += Double($1.addressCount)
      $0.new += Double($1.newCount)
      $0.squares += Double($1.addressCount) * Double($1.addressCount)
    }
    let count = Double(networks.count)
    guard count > 1, all.addresses > count, all.new > 0, all.new < all.addresses else {
      return unknownConcentration
    }
    // Sums over networks of k²/n, in whose order no digit may depend on a hash.
    let within = networks.map { network in
      network.addressCount == 0
        ? 0
        : Double(network.newCount) * Double(network.newCount) / Double(network.addressCount)
    }.sorted().reduce(0, +)
    let betweenSquare = (within - all.new * all.new / all.addresses) / (count - 1)
    let withinSquare = (all.new - within) / (all.addresses - count)
    let size = (all.addresses - all.squares / all.addresses) / (count - 1)
    let correlation =
      (betweenSquare - withinSquare) / (betweenSquare + (size - 1) * withinSquare)
    guard correlation > 0 else { return concentrationRange.upperBound }
    return min(
      max((1 - correlation) / correlation, concentrationRange.lowerBound),
      concentrationRange.upperBound)
  }
}
