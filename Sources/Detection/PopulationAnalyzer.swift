import Features
import Learning
import LinearAlgebra
import Records

/// Clusters the addresses of one population, flags the unusual ones and says why.
public struct PopulationAnalyzer: Sendable {
  public let options: ScanOptions
  public let threadCount: Int
  public let task: AnalysisTask

  /// Components of the first fit when their number is chosen automatically.
  private static let automaticComponentCount = 7
  /// Fewer addresses have no clusters worth the name.
  private static let smallestAddressCount = 3

  public init(options: ScanOptions, threadCount: Int, task: AnalysisTask = .fit) {
    self.options = options
    self.threadCount = threadCount
    self.task = task
  }

  /// The distinct addresses of one population, in order of first appearance.
  public struct Addresses: Sendable {
    public let side: Side
    public let family: AddressFamily
    public let records: [AddressRecord]
    /// In the order of the records; needed where behaviour is asked for.
    public let behaviour: BehaviourTable?

    public init(
      side: Side, family: AddressFamily, records: [AddressRecord],
      behaviour: BehaviourTable? = nil
    ) {
      self.behaviour = behaviour
      self.side = side
      self.family = family
      self.records = records
    }
  }

  /// `contents` as populations whose analysis was given up.
  public static func unanalyzed(_ contents: [Addresses]) -> [Population] {
    contents.map {
      Population(
        side: $0.side, family: $0.family, records: $0.records, behaviour: $0.behaviour,
        note: "interrupted: the addresses are listed, but not clustered", analysis: nil)
    }
  }

  /// Analyses several populations, which share the threads.
  public func populations(of contents: [Addresses]) -> [Population] {
    let concurrentCount = max(1, min(contents.count, threadCount))
    let analyzer = PopulationAnalyzer(
      options: options, threadCount: max(1, threadCount / concurrentCount), task: task)
    return concurrentMap(count: contents.count, threadCount: concurrentCount) {
      analyzer.population(
        of: contents[$0].records, side: contents[$0].side, family: contents[$0].family,
        behaviour: contents[$0].behaviour)
    }
  }

  /// Analyses `records`, all of one family and distinct, in order of first appearance.
  public func population(
    of records: [AddressRecord], side: Side, family: AddressFamily,
    behaviour: BehaviourTable? = nil
  ) -> Population {
    if case .score(let saved) = task {
      return scored(records, against: saved, side: side, family: family, behaviour: behaviour)
    }
    guard records.count >= Self.smallestAddressCount else {
      return Population(
        side: side, family: family, records: records, behaviour: behaviour,
        note: "fewer than \(Self.smallestAddressCount) distinct addresses: "
          + "they are listed, but not clustered",
        analysis: nil)
    }
    var notes: [String] = []
    guard
      let encoded = encoded(records, behaviour, family: family, side: side, notes: &notes)
    else {
      return Population(
        side: side, family: family, records: records, behaviour: behaviour,
        note: notes.joined(separator: "; "), analysis: nil)
    }
    let weights = weights(of: records, notes: &notes)
    let fit = ClusterFit(
      samples: encoded.samples, weights: weights, options: options, threadCount: threadCount,
      firstComponentCount: componentCount(encoded, weights: weights, notes: &notes))
    if let note = elbowNote(encoded, weights: weights) { notes.append(note) }
    if records.count < convincingAddressCount(encoded) {
      notes.append(
        "only \(records.count) addresses: what is flagged is a ranking rather than evidence")
    }
    let analysis = analysis(
      of: records, encoded: encoded, weights: weights, fit: fit, side: side, family: family)
    if let note = strangersNote(records, analysis) { notes.append(note) }
    notes += Flagging.notes(options: options, addressCount: records.count)
    return Population(
      side: side, family: family, records: records, behaviour: behaviour,
      note: notes.isEmpty ? nil : notes.joined(separator: "; "),
      analysis: analysis)
  }

  private var keepsModel: Bool {
    if case .learn = task { true } else { false }
  }

  /// Packets or bytes of each address, scaled to sum to the number of addresses; nil for 1 each.
  private func weights(of records: [AddressRecord], notes: inout [String]) -> [Double]? {
    let counts: [Int]
    switch options.weighting {
    case .none: return nil
    case .packets: counts = records.map(\.packetCount)
    case .bytes: counts = records.map(\.byteCount)
    }
    var total = 0.0
    for count in counts { total += Double(count) }
    guard total > 0 else {
      notes.append("the inputs count no \(options.weighting.rawValue): every address weighs 1")
      return nil
    }
    return counts.map { Double($0) * Double(records.count) / total }
  }

  /// The count asked for, or fewer when there are fewer distinct addresses to fit.
  private func componentCount(
    _ encoded: EncodedAddresses, weights: [Double]?, notes: inout [String]
  ) -> Int {
    switch options.components {
    case .auto:
      return encoded.distinctRowCount(
        weights: weights,
        upTo: min(Self.automaticComponentCount, largestClusterCount(encoded)))
    case .fixed(let asked):
      let available = encoded.distinctRowCount(weights: weights, upTo: asked)
      if asked > available {
        notes.append(
          "\(available) component\(available == 1 ? "" : "s") instead of \(asked): "
            + noMoreRows(than: available, in: encoded, weights: weights))
      }
      return available
    }
  }

