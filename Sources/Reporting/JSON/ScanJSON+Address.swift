import Detection
import Features
import Records

extension ScanJSON {
  /// Writes the members of one address; scores only where the population was analysed.
  static func writeAddress(
    _ index: Int, of population: Population, to json: inout JSONWriter
  ) {
    let record = population.records[index]
    json.member("address", record.address.description)
    json.member("firstInput", record.firstInput)
    json.member("firstPacket", record.firstPacket)
    json.member("packetCount", record.packetCount)
    json.member("byteCount", record.byteCount)
    json.member("firstTimestamp", record.firstTimestamp?.description)
    json.member("lastTimestamp", record.lastTimestamp?.description)
    json.member("label", SpecialPurpose(record.address)?.rawValue)
    if let behaviour = population.behaviour { writeBehaviour(behaviour, index, to: &json) }
    guard let analysis = population.analysis else { return }
    json.member("principal", analysis.projections.row(index))
    json.member("cluster", analysis.assignments[index])
    switch analysis.model {
    case .mixture: json.member("logDensity", analysis.scores[index])
    case .kMeans: json.member("distance", 0 - analysis.scores[index])
    }
    json.member("anomalyScore", analysis.anomalyScore(of: index))
    json.member("isAnomalous", analysis.isAnomalous[index])
    if let explanation = analysis.explanations[index] {
      writeExplanation(explanation, features: analysis.schema.features, to: &json)
    }
  }

  /// Writes the members that show the packets of an address in other programs.
  static func writeFilters(_ filters: AddressFilters, to json: inout JSONWriter) {
    json.member("bpf", filters.bpf)
    json.member("wireshark", filters.wireshark)
  }

  /// Writes what is known of how an address behaves, in original units.
  private static func writeBehaviour(
    _ behaviour: BehaviourTable, _ index: Int, to json: inout JSONWriter
  ) {
    json.object("behaviour") { json in
      for (column, feature) in BehaviourFeature.allCases.enumerated() {
        json.member(named: feature.rawValue, behaviour[index, column])
      }
    }
  }

  private static func writeExplanation(
    _ explanation: Explanation, features: [String], to json: inout JSONWriter
  ) {
    json.member("referenceCluster", explanation.referenceCluster)
    json.member("referenceLogDensity", explanation.referenceLogDensity)
    json.array("reasons") { json in
      for reason in explanation.reasons {
        json.object { json in
          json.member("feature", features[reason.featureIndex])
          json.member("value", reason.value)
          json.member("expected", reason.expected)
          json.member("contribution", reason.contribution)
          json.member("text", reason.text)
        }
      }
    }
  }
}
