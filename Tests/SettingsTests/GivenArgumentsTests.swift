import Testing

@testable import Settings

@Suite struct GivenArgumentsTests {
  private func expanded(_ arguments: [String], _ file: String) throws -> [String] {
    let resolution = try SampleSchema.resolution(file)
    let given = GivenArguments(arguments, SampleSchema.schema)
    guard let command = given.command else { return given.expanded(with: []) }
    return given.expanded(with: resolution.settings(of: command))
  }

  private static let file = """
    [scan]
    threshold = "fdr:0.05"
    seed = -1
    quiet = true
    update = false
    output = "-x"
    grid = ["a=1", "b=2"]
    """

  @Test func settingsStandBehindTheCommand() throws {
    #expect(
      try expanded(["scan", "x"], Self.file) == [
        "scan", "--threshold=fdr:0.05", "--seed=-1", "--quiet", "--no-update", "--output=-x",
        "--grid=a=1", "--grid=b=2", "x",
      ])
    #expect(try expanded(["logins", "train", "x"], Self.file) == ["logins", "train", "x"])
  }

  @Test(arguments: [
    (["--threshold", "p"], "threshold"), (["--threshold=p"], "threshold"), (["-q"], "quiet"),
    (["-o", "f"], "output"), (["-o=f"], "output"), (["-of"], "output"), (["-qo", "f"], "output"),
    (["-qo", "f"], "quiet"), (["--update"], "update"), (["--no-update"], "update"),
    (["--grid", "c=1"], "grid"), (["--seed", "--quiet"], "seed"),
  ])
  func whatIsGivenByAnyNameOverrides(arguments: [String], name: String) throws {
    let all = try expanded(["scan"], Self.file).count
    let given = GivenArguments(["scan"] + arguments, SampleSchema.schema)
    #expect(given.optionNames.contains(name))
    let found = try expanded(["scan"] + arguments, Self.file)
    #expect(found.count < all + arguments.count)
    #expect(Array(found.suffix(arguments.count)) == arguments)
  }

  /// A value is no option, and what stands behind `--` is none.
  @Test(arguments: [["--seed", "--quiet"], ["--output", "a", "--", "--quiet"], ["--", "-q"]])
  func valuesAreNoOptions(arguments: [String]) {
    let given = GivenArguments(["scan"] + arguments, SampleSchema.schema)
    #expect(!given.optionNames.contains("quiet"))
  }

  @Test(
    arguments: [
      (["scan", "--config", "f", "x"], "f"), (["scan", "x", "--config=f"], "f"),
      (["scan", "-o", "--config", "f"], "f"), (["scan", "--seed", "--config", "f"], nil),
      (["scan", "--", "--config", "f"], nil),
    ] as [([String], String?)])
  func theFileIsTakenOut(arguments: [String], path: String?) {
    let given = GivenArguments(arguments, SampleSchema.schema)
    #expect(given.configPath == path)
    #expect(given.expanded(with: []).contains { $0.hasPrefix("--config") } == (path == nil))
  }

  @Test func directoriesAreThoseOfTheArgumentsOrElseOfTheFile() throws {
    let file = "[watch]\ndirectories = [\"a\", \"-b\", \"-\"]\n"
    #expect(try expanded(["watch"], file) == ["watch", "a", "./-b", "-"])
    #expect(try expanded(["watch", "--webhook", "w"], file).count == 6)
    #expect(try expanded(["watch", "c"], file) == ["watch", "c"])
    #expect(try expanded(["watch", "--", "c"], file) == ["watch", "--", "c"])
  }

  @Test func helpNeedsNoSettings() {
    for argument in ["-h", "--help", "--version"] {
      #expect(GivenArguments(["scan", argument], SampleSchema.schema).asksForHelp)
    }
    #expect(!GivenArguments(["scan", "--", "-h"], SampleSchema.schema).asksForHelp)
  }
}
