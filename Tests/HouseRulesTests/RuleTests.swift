import Testing

/// Every rule fires on a made-up offender, and keeps quiet on what looks like one.
@Suite struct RuleTests {
  @Test func aSecondImporterOfACModuleIsFound() {
    let tree = TrackedTree([
      "Sources/CZlib/module.modulemap": "module CZlib [system] {}",
      "Sources/Readers/Inflater.swift": "import CZlib\n",
      "Sources/Readers/Other.swift": "import Records\nprivate import CZlib\n",
    ])
    #expect(places(.oneImporterPerCModule, tree) == ["Sources/Readers/Other.swift:2"])
  }

  @Test(arguments: [
    ("Sources/Learning/KMeans.swift", "import Records"),
    ("Sources/Learning/KMeans.swift", "@preconcurrency import struct Records.IPAddress"),
    ("Sources/Records/Frame.swift", "package import Readers"),
    ("Sources/Records/Frame.swift", "import Glibc"),
    ("Sources/Learning/KMeans.swift", "import Foundation"),
    ("Sources/Reporting/Text.swift", "import Scanning"),
    ("Sources/ipclust/Command.swift", "import Learning"),
    ("Sources/Records/Frame.swift", "import ArgumentParser"),
    ("Sources/Novelty/New.swift", "import Records"),
  ])
  func anImportAgainstTheFloorPlanIsFound(path: String, line: String) {
    let tree = TrackedTree([path: "// why\n\(line)\n"])
    #expect(places(.importsFollowTheFloorPlan, tree) == ["\(path):2"])
  }

  @Test(arguments: [
    ("Sources/Detection/Population.swift", "import Features\nimport Learning\nimport Records"),
    ("Sources/Readers/Source.swift", "import Glibc\nimport Records"),
    ("Sources/Learning/KMeans.swift", "// import Records\nlet text = \"import Records\""),
    ("Tests/LearningTests/KMeansTests.swift", "import Foundation\nimport Records"),
  ])
  func anImportOfALowerFloorIsAllowed(path: String, text: String) {
    #expect(places(.importsFollowTheFloorPlan, TrackedTree([path: text])) == [])
  }

  @Test(arguments: ["print(1)", "  Swift.print(1)", "debugPrint (x)", "{ dump(x) }"])
  func aPrintInALibraryIsFound(line: String) {
    let library = TrackedTree(["Sources/Learning/KMeans.swift": line])
    #expect(places(.printsOnlyInPrograms, library) == ["Sources/Learning/KMeans.swift:1"])
    let program = TrackedTree(["Sources/ipclust/Command.swift": line])
    #expect(places(.printsOnlyInPrograms, program) == [])
  }

  @Test(arguments: ["// print(1)", "\"print(1)\"", "sink.print(1)", "func print(_ x: Int)"])
  func whatOnlyLooksLikeAPrintIsAllowed(line: String) {
    let tree = TrackedTree(["Sources/Learning/KMeans.swift": line])
    #expect(places(.printsOnlyInPrograms, tree) == [])
  }

  @Test(arguments: [
    "let x = try! read()", "let x = y!", "rows[0]!.name", "call()!", "let x = y as! Int",
    "var x: Int!", "fatalError(\"no\")", "y.unsafelyUnwrapped", "f(\"\\(x!)\")", "{ $0! }",
  ])
  func aCrashWithoutAReasonIsFound(line: String) {
    let path = "Sources/Records/Frame.swift"
    #expect(places(.crashesGiveTheirReason, TrackedTree([path: "\n\(line)"])) == ["\(path):2"])
    let explained = TrackedTree([path: "  // The caller has checked it.\n\(line)"])
    #expect(places(.crashesGiveTheirReason, explained) == [])
    let inTests = TrackedTree(["Tests/RecordsTests/FrameTests.swift": line])
    #expect(places(.crashesGiveTheirReason, inTests) == [])
  }

