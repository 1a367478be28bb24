import Foundation
import Reporting
import SampleFindings
import State
import Testing

@testable import Watching

@Suite struct AlertFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func file(
    _ format: AlertFormat, _ calls: FileCalls = FileCalls()
  ) throws -> AlertFile {
    try AlertFile(folder.path("alerts"), format: format, version: "0.1.0", calls: calls)
  }

  private func expected(_ format: AlertFormat, _ findings: [Finding]) -> String {
    String(
      decoding: format.header + findings.flatMap { format.line(of: $0, version: "0.1.0") },
      as: UTF8.self)
  }

  @Test(arguments: AlertFormat.allCases)
  func findingsStandInOrderOnce(_ format: AlertFormat) throws {
    let findings = SampleFindings.many(5)
    var file = try file(format)
    #expect(file.name == "\(format.rawValue):\(folder.url.appending(path: "alerts").path)")
    #expect(file.deliver([]) == DeliveryOutcome())
    #expect(file.deliver(Array(findings[..<2])).deliveredIds == findings[..<2].map(\.id))
    // Given again with others, as after a crash before they were marked.
    let again = file.deliver([findings[1], findings[2], findings[2], findings[0]])
    #expect(again.failure == nil)
    #expect(again.deliveredIds == [1, 2, 2, 0].map { findings[$0].id })
    #expect(try folder.text("alerts") == expected(format, Array(findings[..<3])))
  }

  /// A crash at any byte, then a run that is given all: each finding stands there once.
  @Test(arguments: AlertFormat.allCases)
  func aCrashAtAnyByteRepeatsAndLosesNothing(_ format: AlertFormat) throws {
    let findings = SampleFindings.many(2)
    let whole = Array(expected(format, findings).utf8)
    // Thousands of waits for a disk would show nothing more.
    var calls = FileCalls()
    calls.synchronize = { _ in 0 }
    for count in 0...whole.count {
      try folder.write(Array(whole.prefix(count)), to: "alerts")
      var file = try file(format, calls)
      let outcome = file.deliver(findings)
      #expect(outcome == DeliveryOutcome(deliveredIds: findings.map(\.id)))
      let found = try folder.bytes("alerts")
      if found != whole { Issue.record("\(format) cut at byte \(count)") }
    }
  }

  @Test(arguments: [ENOSPC, EIO])
  func whatCouldNotBeWrittenIsNotSentAndComesLater(_ errorNumber: Int32) throws {
    let findings = SampleFindings.many(200)
    // At every write of the several that this many findings need, and at the synchronization.
    for refused in 1...4 {
      try? FileManager.default.removeItem(at: folder.url.appending(path: "alerts"))
      let disk = FailingCalls()
      if refused < 4 {
        disk.refusedWrites = [refused: errorNumber]
        disk.tornByteCount = 1000
      } else {
        disk.refusedSynchronizations = [1: errorNumber]
      }
      var file = try file(.ndjson, disk.calls)
      let outcome = file.deliver(findings)
      #expect(outcome.deliveredIds == [])
      #expect(outcome.failure?.class == .cannotWrite)
      let path = folder.url.appending(path: "alerts").path
      #expect(outcome.failure?.message.hasPrefix("\(path): cannot be written: ") == true)
      // With space again, the same run or the next completes it.
      #expect(file.deliver(findings) == DeliveryOutcome(deliveredIds: findings.map(\.id)))
      #expect(try folder.text("alerts") == expected(.ndjson, findings))
    }
  }

  /// The line is in the file, but its run ended before it was durable.
  @Test func linesOfACrashAreSentOnlyOnceDurable() throws {
    let findings = SampleFindings.many(2)
    try folder.write(Array(expected(.ndjson, findings).utf8), to: "alerts")
    let disk = FailingCalls()
    disk.refusedSynchronizations = [1: EIO]
    var file = try file(.ndjson, disk.calls)
    #expect(file.deliver(findings).deliveredIds == [])
    #expect(disk.writeCount == 2, "both lines are written anew before they are synchronized")
    #expect(file.deliver(findings).deliveredIds == findings.map(\.id))
    #expect(try folder.text("alerts") == expected(.ndjson, findings))
  }

  @Test func aFileOfAnotherFormatIsRefusedWithItsName() throws {
    var own = try file(.ecs)
    _ = own.deliver([SampleFindings.source])
    own = try AlertFile(folder.path("other"), format: .ecs, version: "0.1.0")
    #expect(
      throws: DeliveryFailure(
        .cannotOpen,
        "\(folder.url.appending(path: "alerts").path): expected alerts in the format 'ndjson', to "
          + "which more are added, but found something else; name another file")
    ) { try file(.ndjson) }
  }

  @Test func aFileInUseIsBusy() throws {
    let first = try file(.ndjson)
    do throws(DeliveryFailure) {
      _ = try AlertFile(folder.path("alerts"), format: .ndjson, version: "0.1.0")
      Issue.record("the file was opened twice")
    } catch {
      #expect(error.class == .busy)
    }
    withExtendedLifetime(first) {}
  }

  @Test func aMissingFolderIsNamed() throws {
    #expect(
      throws: DeliveryFailure(
        .cannotOpen,
        "\(folder.url.path)/none/alerts: cannot be opened for writing: no such file or directory")
    ) {
      try AlertFile(folder.path("none/alerts"), format: .ndjson, version: "0.1.0")
    }
  }

  @Test func aRotatedFileIsBegunAnew() throws {
    let findings = SampleFindings.many(2)
    var file = try file(.zeek)
    _ = file.deliver([findings[0]])
    try FileManager.default.moveItem(
      at: folder.url.appending(path: "alerts"), to: folder.url.appending(path: "alerts.1"))
    #expect(file.deliver([findings[1]]).deliveredIds == [findings[1].id])
    #expect(try folder.text("alerts.1") == expected(.zeek, [findings[0]]))
    #expect(try folder.text("alerts") == expected(.zeek, [findings[1]]))
  }

  /// Names are shown, stored and compared as text.
  @Test func hostilePathsAreHarmlessInNames() throws {
    let path = folder.path("") + Array("/a\u{1b}[2J\n".utf8) + [0xff]
    var file = try AlertFile(path, format: .ndjson, version: "0.1.0")
    #expect(file.name.hasSuffix("a\\x1b[2J\\x0a\\xff"))
    #expect(file.deliver([SampleFindings.source]).failure == nil)
  }
}
