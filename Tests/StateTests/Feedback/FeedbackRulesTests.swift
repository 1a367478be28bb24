import Features
import Records
import State
import Testing

@Suite struct FeedbackRulesTests {
  private typealias Said = (finding: String, verdict: FeedbackEntry.Verdict, until: Int64?)

  /// Findings `a1`, `a2`, … are all of the address in front of the digit.
  private func finding(_ id: String) -> Finding? {
    guard let letter = id.utf8.first, letter != UInt8(ascii: "x") else { return nil }
    return Finding(
      id: id, detector: .addresses, side: .source, address: IPAddress(ipv4: UInt32(letter)),
      windowStart: 0, capturePath: InputPath("c"), firstPacket: 1, packetCount: 1, byteCount: 1,
      firstTimestamp: nil, lastTimestamp: nil, anomalyScore: 1, pValue: 0, reference: "",
      reasons: [])
  }

  private func entries(_ said: [Said], undone: Set<Int> = []) -> [FeedbackEntry] {
    said.enumerated().map { index, said in
      FeedbackEntry(
        id: Int64(index + 1), findingId: said.finding, verdict: said.verdict,
        why: "because of \(said.finding)", untilSeconds: said.until,
        isUndone: undone.contains(index), recordedSeconds: 0)
    }
  }

  private func rules(_ entries: [FeedbackEntry]) -> FeedbackRules {
    FeedbackRules(entries, finding: finding)
  }

  private func why(_ rules: FeedbackRules, _ letter: Character, at seconds: Int64) -> String? {
    rules.whyBenign(
      .addresses, .source, IPAddress(ipv4: UInt32(letter.asciiValue ?? 0)), at: seconds)
  }

  @Test func benignSubjectsAreSilentAndNoOthers() {
    let rules = rules(entries([("a1", .benign, nil)]))
    #expect(why(rules, "a", at: 0) == "because of a1")
    #expect(why(rules, "b", at: 0) == nil)
    #expect(
      rules.whyBenign(.addresses, .destination, IPAddress(ipv4: 0x61), at: 0) == nil)
  }

  @Test func aVerdictEndsByTheTimeOfPackets() {
    let rules = rules(entries([("a1", .benign, 100)]))
    #expect(why(rules, "a", at: 99) != nil && why(rules, "a", at: 100) == nil)
    #expect(rules.falseDiscoveryRate(0.05, at: 99) == 0.05 / 2)
    #expect(rules.falseDiscoveryRate(0.05, at: 100) == 0.05)
  }

  @Test func aMaliciousFindingKeepsItsSubjectFromBeingSilenced() {
    let said: [Said] = [("a1", .benign, nil), ("a2", .malicious, 100)]
    for entries in [entries(said), entries(said.reversed())] {
      let rules = rules(entries)
      #expect(why(rules, "a", at: 99) == nil && why(rules, "a", at: 100) != nil)
    }
  }

  @Test func forgottenFindingsSilenceNothingButCount() {
    let rules = rules(entries([("x1", .benign, nil)]))
    #expect(why(rules, "x", at: 0) == nil)
    #expect(rules.counts(at: 0) == (1, 0))
  }

  // MARK: Rate

  @Test(
    arguments: [
      (0, 0, 1), (1, 0, 0.5), (4, 0, 0.2), (1000, 0, 0.2), (0, 1, 2), (0, 1000, 2), (1, 1, 1),
      (3, 2, 0.75),
    ] as [(Int, Int, Double)])
  func theRateMovesWithinItsBounds(benign: Int, malicious: Int, factor: Double) {
    let said: [Said] =
      (0..<benign).map { ("a\($0)", .benign, nil) }
      + (0..<malicious).map { ("b\($0)", .malicious, nil) }
    #expect(rules(entries(said)).falseDiscoveryRate(0.05, at: 0) == 0.05 * factor)
    #expect(rules(entries(said)).falseDiscoveryRate(0.8, at: 0) == min(1, 0.8 * factor))
  }

  /// E42: given twice counts once, order does not matter, undo restores.
  @Test(arguments: (0..<100) as Range<UInt64>)
  func orderAndRepetitionDoNotMatterAndUndoRestores(seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    func pick(_ count: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % count
    }
    let said: [Said] = (0..<8).map { _ in
      let id = ["a", "b", "c", "x"][Int(pick(4))] + "\(pick(3))"
      return (id, pick(2) == 0 ? .benign : .malicious, [nil, 50, 100][Int(pick(3))])
    }
    let all = entries(said)
    let expected = rules(all)
    var shuffled = all
    for index in shuffled.indices.dropFirst() { shuffled.swapAt(index, Int(pick(UInt64(index)))) }
    expectEqual(rules(shuffled), expected, "seed \(seed), another order")
    expectEqual(rules(all + shuffled), expected, "seed \(seed), twice")
    let more: [Said] = [("a1", .malicious, nil), ("c0", .benign, 60)]
    expectEqual(rules(entries(said + more, undone: [8, 9])), expected, "seed \(seed), undone")
  }

  private func expectEqual(
    _ rules: FeedbackRules, _ expected: FeedbackRules, _ comment: Comment,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for seconds in [0, 50, 75, 100] as [Int64] {
      #expect(
        rules.falseDiscoveryRate(0.05, at: seconds)
          == expected.falseDiscoveryRate(0.05, at: seconds), comment,
        sourceLocation: sourceLocation)
      for letter in "abcx" as String {
        #expect(
          why(rules, letter, at: seconds) == why(expected, letter, at: seconds), comment,
          sourceLocation: sourceLocation)
      }
    }
  }
}
