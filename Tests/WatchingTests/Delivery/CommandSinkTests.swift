import Foundation
import Reporting
import SampleFindings
import State
import Testing

@testable import Watching

@Suite struct CommandSinkTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A sink that runs a shell's script; the shell is the test's choice, not the sink's.
  private func sink(
    _ script: String, _ more: [String] = [], format: AlertFormat = .ndjson,
    limitSeconds: Double = 30, environment: [String] = ["PATH=/usr/bin:/bin"]
  ) throws -> CommandSink {
    try CommandSink(
      (["sh", "-c", script, "sh"] + more).map { Array($0.utf8) },
      environment: environment.map { Array($0.utf8) }, format: format, version: "0.1.0",
      limitSeconds: limitSeconds)
  }

  @Test(arguments: [AlertFormat.ndjson, .ecs, .ocsf])
  func theFindingIsOnStandardInput(_ format: AlertFormat) throws {
    let findings = SampleFindings.many(3)
    var sink = try sink("cat >> \"$1\"", [folder.url.path + "/out"], format: format)
    #expect(sink.name == "exec:sh")
    #expect(sink.deliver(findings) == DeliveryOutcome(deliveredIds: findings.map(\.id)))
    #expect(
      try folder.bytes("out") == findings.flatMap { format.line(of: $0, version: "0.1.0") })
  }

  @Test func argumentsArriveAsTheyAre() throws {
    let odd = ["$(touch owned)", "; rm -rf x", "two words", "*", "", "`id`", "caf\u{e9}\n"]
    var sink = try sink(
      "cat > /dev/null; printf '%s|' \"$@\" > \"$OUT\"", odd,
      environment: ["PATH=/usr/bin:/bin", "OUT=\(folder.url.path)/out"])
    #expect(sink.deliver([SampleFindings.source]).failure == nil)
    #expect(try folder.text("out") == odd.map { $0 + "|" }.joined())
    #expect(try folder.names == ["out"])
  }

  @Test func aProgramThatSaysNoIsAskedAboutTheNext() throws {
    let findings = SampleFindings.many(3)
    var sink = try sink("! grep -q \"$1\"", [findings[1].id])
    let outcome = sink.deliver(findings)
    #expect(outcome.deliveredIds == [findings[0].id, findings[2].id])
    #expect(
      outcome.failure == DeliveryFailure(.refused, "sh: ended with status 1, expected 0"))
  }

  @Test func aProgramThatReadsNothingMayEndWell() throws {
    // More than a pipe holds, so that writing meets the end of the reader.
    let long = SampleFindings.make(1, reasons: [String](repeating: "reason", count: 40_000))
    var sink = try sink("exec 0<&-; sleep 0.1; exit 0")
    #expect(sink.deliver([long, SampleFindings.make(2)]).deliveredIds.count == 2)
  }

  @Test func moreThanAPipeHoldsArrivesWhole() throws {
    let long = SampleFindings.make(1, reasons: [String](repeating: "reason", count: 40_000))
    var sink = try sink("sleep 0.1; cat > \"$1\"", [folder.url.path + "/out"])
    #expect(sink.deliver([long]).failure == nil)
    #expect(try folder.bytes("out") == AlertFormat.ndjson.line(of: long, version: "0.1.0"))
  }

  @Test func signalsAreNamedAndHoldUpNoOther() throws {
    let findings = SampleFindings.many(2)
    var sink = try sink("grep -q \"$1\" && kill -9 $$; exit 0", [findings[0].id])
    let outcome = sink.deliver(findings)
    #expect(outcome.deliveredIds == [findings[1].id])
    #expect(
      outcome.failure == DeliveryFailure(.refused, "sh: ended by signal 9, expected status 0"))
  }

  @Test func aProgramThatHangsIsStoppedWithWhatItStarted() throws {
    var sink = try sink(
      "trap '' TERM; sleep 60 & echo $! > \"$1\"; wait; sleep 60", [folder.url.path + "/child"],
      limitSeconds: 0.5)
    let began = ContinuousClock.now
    let outcome = sink.deliver(SampleFindings.many(3))
    #expect(ContinuousClock.now - began < .seconds(10))
    #expect(outcome.deliveredIds == [])
    #expect(
      outcome.failure
        == DeliveryFailure(.unreachable, "sh: did not end within 0.5 s and was stopped"))
    let text = try folder.text("child").trimmingCharacters(in: .newlines)
    let child = try #require(pid_t(text))
    // Killed with its group; whoever inherited it may take a moment to bury it.
    var isGone = false
    for _ in 0..<200 where !isGone {
      isGone = kill(child, 0) != 0 || Self.isZombie(child)
      if !isGone { usleep(10_000) }
    }
    #expect(isGone)
  }

  private static func isZombie(_ process: pid_t) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return status?.contains(") Z ") == true
  }

  @Test func anInterruptedRunStopsTheProgram() throws {
    var sink = try sink("exec sleep 60")
    let began = ContinuousClock.now
    var askCount = 0
    let outcome = sink.deliver(SampleFindings.many(2)) {
      askCount += 1
      return askCount > 3
    }
    #expect(ContinuousClock.now - began < .seconds(10))
    #expect(outcome.failure?.class == .interrupted)
    #expect(outcome.deliveredIds == [])
  }

  @Test func whatCannotBeRunIsSaid() throws {
    var sink = try CommandSink(
      [Array("/nonexistent/program".utf8)], environment: [], version: "0.1.0")
    #expect(
      sink.deliver(SampleFindings.many(2)).failure
        == DeliveryFailure(
          .cannotOpen, "/nonexistent/program: cannot be run: no such file or directory"))
  }

  @Test func theProgramHasOurStandardErrorAndNoOtherDescriptor() throws {
    // One that is not closed by itself when a program starts.
    let leak = open("/dev/null", O_RDONLY)
    defer { close(leak) }
    var sink = try sink(
      "cat > /dev/null; ls /proc/self/fd > \"$1\"; out=$(readlink /proc/$$/fd/1); echo $out >> \"$1\"",
      [folder.url.path + "/out"])
    #expect(sink.deliver([SampleFindings.source]).failure == nil)
    let lines = try folder.text("out").split(separator: "\n")
    // The last of these is the folder that `ls` reads.
    #expect(lines.prefix(4) == ["0", "1", "2", "3"])
    #expect(lines.dropFirst(4) == ["/dev/null"])
  }

  @Test func secretsAreNotInherited() throws {
    setenv("IPCLUST_TEST_SECRET", "hush", 1)
    setenv("IPCLUST_TEST_SECRETS", "shown", 1)
    defer {
      unsetenv("IPCLUST_TEST_SECRET")
      unsetenv("IPCLUST_TEST_SECRETS")
    }
    let entries = CommandSink.inheritedEnvironment(without: ["IPCLUST_TEST_SECRET"])
      .map { String(decoding: $0, as: UTF8.self) }
    #expect(!entries.contains { $0.hasPrefix("IPCLUST_TEST_SECRET=") })
    #expect(entries.contains("IPCLUST_TEST_SECRETS=shown"))
  }

  @Test func nonsenseIsRefusedBeforeAnythingRuns() {
    for arguments in [[], [""], ["a\0b"]] {
      #expect(throws: DeliveryFailure.self) {
        try CommandSink(
          arguments.map { Array($0.utf8) }, environment: [], version: "0.1.0")
      }
    }
    #expect(throws: DeliveryFailure.self) {
      try CommandSink([Array("cat".utf8)], environment: [], format: .zeek, version: "0.1.0")
    }
  }
}
