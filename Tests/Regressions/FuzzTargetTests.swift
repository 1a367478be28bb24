import Foundation
import Testing

/// The fuzzers' targets on bytes that are the same at every run.
///
/// A target traps where a property does not hold, which ends the tests; the claim that began last
/// names the target, and `script/fuzz` finds the bytes.
@Suite struct FuzzTargetTests {
  /// What libFuzzer or a mutation once broke; a file's name says what was wrong.
  @Test(arguments: FuzzTarget.allCases)
  func everyFindingStaysMended(target: FuzzTarget) throws {
    let folder = SeedFiles.root.appending(path: "Tests/Regressions/Findings")
      .appending(path: target.rawValue)
    for file in SeedFiles.files(folder) {
      let bytes = try Array(Data(contentsOf: file))
      _ = target.body(bytes.span)
    }
  }

  @Test(.timeLimit(.minutes(2)), arguments: FuzzTarget.allCases)
  func everyMutationIsReadOrRefused(target: FuzzTarget) throws {
    let seeds = try #require(SeedFiles.seeds[target])
    var changedCount = 0
    for number in 0..<target.mutationCount {
      let seed = seeds[number % seeds.count]
      let bytes = Mutated.bytes(seed, number: number, of: target)
      if bytes != seed { changedCount += 1 }
      _ = target.body(bytes.span)
    }
    #expect(changedCount > target.mutationCount / 2)
  }

  @Test(arguments: FuzzTarget.allCases)
  func everyPrefixIsReadOrRefused(target: FuzzTarget) throws {
    for seed in try #require(SeedFiles.seeds[target]).prefix(4) {
      for count in 0...min(seed.count, 1024) {
        _ = target.body(seed.span.extracting(0..<count))
      }
    }
  }

  @Test func everyTargetDoesSomething() throws {
    for target in FuzzTarget.allCases {
      let seeds = try #require(SeedFiles.seeds[target], "\(target)")
      #expect(seeds.contains { target.body($0.span) != 0 }, "\(target) makes nothing of its seeds")
    }
  }
}

extension FuzzTarget {
  /// As many as take about a second.
  fileprivate var mutationCount: Int {
    switch self {
    case .frame: 200_000
    case .input, .paths, .bzip2, .pieces, .model, .report, .logins: 4_000
    default: 20_000
    }
  }
}
