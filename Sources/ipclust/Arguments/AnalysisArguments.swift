import ArgumentParser
import Detection

/// Which addresses are looked at.
struct SelectionArguments: ParsableArguments {
  @Option(
    help: "Ends of packets to look at: source, destination or both.",
    completion: .list(ScanOptions.SideChoice.allCases.map(\.rawValue)))
  var side = "both"

  @Option(
    help: "Addresses to look at: ipv4, ipv6 or both.",
    completion: .list(ScanOptions.FamilyChoice.allCases.map(\.rawValue)))
  var family = "both"

  @Option(
    help: """
      What addresses are compared by: octets (how they are numbered), behaviour (what packet \
      headers tell of what they do) or both. (default: octets)
      """,
    completion: .list(ScanOptions.FeatureChoice.allCases.map(\.rawValue)))
  var features: String?

  /// - Precondition: the records of `options` are those that are asked for.
  func apply(to options: inout ScanOptions) throws {
    if let features {
      options.features = try OptionValue("--features", features).choice(
        ScanOptions.FeatureChoice.self)
    }
    if options.features.includesBehaviour, options.records.depth == .innermost {
      throw ValidationError(
        "--features: expected 'octets' beside --inner, but found '\(options.features.rawValue)', "
          + "which is that of outermost packets; leave out one of them")
    }
    options.side = try OptionValue("--side", side).choice(ScanOptions.SideChoice.self)
    options.family = try OptionValue("--family", family).choice(ScanOptions.FamilyChoice.self)
  }
}

/// The model and how it is fitted.
struct MethodArguments: ParsableArguments {
  @Option(
    help: """
      'mixture' gives every address a density under overlapping groups; 'k-means' measures its \
      distance to the nearest of several centres. (default: mixture)
      """,
    completion: .list(ScanOptions.Algorithm.allCases.map(\.rawValue)))
  var algorithm: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Number of clusters, 1 to 10000; 'auto' starts with 7 and drops the empty ones. (default: auto)
      """,
      valueName: "n|auto"))
  var components: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Random starts, 1 to 100000; the best fit is kept. (default: 10)", valueName: "n"))
  var restarts: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Compare k-means with MIN to MAX clusters, 1 to 100: a table of tightness, inertia and what \
      helps to choose. Needs --algorithm k-means.
      """, valueName: "min:max"))
  var elbow: String?

  @Option(
    help: """
      What an address weighs in the fit: none (all the same), packets or bytes. (default: none)
      """,
    completion: .list(ScanOptions.Weighting.allCases.map(\.rawValue)))
  var weight: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where random numbers start; the same seed gives the same output. (default: 100)",
      valueName: "n"))
  var seed: String?

  /// More fit no scan that anybody waits for, and memory is taken for each.
  private static let restartRange = 1...100_000
  private static let componentRange = 1...10_000
  /// Each count is fitted to the addresses and to ten sets that they are compared with.
  private static let elbowRange = 1...100

  func apply(to options: inout ScanOptions) throws {
    if let algorithm {
      options.algorithm = try OptionValue("--algorithm", algorithm).choice(
        ScanOptions.Algorithm.self)
    }
    if let components { options.components = try componentCount(components) }
    if let elbow {
      guard options.algorithm == .kMeans else {
        throw ValidationError(
          "--elbow: expected --algorithm k-means beside it, but found "
            + "'\(options.algorithm.rawValue)', which chooses its number of clusters itself")
      }
      options.elbow = try OptionValue("--elbow", elbow).counts(in: Self.elbowRange)
    }
    if let restarts {
      options.restartCount = try OptionValue("--restarts", restarts).count(
        in: Self.restartRange)
    }
    if let weight {
      options.weighting = try OptionValue("--weight", weight).choice(ScanOptions.Weighting.self)
    }
    if let seed { options.seed = try OptionValue("--seed", seed).seed() }
  }

  /// The first option that was given, as what a saved model has decided already.
  var givenOption: String? {
    [
      ("--algorithm", algorithm), ("--components", components), ("--restarts", restarts),
      ("--elbow", elbow), ("--weight", weight), ("--seed", seed),
    ].first { $0.1 != nil }?.0
  }

  private func componentCount(_ components: String) throws -> ScanOptions.ComponentCount {
    if components == "auto" { return .auto }
    guard let count = Int(components), Self.componentRange.contains(count) else {
      throw OptionValue("--components", components).unexpected(
        "'auto' or a whole number from \(Self.componentRange.lowerBound) to "
          + "\(Self.componentRange.upperBound)")
    }
    return .fixed(count)
  }
}

