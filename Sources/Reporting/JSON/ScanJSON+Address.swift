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
    json.member("pValue", analysis.pValues?[index])
    json.member("isAnomalous", analysis.isAnomalous[index])
    json.member("flaggedShare", analysis.stability?.flaggedShares[index])
    if let explanation = analysis.explanations[index] {
      writeExplanation(explanation, features: analysis.schema.features, to: &json)
    }
    if let alternative = analysis.alternatives[index] {
      writeAlternative(alternative, of: population, analysis, to: &json)
    }
  }

  /// Writes the members that show the packets of an address in other programs.
  static func writeFilters(_ filters: AddressFilters, to json: inout JSONWriter) {
    json.member("bpf", filters.bpf)
    json.member("wireshark", filters.wireshark)
  }

  private static func writeAlternative(
    _ alternative: Alternative, of population: Population, _ analysis: Analysis,
    to json: inout JSONWriter
  ) {
    let features = analysis.schema.features
    if let nearest = alternative.nearestNormal {
      json.object("nearestNormal") { json in
        json.member("address", population.records[nearest.index].address.description)
        writeChanges(nearest.changes, features: features, to: &json)
      }
    }
    if let counterfactual = alternative.counterfactual {
      json.object("counterfactual") { json in
        writeChanges(counterfactual.changes, features: features, to: &json)
        switch analysis.model {
        case .mixture: json.member("logDensity", counterfactual.score)
        case .kMeans: json.member("distance", 0 - counterfactual.score)
        }
        json.member("isExact", counterfactual.isExact)
        json.member("text", counterfactual.text)
      }
    }
  }

  private static func writeChanges(
    _ changes: [FeatureChange], features: [String], to json: inout JSONWriter
  ) {
    json.array("changes") { json in
      for change in changes {
        json.object { json in
          json.member("feature", features[change.featureIndex])
          json.member("from", change.from)
          json.member("to", change.to)
        }
      }
    }
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
