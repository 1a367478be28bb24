import Detection
import Foundation
import Testing

@testable import ipclust

@Suite struct UsageTests {
  @Test(arguments: [
    ([], "help.txt"), (["--help"], "help.txt"), (["help"], "help.txt"),
    (["scan", "--help"], "scan-help.txt"), (["help", "scan"], "scan-help.txt"),
  ])
  func helpIsAsRecorded(_ arguments: [String], _ golden: String) throws {
    let result = try BuiltCommand.run(arguments)
    #expect(result.status == 0 && result.error.isEmpty)
    try Golden.expect(result.outputText, equals: golden)
  }

  @Test func versionIsThatOfTheProgram() throws {
    let result = try BuiltCommand.run(["--version"])
    #expect(result.status == 0 && result.outputText == Command.version + "\n")
  }

  /// One line each: the option, what was expected, what was found.
  static let mistakes: [[String]] = [
    ["scan"],
    ["skan", "x"],
    ["scan", "--nosuch", "x"],
    ["scan", "--side", "up", "x"],
    ["scan", "--family", "ipv5", "x"],
    ["scan", "--algorithm", "mix", "x"],
    ["scan", "--components", "0", "x"],
    ["scan", "--components", "many", "x"],
    ["scan", "--restarts", "0", "x"],
    ["scan", "--restarts", "100001", "x"],
    ["scan", "--restarts", "9223372036854775807", "x"],
    ["scan", "--components", "10001", "x"],
    ["scan", "--threads", "1025", "x"],
    ["scan", "--top", "1000001", "x"],
    ["scan", "--weight", "1", "x"],
    ["scan", "--threshold", "4", "x"],
    ["scan", "--threshold", "percentile:", "x"],
    ["scan", "--threshold", "percentile:nan", "x"],
    ["scan", "--threshold", "percentile:100.5", "x"],
    ["scan", "--threshold", "percentile:0x10", "x"],
    ["scan", "--threshold", "density:nan", "x"],
    ["scan", "--threshold", "p-value:0", "x"],
    ["scan", "--threshold", "fdr:0.0001", "x"],
    ["scan", "--threshold", "fdr", "x"],
    ["scan", "--threshold", "fdr:0.05", "--algorithm", "k-means", "x"],
    ["scan", "--stability", "1001", "x"],
    ["scan", "--elbow", "1:5", "x"],
    ["scan", "--elbow", "5", "--algorithm", "k-means", "x"],
    ["scan", "--elbow", "5:2", "--algorithm", "k-means", "x"],
    ["scan", "--elbow", "0:2", "--algorithm", "k-means", "x"],
    ["scan", "--elbow", "2:101", "--algorithm", "k-means", "x"],
    ["scan", "--reasons", "none", "x"],
    ["scan", "--top", "-1", "x"],
    ["scan", "--seed", "-1", "x"],
    ["scan", "--seed=-1", "x"],
    ["scan", "--fail-on", "-1", "x"],
    ["scan", "--threads", "-1", "x"],
    ["scan", "--since", "--until", "x"],
    ["scan", "--top", "1e3", "x"],
    ["scan", "--fail-on", "1", "x"],
    ["scan", "--fail-on", "0", "--threshold", "percentile:1", "x"],
    ["scan", "--format", "xml", "x"],
    ["scan", "--plot", "--format", "json", "x"],
    ["scan", "--color", "sometimes", "x"],
    ["scan", "--seed", "18446744073709551616", "x"],
    ["scan", "--threads", "0", "x"],
    ["scan", "-f", "tcp prot 80", "x"],
    ["scan", "--filter", "host \u{1b}[31m", "x"],
    ["scan", "--since", "yesterday", "x"],
    ["scan", "--until", "2012-13-01", "x"],
    ["scan", "--since", "2012-03-17", "--until", "2012-03-17T00:00:00Z", "x"],
    ["scan", "-w", "", "x"],
    ["scan", "-w", "report", "-o", "report", "x"],
    ["scan", "-w", "./report", "-o", "report", "x"],
    ["scan", "-w", "-", "x"],
    ["scan", "-w", "evidence", "-"],
    ["scan", "--duration", "5s", "x"],
    ["scan", "--no-sandbox", "x"],
    ["scan", "-i", "lo", "x"],
    ["scan", "-i", "lo", "-r", "x"],
    ["scan", "-i", "lo", "-w", "evidence"],
    ["scan", "-i", "lo", "--duration", "0"],
    ["scan", "-i", "lo", "--duration", "5w"],
    ["scan", "-i", "lo", "--count", "0"],
    ["scan", "-i", "lo", "--user", "root"],
    ["scan", "-i", "lo", "--user", "nobody-of-this-name"],
    ["scan", "-i", "lo", "--user", "nobody", "--no-sandbox"],
    ["scan", "--save-model", "-", "x"],
    ["scan", "--model", "", "x"],
    ["scan", "--model", "m", "--save-model", "n", "x"],
    ["scan", "--save-model", "m", "-o", "./m", "x"],
    ["scan", "--save-model", "m", "-w", "m", "x"],
    ["scan", "--model", "m", "-o", "m", "x"],
    ["scan", "--model", "m", "--features", "octets", "x"],
    ["scan", "--model", "m", "--algorithm", "mixture", "x"],
    ["scan", "--model", "m", "--components", "auto", "x"],
    ["scan", "--model", "m", "--restarts", "10", "x"],
    ["scan", "--model", "m", "--weight", "none", "x"],
    ["scan", "--model", "m", "--seed", "100", "x"],
    ["scan", "--model", "m", "--threshold", "percentile:4", "x"],
    ["scan", "--model", "m", "--stability", "20", "x"],
    ["scan", "--save-model", "m", "-i", "lo"],
    ["diff", "a"],
    ["diff", "a", "b", "c"],
    ["diff", "-", "-"],
    ["diff", "", "b"],
    ["diff", "--family", "ipv5", "a", "b"],
    ["diff", "--min-surprise", "-1", "a", "b"],
    ["diff", "--min-surprise", "nan", "a", "b"],
    ["diff", "--format", "csv", "a", "b"],
    ["diff", "--top", "-1", "a", "b"],
    ["diff", "--filter", "tcp prot 80", "a", "b"],
    ["diff", "-o", "", "a", "b"],
    ["diff", "day:yesterday", "b"],
    ["diff", "day:2026-11-20..2026-11-14", "b"],
    ["diff", "day:2026-11-14..", "b"],
    ["diff", "day:2026-11-14", "day:2026-11-15", "--since", "2026-11-14"],
    ["model", "look", "x"],
    ["model", "show"],
    ["model", "show", "x", "--format", "csv"],
    ["model", "verify", "x", "-o", "./x"],
    ["model", "verify", "x", "y"],
    ["scan", "-", "-r", "-"],
    ["scan", "-", "--files-from", "-"],
    ["scan", "--files-from"],
    ["scan", "--null", "x"],
    ["scan", "x", "-o"],
    ["scan", "x", "-o", ""],
    ["scan", "x", "--output="],
    ["scan", "--side", "\u{1b}[31m\nred\u{202e}", "x"],
  ]

