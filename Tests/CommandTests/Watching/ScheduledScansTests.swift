import Foundation
import Testing

/// What docs/scheduled-scans.md shows is what a reader will see.
@Suite struct ScheduledScansTests {
  private static let hasPython =
    (try? BuiltCommand.shell("python3 -c pass"))?.status == 0

  @Test(.enabled(if: hasPython, "captures/days needs python3")) func theStrangerIsFound() throws {
    let root = Captures.folder.deletingLastPathComponent()
    let guide = try String(
      contentsOf: root.appending(path: "docs/scheduled-scans.md"), encoding: .utf8)
    let start = try #require(guide.range(of: "```\n4 new findings, "))
    let end = try #require(guide[start.upperBound...].range(of: "\n…\n"))
    let shown = "4 new findings, " + guide[start.upperBound..<end.lowerBound]

    let folder = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let look = "\"$IPCLUST\" watch --once --state state office"
    let answer = try BuiltCommand.shell(
      "cd '\(folder.path)' && '\(root.path)/captures/days' office > made && \(look) && \(look)",
      environment: ["LC_ALL": "C.UTF-8"])
    #expect(answer.status == 0)
    // The digits of a finding are those of its state, which is new each time.
    let digits = #/finding [0-9a-f]{8}/#
    let answered = answer.outputText.replacing("in office/", with: "in /tmp/office/")
      .replacing(digits, with: "finding")
    #expect(answered.hasPrefix(shown.replacing(digits, with: "finding")))
    // The second look has nothing new to tell.
    #expect(answered.ranges(of: "new findings").count == 1)
  }
}
