import Foundation
import Testing

/// A sample of the faults that `script/faults` makes at every call where they can happen.
@Suite(.serialized) struct FaultTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "script/faults").path

  /// strace says so itself where the system does not let it trace.
  private static let canInject: Bool = {
    let result = try? BuiltCommand.shell(
      """
      command -v sqlite3 && command -v clang && strace -f -qq -o /dev/null -e trace=write true
      """)
    return result?.status == 0
  }()

  @Test(
    .enabled(if: canInject, "no strace that may trace, or no sqlite3 and clang"),
    arguments: ["kill", "state"])
  func scheduledScansSurvive(_ section: String) throws {
    let result = try BuiltCommand.shell(
      """
      # In memory, where thousands of calls to synchronise cost nothing.
      [ ! -w /dev/shm ] || export TMPDIR=/dev/shm
      exec "$SCRIPT" --quick --program "$IPCLUST" \(section)
      """,
      environment: ["SCRIPT": Self.script])
    #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    #expect(result.outputText.contains("promises held"))
  }
}
