import Testing

/// A place where a house rule is broken, with what to do instead.
struct Violation: Equatable, CustomStringConvertible {
  let path: String
  /// From 1; absent when the rule is about the file as a whole.
  let line: Int?
  let rule: String
  let remedy: String

  var description: String {
    let place = line.map { "\(path):\($0)" } ?? path
    return "\(place): \(rule); \(remedy)"
  }
}

/// One rule of the house over all tracked files.
struct HouseRule: Sendable, CustomTestStringConvertible {
  let name: String
  let violations: @Sendable (TrackedTree) -> [Violation]

  var testDescription: String { name }

  static let all: [HouseRule] = [
    .oneImporterPerCModule, .importsFollowTheFloorPlan, .printsOnlyInPrograms,
    .crashesGiveTheirReason, .noMachinePaths, .noUncheckedBuilds, .capturesHaveRows,
    .namesSaySomething, .noBuildProducts,
  ]
}