  @Test(arguments: [
    "if x != y {", "x!=y", "if !isTruncated, !(a && !b) {", "a !== b", "// really!", "\"stop!\"",
    "#if !os(Linux)", "let a = #\"x\"!\"#", "\"\"\"\n  Stop \"now\"!\n  \"\"\"",
    "/* a! /* b! */ c! */",
  ])
  func whatOnlyLooksLikeACrashIsAllowed(text: String) {
    let tree = TrackedTree(["Sources/Records/Frame.swift": text])
    #expect(places(.crashesGiveTheirReason, tree) == [])
  }

  // In parts, so that this file keeps the rule.
  @Test(arguments: [
    "see /" + "work/notes", "'/" + "root'", "(/" + "home/anna/x)", "/" + "opt/swift/usr",
    "PATH=/" + "Users/anna",
  ])
  func aPathOfOneMachineIsFound(line: String) {
    #expect(places(.noMachinePaths, TrackedTree(["README.md": "\n\(line)\n"])) == ["README.md:2"])
  }

  @Test(arguments: [
    "https://example.org/work/x", "src/root/x", "/usr/share/doc", "$HOME/work", "/workers",
    "/home", "the work/root split",
  ])
  func whatOnlyLooksLikeAMachinePathIsAllowed(line: String) {
    #expect(places(.noMachinePaths, TrackedTree(["README.md": line])) == [])
  }

  @Test func anUncheckedBuildIsFound() {
    let flag = "-O" + "unchecked"
    let tree = TrackedTree([
      "Package.swift": "// 1\n.unsafeFlags([\"\(flag)\"])\n", "script/bench": "swiftc \(flag) x\n",
      "docs/architecture.md": "\(flag) is forbidden",
    ])
    #expect(places(.noUncheckedBuilds, tree) == ["Package.swift:2", "script/bench:1"])
  }

  @Test func aCaptureWithoutARowIsFound() {
    let tree = TrackedTree([
      "captures/README.md":
        "`c.pcap` is prose\n| `a.pcap` | made by hand |\n| `invalid/b.pcap` | |\n",
      "captures/a.pcap": "", "captures/invalid/b.pcap": "", "captures/c.pcap": "",
      "captures/invalid/a.pcap": "", "captures/record": "#!/bin/sh",
    ])
    #expect(
      places(.capturesHaveRows, tree) == ["captures/c.pcap", "captures/invalid/a.pcap"])
  }

  @Test(arguments: [
    "Sources/Records/StringUtils.swift", "Sources/Records/Common/Frame.swift",
    "Sources/Records/Base.swift", "script/utils.sh", "script/common/flags.sh",
    "Sources/Records/FrameManager.swift", "Sources/Records/Frame+Helpers.swift",
  ])
  func aNameThatSaysNothingIsFound(path: String) {
    #expect(places(.namesSaySomething, TrackedTree([path: ""])) == [path])
  }

  @Test func aTypeNameThatSaysNothingIsFound() {
    let path = "Sources/Records/Frame.swift"
    let tree = TrackedTree([path: "struct Database {}\nenum FrameHelpers {}\nFileManager.default"])
    #expect(places(.namesSaySomething, tree) == ["\(path):2"])
  }

  @Test func aTrackedBuildProductIsFound() {
    let tree = TrackedTree([
      "Package.resolved": "{}", ".build/debug/a.o": "", "Fuzz/.build/x": "", "Package.swift": "",
    ])
    #expect(
      places(.noBuildProducts, tree) == [".build/debug/a.o", "Fuzz/.build/x", "Package.resolved"])
  }

  @Test func aViolationSaysWhereWhatAndWhatInstead() {
    let violation = Violation(
      path: "Sources/A/B.swift", line: 7, rule: "'try!' without a reason", remedy: "throw")
    #expect(violation.description == "Sources/A/B.swift:7: 'try!' without a reason; throw")
  }

  private func places(_ rule: HouseRule, _ tree: TrackedTree) -> [String] {
    rule.violations(tree).map { violation in
      violation.line.map { "\(violation.path):\($0)" } ?? violation.path
    }
  }
}