  /// Why a fit has no more than `distinctCount` distinct rows: addresses may behave alike, or weigh
  /// nothing.
  func noMoreRows(
    than distinctCount: Int, in encoded: EncodedAddresses, weights: [Double]?
  ) -> String {
    let weightyCount = weights?.count { $0 > 0 } ?? encoded.samples.rowCount
    if distinctCount < weightyCount { return "no more addresses behave differently" }
    if weightyCount < encoded.samples.rowCount {
      return "no more addresses have \(options.weighting.rawValue)"
    }
    return "there are no more addresses to fit"
  }

  private func analysis(
    of records: [AddressRecord], encoded: EncodedAddresses, weights: [Double]?, fit: ClusterFit,
    side: Side, family: AddressFamily
  ) -> Analysis {
    let samples = encoded.samples
    let (scores, assignments) = fit.model.scores(of: samples, threadCount: threadCount)
    let flagging = Flagging(
      samples: samples, scores: scores, options: options, threadCount: threadCount)
    let isAnomalous = flagging.isAnomalous
    let principalComponents = principalComponents(of: samples)
    let (clusters, namedMembers) = clusters(
      of: records, fit: fit, assignments: assignments, isAnomalous: isAnomalous,
      principalComponents: principalComponents, encoded: encoded, family: family)
    let explanations = Explanations(
      encoded: encoded, fit: fit, scores: scores, assignments: assignments,
      isAnomalous: isAnomalous, clusters: clusters, namedMembers: namedMembers, side: side,
      family: family, seed: options.seed, threadCount: threadCount)
    let stability =
      options.stabilityRefitCount == 0
      ? nil
      : BootstrapRefits(
        samples: samples, weights: weights, fit: fit, assignments: assignments,
        flagging: flagging, options: options, threadCount: threadCount
      ).stability
    let explained = records.indices.filter { options.reasons == .all || isAnomalous[$0] }
    return Analysis(
      schema: encoded.schema, scalings: encoded.scalings,
      principalComponents: principalComponents, model: fit.model,
      triedComponentCount: fit.triedComponentCount, stages: fit.stages,
      threshold: flagging.threshold, clusters: clusters,
      projections: principalComponents.projections(of: samples), assignments: assignments,
      scores: scores, isAnomalous: isAnomalous, explanations: explanations.of(explained),
      pValues: flagging.calibration?.pValues,
      alternatives: alternatives(
        to: samples, scores: scores, model: fit.model, flagging: flagging, family: family),
      stability: stability, memory: keepsModel ? explanations.memory : nil,
      calibration: keepsModel ? flagging.baseline : nil,
      elbow: elbow(of: samples, weights: weights))
  }

  private func principalComponents(of samples: Matrix) -> PrincipalComponentsModel {
    do {
      return try PrincipalComponents().fit(samples)
    } catch {
      preconditionFailure("encoded addresses are finite rows of two columns or more, yet: \(error)")
    }
  }

  /// What would be usual in the place of flagged addresses, by index of the record.
  func alternatives(
    to samples: Matrix, scores: [Double], model: FittedModel, flagging: Flagging,
    family: AddressFamily
  ) -> [Int: Alternative] {
    // What an address did is no choice of its own, so there is nothing to change about it.
    if options.features.includesBehaviour { return [:] }
    return Alternatives(
      samples: samples, scores: scores, model: model, flagging: flagging,
      grids: OctetEncoder.grids(for: family), family: family, threadCount: threadCount
    ).byRecord
  }

  /// The clusters, and per cluster the indices of the unflagged members that its name speaks of.
  private func clusters(
    of records: [AddressRecord], fit: ClusterFit, assignments: [Int], isAnomalous: [Bool],
    principalComponents: PrincipalComponentsModel, encoded: EncodedAddresses,
    family: AddressFamily
  ) -> (clusters: [ClusterDescription], namedMembers: [[Int]]) {
    let naming = ClusterNaming(family: family)
    let principalMeans = principalComponents.projections(of: fit.means)
    var members = Array(repeating: [Int](), count: fit.weights.count)
    for (index, cluster) in assignments.enumerated() { members[cluster].append(index) }
    var namedMembers: [[Int]] = []
    let clusters = fit.weights.indices.map { index in
      // Flagged addresses would blur the name of the cluster they do not belong to.
      let unflagged = members[index].filter { !isAnomalous[$0] }
      let named = unflagged.isEmpty ? members[index] : unflagged
      let name = naming.description(of: named.map { records[$0].address })
      namedMembers.append(unflagged.filter { name.covers(records[$0].address) })
      let words = BehaviourNaming.words(mean: fit.means.row(index), columns: encoded.columns)
      return ClusterDescription(
        index: index, weight: fit.weights[index], addressCount: members[index].count,
        mean: fit.means.row(index), principalMean: principalMeans.row(index),
        name: ([name.name] + words).joined(separator: ", "), networkName: name.name,
        networks: name.networks)
    }
    return (clusters, namedMembers)
  }
}
