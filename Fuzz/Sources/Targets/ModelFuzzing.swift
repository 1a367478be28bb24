import LinearAlgebra

@testable import Detection
@testable import Features
@testable import Records
@testable import Reporting

/// Model files, as they are and with the checksum that their bytes should have.
enum ModelFuzzing {
  static func read(_ bytes: Span<UInt8>) -> Int {
    let bytes = bytes.indices.map { bytes[$0] }
    let found = outcome(bytes)
    guard let sealed = sealed(bytes) else { return found }
    return found &+ outcome(sealed)
  }

  /// `bytes` with the right checksum, so that damage reaches what is behind it; nil where it has no
  /// place.
  private static func sealed(_ bytes: [UInt8]) -> [UInt8]? {
    guard let root = try? JSONDocument(bytes).root,
      let checksum = try? root.members()["checksum"], checksum.range.count == 66
    else { return nil }
    var bytes = bytes
    let place = checksum.range.lowerBound + 1..<checksum.range.upperBound - 1
    bytes.replaceSubrange(place, with: ModelSeal.checksum(of: bytes, at: place).utf8)
    return bytes
  }

  private static func outcome(_ bytes: [UInt8]) -> Int {
    do {
      switch try AnySavedModel.read(bytes) {
      case .scan(let model): return score(model)
      case .logins(let model): return score(model)
      }
    } catch {
      precondition(
        [.badModel, .newerModel, .featureCount].contains(error.class), "refusals have their class")
      return error.byteOffset ?? -1
    }
  }

  /// Whatever is read can be used: scores are finite, and it is written and read as the same.
  private static func score(_ model: SavedModel) -> Int {
    guard let written = ModelFile.bytes(of: model), let again = try? ModelFile.read(written) else {
      preconditionFailure("what is written is read")
    }
    precondition(again.populations == model.populations, "what is written reads as the same")
    var options = model.options
    options.reasons = .all
    let analyzer = PopulationAnalyzer(options: options, threadCount: 1, task: .score(model))
    var sum = 0.0
    for known in model.populations {
      let records = addresses(known.family)
      var behaviour = BehaviourTable()
      for record in records {
        behaviour.append(BehaviourRow(record, counts(of: record, known.side), BehaviourCounts()))
      }
      let population = analyzer.population(
        of: records, side: known.side, family: known.family, behaviour: behaviour)
      guard let analysis = population.analysis else {
        preconditionFailure("a population of the model is scored")
      }
      for index in analysis.scores.indices {
        sum += analysis.scores[index] + analysis.projections[index, 0]
        for reason in analysis.explanations[index]?.reasons ?? [] { sum += reason.contribution }
      }
      precondition(sum.isFinite, "scores are finite")
    }
    return Int(sum.bitPattern & 0xffff)
  }

  /// The same of a classifier of logins.
  private static func score(_ model: SavedLoginModel) -> Int {
    guard let written = LoginModelFile.bytes(of: model),
      let again = try? LoginModelFile.read(written)
    else { preconditionFailure("what is written is read") }
    precondition(again.model == model.model, "what is written reads as the same")
    let count = model.schema.features.count
    let rows = Matrix(
      rows: [0, 1, 35].map { [$0] + [Double](repeating: $0 == 0 ? 0 : 1, count: count - 1) })
    let scores = model.model.scores(
      of: LoginSamples(
        schema: model.schema, startSeconds: 0, periodSeconds: model.periodSeconds,
        distinctRows: rows, indices: [0, 1, 2, 0], labels: nil))
    precondition(scores.allSatisfy { $0.isFinite }, "scores are finite")
    return Int(scores.reduce(0, +).bitPattern & 0xffff)
  }

  /// As if the address had sent or got a packet of which only the addresses were captured.
  private static func counts(of record: AddressRecord, _ side: Side) -> BehaviourCounts {
    var counts = BehaviourCounts()
    counts.add(
      Observation(
        source: record.address, destination: record.address, record: 1,
        byteCount: record.byteCount),
      .unknown, side: side)
    return counts
  }

  private static func addresses(_ family: AddressFamily) -> [AddressRecord] {
    let all: UInt64 = family == .ipv4 ? 0xffff_ffff : .max
    return [0, 0x0a00_0001, all].map { low in
      AddressRecord(
        address: IPAddress(family: family, high: family == .ipv4 ? 0 : low, low: low),
        firstInput: 0, firstPacket: 1, packetCount: 1, byteCount: 60, firstTimestamp: nil,
        lastTimestamp: nil)
    }
  }
}