  @Test func mistakesAreNamedOnOneLine() throws {
    var transcript = ""
    for arguments in Self.mistakes {
      let result = try BuiltCommand.run(arguments)
      #expect(result.status == 64 && result.output.isEmpty, "\(arguments)")
      #expect(result.errorText.split(separator: "\n").count == 1, "\(arguments)")
      #expect(result.errorText.hasPrefix("ipclust: "))
      #expect(result.error.allSatisfy { $0 == 0x0a || ($0 >= 0x20 && $0 < 0x7f) })
      transcript += "$ ipclust \(Self.quoted(arguments))\n"
      transcript += result.errorText
    }
    try Golden.expect(transcript, equals: "usage-errors.txt")
  }

  @Test func aPercentileMayHaveAnExponent() throws {
    let command = try Command.parseAsRoot(["scan", "--threshold", "percentile:1e1", "x"])
    var options = ScanOptions()
    try #require(command as? ScanCommand).flagging.apply(to: &options)
    #expect(options.threshold == .percentile(10))
  }

  @Test(
    arguments: [
      ("density:-12.5", .density(-12.5)), ("p-value:1e-3", .pValue(0.001)),
      ("fdr:0.05", .falseDiscoveryRate(0.05)),
    ] as [(String, ThresholdRule)])
  func everyRuleIsUnderstood(text: String, rule: ThresholdRule) throws {
    let command = try Command.parseAsRoot(["scan", "--threshold", text, "x"])
    var options = ScanOptions()
    try #require(command as? ScanCommand).flagging.apply(to: &options)
    #expect(options.threshold == rule)
  }

  private static func quoted(_ arguments: [String]) -> String {
    arguments.map { argument in
      argument.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
    }.joined(separator: " ")
  }

  @Test func startIsFastEnoughForAShellPrompt() throws {
    // The least of several runs: other work on the machine only ever adds.
    let times = try (0..<5).map { _ in
      let clock = ContinuousClock()
      return try clock.measure { _ = try BuiltCommand.run(["--version"]) }
    }
    // 20 ms is the promise for release builds; unoptimised code and the runner get some more.
    #expect(try #require(times.min()) < .milliseconds(200))
  }
}
