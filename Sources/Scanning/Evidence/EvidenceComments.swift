import Detection
import Features
import Records

/// What is said about the frames of every flagged address.
struct EvidenceComments {
  /// Of an IPv6 address all sixteen octets may tell; the first say enough.
  private static let maximumReasonCount = 4
  /// Bytes of one comment at most.
  private static let maximumByteCount = 1000

  private var sources: [IPAddress: [UInt8]] = [:]
  private var destinations: [IPAddress: [UInt8]] = [:]

  init(_ report: ScanReport) {
    for population in report.populations {
      guard let analysis = population.analysis else { continue }
      for index in population.records.indices where analysis.isAnomalous[index] {
        let address = population.records[index].address
        let text = Self.bounded(Self.text(index, of: population, analysis))
        switch population.side {
        case .source: sources[address] = text
        case .destination: destinations[address] = text
        }
      }
    }
  }

  var isEmpty: Bool { sources.isEmpty && destinations.isEmpty }

  /// The findings that a frame shows: that of its source, and that of its destination.
  func comments(on observation: Observation) -> [[UInt8]] {
    [
      observation.source.flatMap { sources[$0] },
      observation.destination.flatMap { destinations[$0] },
    ].compactMap { $0 }
  }

  private static func text(
    _ index: Int, of population: Population, _ analysis: Analysis
  ) -> String {
    let address = population.records[index].address
    let cluster = analysis.clusters[analysis.assignments[index]]
    let label = SpecialPurpose(address).map { " (\($0.rawValue))" } ?? ""
    let reasons = (analysis.explanations[index]?.reasons ?? []).filter { $0.contribution < 0 }
    let parts =
      [
        "unusual \(population.side.rawValue) \(address)\(label)",
        "anomaly score \(analysis.anomalyScore(of: index))",
        "cluster \(cluster.index) (\(cluster.name))",
      ] + reasons.prefix(maximumReasonCount).map(\.text)
    return "ipclust: " + parts.joined(separator: "; ")
  }

  /// The bytes of `text`, cut between two scalars where there are too many.
  private static func bounded(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      let next = Array(String(scalar).utf8)
      guard bytes.count + next.count <= maximumByteCount else { break }
      bytes += next
    }
    return bytes
  }
}
