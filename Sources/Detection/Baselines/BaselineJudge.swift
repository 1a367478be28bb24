import Features
import Learning
import LinearAlgebra
import Records

/// Judges addresses that came after a baseline, against it.
///
/// Each is scored by itself, so that it does not matter in how many files, or beside which others, it
/// comes.
public struct BaselineJudge: Sendable {
  /// What is ordinary; fitted with a calibrated rule.
  public let baseline: SavedModel
  /// The share of false findings that is accepted.
  public let rate: Double
  private let threadCount: Int
  /// Log densities that p-values are counted from, by population; made when they are first needed.
  private var draws: [PopulationKey: [Double]] = [:]

  private struct PopulationKey: Hashable {
    let side: Side
    let family: AddressFamily
  }

  public init(_ baseline: SavedModel, rate: Double, threadCount: Int) {
    self.baseline = baseline
    self.rate = rate
    self.threadCount = threadCount
  }

  /// One address that was judged.
  public struct Judgement: Sendable, Equatable {
    public let address: IPAddress
    /// Probability that an ordinary address were as strange.
    public let pValue: Double

    public init(address: IPAddress, pValue: Double) {
      self.address = address
      self.pValue = pValue
    }
  }

  /// Addresses of a baseline below which tails are guesswork, and nobody is told of anything.
  public static let smallestBaselineCount = 50

  /// Whether addresses of this side and family can be judged.
  public func covers(_ side: Side, _ family: AddressFamily) -> Bool {
    calibration(side, family) != nil
  }

  private func calibration(_ side: Side, _ family: AddressFamily) -> BaselineCalibration? {
    guard let calibration = baseline.population(side, family)?.calibration,
      calibration.rowCount >= Self.smallestBaselineCount
    else { return nil }
    return calibration
  }

  /// The p-value of each address; empty where there is no baseline for them.
  ///
  /// Simulated: a baseline of n addresses can tell a single stranger among n · rate, and as many are
  /// seen in a day as in a baseline.
  public mutating func judgements(
    of addresses: [IPAddress], _ side: Side, _ family: AddressFamily
  ) -> [Judgement] {
    guard let calibration = calibration(side, family), !addresses.isEmpty else { return [] }
    let drawCount = CalibratedBorder.simulationCount(
      for: .falseDiscoveryRate(rate), addressCount: calibration.rowCount)
    let pValues = calibration.simulatedPValues(
      of: OctetEncoder.samples(of: addresses, family: family),
      draws: draws(drawCount, of: calibration, side, family), threadCount: threadCount)
    return zip(addresses, pValues).map(Judgement.init)
  }

  private mutating func draws(
    _ count: Int, of calibration: BaselineCalibration, _ side: Side, _ family: AddressFamily
  ) -> [Double] {
    let key = PopulationKey(side: side, family: family)
    if let known = draws[key] { return known }
    let made = calibration.density.risingLogDensities(
      ofDraws: count, seed: baseline.options.seed, stream: 0, threadCount: threadCount)
    draws[key] = made
    return made
  }

  /// Which of some judgements are findings, among `populationCount` addresses of which all others
  /// are ordinary.
  ///
  /// - SeeAlso: `FalseDiscoveryRate`; ordinary addresses count with a p-value of 1.
  public func findings(among judgements: [Judgement], populationCount: Int) -> [Judgement] {
    guard !judgements.isEmpty else { return [] }
    let ordinaryCount = max(0, populationCount - judgements.count)
    let border = FalseDiscoveryRate(
      rate, of: judgements.map(\.pValue) + Array(repeating: 1, count: ordinaryCount))
    guard border.findingCount > 0 else { return [] }
    return judgements.filter { $0.pValue <= border.pValue }
  }

  /// Why addresses do not belong: parallel to `records`, nil without a baseline for them.
  public func reasons(
    for records: [AddressRecord], _ side: Side, _ family: AddressFamily
  ) -> [FindingReasons?] {
    guard let population = baseline.population(side, family), !records.isEmpty else {
      return records.map { _ in nil }
    }
    var options = baseline.options
    options.reasons = .all
    let analysis = PopulationAnalyzer(
      options: options, threadCount: threadCount, task: .score(baseline)
    ).population(of: records, side: side, family: family).analysis
    return records.indices.map { index in
      guard let analysis, let explanation = analysis.explanations[index] else { return nil }
      return FindingReasons(
        anomalyScore: analysis.anomalyScore(of: index),
        reference: population.clusters[explanation.referenceCluster].networkName,
        reasons: explanation.reasons.filter { $0.contribution < 0 }.map(\.text))
    }
  }
}

/// Why one address does not belong to a baseline.
public struct FindingReasons: Sendable, Equatable {
  /// Higher means stranger.
  public let anomalyScore: Double
  /// The networks of the ordinary cluster that it is compared with.
  public let reference: String
  /// Most telling first.
  public let reasons: [String]
}
