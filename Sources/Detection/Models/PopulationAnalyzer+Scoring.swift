import Features
import Learning
import LinearAlgebra
import Records

/// Scores against a model that was fitted to other addresses.
///
/// Everything but the addresses comes from the model: the border, the clusters' names, the axes,
/// how features are standardised, and what reasons compare with. The addresses that it was fitted to
/// get their former answer, bit by bit; but for a calibrated rule, whose model is a baseline, and whose
/// border is drawn anew among those that are judged.
extension PopulationAnalyzer {
  func scored(
    _ records: [AddressRecord], against saved: SavedModel, side: Side, family: AddressFamily,
    behaviour: BehaviourTable?
  ) -> Population {
    guard let model = saved.population(side, family) else {
      return Population(
        side: side, family: family, records: records, behaviour: behaviour,
        note: "the model was not fitted to any: the addresses are listed, but not scored",
        analysis: nil)
    }
    var notes = [
      "scored against a saved model, which was fitted to \(model.addressCount) addresses"
    ]
    guard
      let encoded = encoded(
        records, behaviour, family: family, side: side, scalings: model.scalings, notes: &notes)
    else {
      return Population(
        side: side, family: family, records: records, behaviour: behaviour,
        note: notes.dropFirst().joined(separator: "; "), analysis: nil)
    }
    let analysis = analysis(of: records, encoded, model)
    if let note = Flagging.note(on: analysis.threshold, model, judging: records.count) {
      notes.append(note)
    }
    return Population(
      side: side, family: family, records: records, behaviour: behaviour,
      note: notes.joined(separator: "; "), analysis: analysis)
  }

  private func analysis(
    of records: [AddressRecord], _ encoded: EncodedAddresses, _ model: PopulationModel
  ) -> Analysis {
    let fit = ClusterFit(
      model: model.model, triedComponentCount: model.triedComponentCount, stages: model.stages)
    let (scores, assignments) = fit.model.scores(
      of: encoded.samples, threadCount: threadCount)
    let flagging = Flagging(
      model.threshold, baseline: model.calibration, samples: encoded.samples, scores: scores,
      seed: options.seed, threadCount: threadCount)
    let isAnomalous = flagging.isAnomalous
    let clusters = clusters(
      of: records, model, fit: fit, assignments: assignments, isAnomalous: isAnomalous)
    let explanations = Explanations(
      encoded: encoded, fit: fit, scores: scores, assignments: assignments,
      isAnomalous: isAnomalous, clusters: clusters, namedMembers: [], side: model.side,
      family: model.family, seed: options.seed, threadCount: threadCount, known: model.memory)
    let explained = records.indices.filter { options.reasons == .all || isAnomalous[$0] }
    return Analysis(
      schema: model.schema, scalings: model.scalings,
      principalComponents: model.principalComponents, model: model.model,
      triedComponentCount: model.triedComponentCount, stages: model.stages,
      threshold: flagging.threshold, clusters: clusters,
      projections: model.principalComponents.projections(of: encoded.samples),
      assignments: assignments, scores: scores, isAnomalous: isAnomalous,
      explanations: explanations.of(explained), pValues: flagging.calibration?.pValues,
      alternatives: alternatives(
        to: encoded.samples, scores: scores, model: model.model, flagging: flagging,
        family: model.family))
  }

  /// The model's clusters with the numbers of these addresses in them and in their networks.
  private func clusters(
    of records: [AddressRecord], _ model: PopulationModel, fit: ClusterFit, assignments: [Int],
    isAnomalous: [Bool]
  ) -> [ClusterDescription] {
    let principalMeans = model.principalComponents.projections(of: fit.means)
    var members = Array(repeating: [Int](), count: fit.weights.count)
    for (index, cluster) in assignments.enumerated() { members[cluster].append(index) }
    return fit.weights.indices.map { index in
      let unflagged = members[index].filter { !isAnomalous[$0] }
      let named = unflagged.isEmpty ? members[index] : unflagged
      let known = model.clusters[index]
      return ClusterDescription(
        index: index, weight: fit.weights[index], addressCount: members[index].count,
        mean: fit.means.row(index), principalMean: principalMeans.row(index), name: known.name,
        networkName: known.networkName,
        networks: known.networks.map { network in
          let bounds = AddressBounds(network.prefix, family: model.family)
          return Network(
            prefix: network.prefix,
            addressCount: named.count { bounds?.contains(records[$0].address) ?? false })
        })
    }
  }
}
