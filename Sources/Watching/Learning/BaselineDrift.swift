import Detection
import Features
import Records

/// How the network changed between two baselines, in sentences.
struct BaselineDrift {
  let sentences: [String]

  /// A network of fewer addresses comes and goes.
  private static let smallestNetworkCount = 5
  /// Shares of a population that move by less are noise.
  private static let smallestShareChange = 0.1
  private static let namedNetworkCount = 5

  init(from old: SavedModel, to new: SavedModel) {
    var sentences: [String] = []
    for population in new.populations {
      let name = "\(population.side.rawValue)s, \(population.family.rawValue)"
      guard let before = old.population(population.side, population.family) else {
        sentences.append("\(name): new, with \(population.addressCount) addresses")
        continue
      }
      if let text = Self.networks(population, notIn: before) {
        sentences.append("\(name): new networks: \(text)")
      }
      if let text = Self.networks(before, notIn: population) {
        sentences.append("\(name): networks that are gone: \(text)")
      }
      sentences += Self.movedClusters(from: before, to: population).map { "\(name): \($0)" }
    }
    for population in old.populations
    where new.population(population.side, population.family) == nil {
      sentences.append("\(population.side.rawValue)s, \(population.family.rawValue): gone")
    }
    self.sentences = sentences
  }

  private static func networks(
    _ population: PopulationModel, notIn other: PopulationModel
  ) -> String? {
    let known = Set(other.clusters.flatMap(\.networks).map(\.prefix))
    let found = population.clusters.flatMap(\.networks)
      .filter { $0.addressCount >= smallestNetworkCount && !known.contains($0.prefix) }
    guard !found.isEmpty else { return nil }
    let named = found.prefix(namedNetworkCount)
      .map { "\($0.prefix) (\($0.addressCount) addresses)" }
    let rest = found.count - named.count
    return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// Clusters of the same name whose share of the addresses changed much.
  private static func movedClusters(
    from old: PopulationModel, to new: PopulationModel
  ) -> [String] {
    let before = Dictionary(
      zip(old.clusters.map(\.networkName), old.model.weights), uniquingKeysWith: +)
    return zip(new.clusters, new.model.weights).compactMap { cluster, weight in
      guard let was = before[cluster.networkName], abs(weight - was) >= smallestShareChange else {
        return nil
      }
      return "\(cluster.networkName) holds \(percent(weight)) of the addresses, where it held "
        + percent(was)
    }
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