/// Where ordinary ends.
struct FlaggingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      'percentile:P' flags the strangest P percent of the addresses, however ordinary they are; \
      'density:D' those of a log density below D; 'p-value:A' those that an ordinary address is as \
      strange as with a probability of at most A; 'fdr:Q' as many as keep the expected share of \
      false findings at Q, perhaps none. (default: percentile:4)
      """,
      valueName: "rule"))
  var threshold: String?

  @Option(
    help: "Say why for the flagged addresses or for all of them.",
    completion: .list(ScanOptions.Reasons.allCases.map(\.rawValue)))
  var reasons = "flagged"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Exit with 2 when there are N or more findings; special-purpose addresses do not count. Needs \
      a --threshold of your choice.
      """,
      valueName: "n"))
  var failOn: String?

  @Option(
    help: ArgumentHelp(
      """
      Fit again to N random resamples of the addresses, up to 1000, and say which findings and \
      clusters hold in them; 20 are enough to tell.
      """,
      valueName: "n"))
  var stability = "0"

  private static let refitRange = 0...1_000

  /// - Precondition: the algorithm is among the options.
  func apply(to options: inout ScanOptions) throws {
    if let threshold { options.threshold = try Self.rule(threshold) }
    options.stabilityRefitCount = try OptionValue("--stability", stability).count(
      in: Self.refitRange)
    if options.threshold.isCalibrated, options.algorithm == .kMeans {
      throw ValidationError(
        "--threshold: expected 'percentile:P' or 'density:D' with --algorithm k-means, whose "
          + "distances have no probabilities, but found '\(threshold ?? "")'; "
          + "add --algorithm mixture")
    }
    options.reasons = try OptionValue("--reasons", reasons).choice(ScanOptions.Reasons.self)
  }

  /// - Parameter hasModel: whether a saved model brings a border, which is no percentage any more.
  func findingLimit(hasModel: Bool) throws -> Int? {
    guard let failOn else { return nil }
    let limit = try OptionValue("--fail-on", failOn).count(from: 1)
    guard threshold != nil || hasModel else {
      throw ValidationError(
        "--fail-on: expected a --threshold beside it, because the default always flags 4 percent; "
          + "add --threshold percentile:P")
    }
    return limit
  }

  private static func rule(_ text: String) throws -> ThresholdRule {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    // Double also reads hexadecimal, which nobody means here.
    let value =
      parts.count == 2 && parts[1].utf8.allSatisfy("0123456789.eE+-".utf8.contains)
      ? Double(parts[1]) : nil
    switch (parts[0], value) {
    case ("percentile", let percentile?) where (0...100).contains(percentile):
      return .percentile(percentile)
    case ("density", let density?) where density.isFinite: return .density(density)
    case ("p-value", let level?) where levelRange.contains(level): return .pValue(level)
    case ("fdr", let rate?) where rateRange.contains(rate): return .falseDiscoveryRate(rate)
    default:
      throw OptionValue("--threshold", text).unexpected(
        "'percentile:P' with P from 0 to 100, 'density:D', 'p-value:A' with A from 0.00001 to 1, "
          + "or 'fdr:Q' with Q from 0.001 to 1")
    }
  }

  /// Smaller ones would take minutes of simulation.
  private static let levelRange = 1e-5...1
  private static let rateRange = 1e-3...1
}
