import Testing

/// The repository checks itself: each failure names file, line, rule and what to do instead.
@Suite struct HouseRulesTests {
  @Test(arguments: HouseRule.all) func isKept(_ rule: HouseRule) {
    for violation in rule.violations(.ofThisPackage) {
      Issue.record(Comment(rawValue: violation.description))
    }
  }

  /// A listing that came back empty would keep every rule.
  @Test func seesThisRepository() {
    let tree = TrackedTree.ofThisPackage
    #expect(tree.file("Package.swift")?.text?.contains("HouseRulesTests") == true)
    #expect(tree.files.contains { $0.sourceTarget == "Records" })
  }

  @Test func everyTargetHasAFloor() {
    let folders = Set(TrackedTree.ofThisPackage.files.filter(\.isSwift).compactMap(\.sourceTarget))
    #expect(folders.subtracting(floorPlan.keys).sorted() == [])
  }
}
