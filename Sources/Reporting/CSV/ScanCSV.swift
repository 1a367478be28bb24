import Detection
import Features
import Records

/// `scan --format csv`: one row per address, described by docs/schemas/scan.csv.md.
///
/// Lines end with LF as every Unix tool expects, where RFC 4180 has CR LF; quoting is RFC 4180's.
public enum ScanCSV {
  static let columns = [
    "schemaVersion", "side", "family", "address", "input", "firstPacket", "packetCount",
    "byteCount", "firstTimestamp", "lastTimestamp", "label", "principal1", "principal2", "cluster",
    "clusterName", "logDensity", "distance", "anomalyScore", "isAnomalous", "reasons", "pValue",
    "flaggedShare", "counterfactual",
  ]

  /// Behaviour stands behind all others, without the two that every row has.
  private static let behaviourFeatures = BehaviourFeature.allCases.enumerated().filter {
    !columns.contains($0.element.rawValue)
  }

  public static func write(_ report: ScanReport, to output: OutputBuffer) {
    let hasBehaviour = report.options.features.includesBehaviour
    let header = columns + (hasBehaviour ? behaviourFeatures.map(\.element.rawValue) : [])
    CSVText.write(header, to: output)
    // Escaped once, not for every address.
    let paths = report.inputs.map { CSVText.field(JSONText.text(of: $0.path)) }
    for population in report.populations {
      let clusterNames = population.analysis?.clusters.map { CSVText.field($0.name) } ?? []
      for index in population.records.indices where !output.hasFailed {
        let fields =
          recordFields(index, of: population, paths: paths)
          + analysisFields(index, of: population.analysis, clusterNames: clusterNames)
          + (hasBehaviour ? behaviourFields(index, of: population) : [])
        CSVText.write(fields, to: output)
      }
    }
  }

  private static func recordFields(
    _ index: Int, of population: Population, paths: [String]
  ) -> [String] {
    let record = population.records[index]
    return [
      "\(ScanJSON.schemaVersion)", population.side.rawValue, population.family.rawValue,
      record.address.description,
      paths[record.firstInput],
      "\(record.firstPacket)", "\(record.packetCount)", "\(record.byteCount)",
      record.firstTimestamp?.description ?? "", record.lastTimestamp?.description ?? "",
      SpecialPurpose(record.address)?.rawValue ?? "",
    ]
  }

  private static func behaviourFields(_ index: Int, of population: Population) -> [String] {
    behaviourFeatures.map { population.behaviour?[index, $0.offset]?.shortText ?? "" }
  }

  private static func analysisFields(
    _ index: Int, of analysis: Analysis?, clusterNames: [String]
  ) -> [String] {
    guard let analysis else { return Array(repeating: "", count: 12) }
    let cluster = analysis.assignments[index]
    let (logDensity, distance) =
      switch analysis.model {
      case .mixture: (analysis.scores[index].description, "")
      case .kMeans: ("", (0 - analysis.scores[index]).description)
      }
    let reasons = analysis.explanations[index]?.reasons ?? []
    return [
      analysis.projections[index, 0].description, analysis.projections[index, 1].description,
      "\(cluster)", clusterNames[cluster], logDensity, distance,
      analysis.anomalyScore(of: index).description, "\(analysis.isAnomalous[index])",
      reasons.isEmpty ? "" : CSVText.field(reasons.map(\.text).joined(separator: " | ")),
      analysis.pValues?[index].description ?? "",
      analysis.stability?.flaggedShares[index].description ?? "",
      (analysis.alternatives[index]?.counterfactual?.text).map(CSVText.field) ?? "",
    ]
  }
}
