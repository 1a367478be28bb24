import Foundation
import Records
import SampleFindings
import State
import Testing

@testable import Reporting
@testable import Settings

/// What `allow`, `feedback` and `config` answer to programs, against its schemas.
@Suite struct AnswerSchemaTests {
  struct Answer: Sendable, CustomTestStringConvertible {
    let schema: String
    let write: @Sendable (OutputBuffer) -> Void
    /// What stands in it, and what must not stand in its place.
    let part: String
    let wrong: String

    var testDescription: String { "\(schema) \(part)" }
  }

  static let answers = [
    Answer(
      schema: "allow-check", write: check.writeJSON, part: "\"kind\":\"duplicate\"",
      wrong: "\"kind\":\"double\""),
    Answer(
      schema: "allow-check", write: uncountedCheck.writeJSON, part: "\"remarks\": []",
      wrong: "\"remark\": []"),
    Answer(
      schema: "allow-explain", write: explanation(of: "192.0.2.7").writeJSON,
      part: "\"isSilenced\":true", wrong: "\"isSilenced\":false"),
    Answer(
      schema: "allow-explain", write: explanation(of: "198.51.100.9").writeJSON,
      part: "\"nearest\": {\"line\":", wrong: "\"nearest\": {\"number\":"),
    Answer(
      schema: "feedback", write: feedback(.benign, untilSeconds: 1_800_000_000).writeJSON,
      part: "\"verdict\": \"benign\"", wrong: "\"verdict\": \"good\""),
    Answer(
      schema: "feedback", write: feedback(nil).writeJSON, part: "\"change\": \"undone\"",
      wrong: "\"change\": \"forgotten\""),
    Answer(
      schema: "config-check", write: faults.writeJSON, part: "\"source\":\"environment\"",
      wrong: "\"source\":\"file\""),
    Answer(
      schema: "config-check",
      write: ConfigCheckReport(path: nil, faults: [], unknownVariables: []).writeJSON,
      part: "\"status\": \"ok\"", wrong: "\"status\": \"fine\""),
    Answer(
      schema: "config-show", write: settings.writeJSON, part: "\"source\":\"default\"",
      wrong: "\"source\":\"birth\""),
    Answer(
      schema: "config-show", write: settings.writeJSON, part: "\"values\":[",
      wrong: "\"value\":["),
  ]

  @Test(.enabled(if: SchemaJudge.isInstalled), arguments: answers)
  func answersFollowTheirSchemas(_ answer: Answer) throws {
    let bytes = try renderedBytes(answer.write)
    #expect(try SchemaJudge.misses([(schema: answer.schema, bytes: bytes)]) == "")
  }

  /// What is no schema refuses nothing.
  @Test(.enabled(if: SchemaJudge.isInstalled)) func theSchemasAreSchemas() throws {
    #expect(try SchemaJudge.missesOfSchemas() == "")
  }

  /// The judge must be able to say no.
  @Test(.enabled(if: SchemaJudge.isInstalled), arguments: answers)
  func theSchemasRefuseWhatIsWrong(_ answer: Answer) throws {
    let good = try rendered(answer.write)
    #expect(good.contains(answer.part))
    let bytes = Array(good.replacing(answer.part, with: answer.wrong).utf8)
    #expect(try SchemaJudge.misses([(schema: answer.schema, bytes: bytes)]) != "")
  }

  // MARK: Answers

  /// With every kind of remark.
  private static let list = AllowList.read(
    Array(
      """
      192.0.2.0/24  # the "printers"
      192.0.2.0/24
      192.0.2.7 side=source
      198.51.100.7 until=2026-01-31
      203.0.113.9 port=53
      friend
      """.utf8), detectors: ["addresses"])

  private static let check = AllowCheckReport(
    path: InputPath(bytes: [0x61, 0xff]), reading: list, seconds: 1_800_000_000,
    hits: [
      AllowHit(entry: "192.0.2.0/24", count: 2, lastSeconds: 1_767_225_600),
      AllowHit(entry: "192.0.2.99", count: 1, lastSeconds: nil),
    ])

  private static let uncountedCheck = AllowCheckReport(
    path: InputPath("allow.txt"), reading: AllowList.read([], detectors: []), seconds: 0, hits: nil)

  private static func explanation(of address: String) -> AllowExplainReport {
    let question = AllowList.Question(
      address: IPAddress(address)!, detector: "addresses", seconds: 1_800_000_000)
    let finding = SampleFindings.source
    return AllowExplainReport(
      path: InputPath("allow.txt"), explanation: list.list.explanation(of: question),
      findings: [
        .init(finding: finding, entry: list.list.entries[0]), .init(finding: finding, entry: nil),
      ])
  }

  private static func feedback(
    _ verdict: FeedbackEntry.Verdict?, untilSeconds: Int64? = nil
  ) -> FeedbackReport {
    let entry = verdict.map { verdict in
      FeedbackEntry(
        findingId: SampleFindings.source.id, verdict: verdict, why: "the \"auditor\"\n",
        untilSeconds: untilSeconds, recordedSeconds: 0)
    }
    return FeedbackReport(
      finding: SampleFindings.source, change: entry == nil ? .undone : .recorded, inForce: entry)
  }

  private static let faults = ConfigCheckReport(
    path: InputPath("ipclust.toml"),
    faults: [
      SettingsFault(.file(line: nil), expected: "TOML", found: "'\u{1b}'"),
      SettingsFault(
        .file(line: 2), expected: "an option", found: "'threshhold'",
        remedy: "did you mean 'threshold'?"),
      SettingsFault(.variable("IPCLUST_SCAN_SEED"), expected: "a number", found: "'x'"),
    ], unknownVariables: ["IPCLUST_OTHER"])

  /// By default, from the file, from the environment, and off until it is given.
  private static let settings: ConfigShowReport = {
    let options = ["seed", "threshold", "plot", "weight"].map { name in
      SettingsSchema.Option(
        name: name, spellings: ["--" + name], kind: name == "plot" ? .flag : .value,
        defaultText: name == "plot" ? nil : "1")
    }
    let command = SettingsSchema.Command(path: ["scan"], options: options)
    let given = [
      Setting(option: options[0], texts: ["7"], origin: .file(line: 3)),
      Setting(option: options[1], texts: ["fdr:0.1"], origin: .variable("IPCLUST_SCAN_THRESHOLD")),
    ]
    return ConfigShowReport(
      path: InputPath("ipclust.toml"),
      commands: [.init(command, given, showsDefaults: true)])
  }()
}
