import Foundation
import SampleFindings
import State
import Testing

@testable import Reporting
@testable import Watching

@Suite struct SyslogSinkTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func eachFindingIsADatagram() throws {
    let daemon = try LogDaemon(folder.path("log"))
    var sink = SyslogSink(folder.path("log"), version: "0.1.0")
    let findings = SampleFindings.many(3)
    #expect(sink.name == "syslog")
    #expect(sink.deliver(findings) == DeliveryOutcome(deliveredIds: findings.map(\.id)))
    for finding in findings {
      #expect(
        daemon.receive()
          == SyslogFrame.bytes(of: finding, version: "0.1.0", processId: getpid()))
    }
  }

  @Test func withoutADaemonAllStaysPending() {
    var sink = SyslogSink(folder.path("log"), version: "0.1.0")
    let outcome = sink.deliver([SampleFindings.source])
    #expect(
      outcome.failure
        == DeliveryFailure(
          .unreachable,
          "\(folder.url.path)/log: the system's log cannot be told: no such file or directory"))
    #expect(outcome.deliveredIds == [])
  }

  @Test func aDaemonThatEndedIsAFailureAndNoSignal() throws {
    var daemon: LogDaemon? = try LogDaemon(folder.path("log"))
    var sink = SyslogSink(folder.path("log"), version: "0.1.0")
    #expect(sink.deliver([SampleFindings.source]).failure == nil)
    withExtendedLifetime(daemon) {}
    daemon = nil
    #expect(sink.deliver([SampleFindings.source]).failure?.class == .unreachable)
  }

  @Test func pathsThatNoSocketCanHaveAreRefused() {
    var sink = SyslogSink([UInt8](repeating: 0x61, count: 200), version: "0.1.0")
    #expect(sink.deliver([SampleFindings.source]).failure?.class == .configuration)
  }

  @Test func anInterruptedRunLeavesTheRest() throws {
    let daemon = try LogDaemon(folder.path("log"))
    var sink = SyslogSink(folder.path("log"), version: "0.1.0")
    var askCount = 0
    let outcome = sink.deliver(SampleFindings.many(3)) {
      askCount += 1
      return askCount > 2
    }
    #expect(outcome.deliveredIds == SampleFindings.many(2).map(\.id))
    #expect(outcome.failure?.class == .interrupted)
    withExtendedLifetime(daemon) {}
  }
}

/// A socket that takes datagrams, as a log daemon's does.
private final class LogDaemon {
  private let descriptor: Int32

  init(_ path: [UInt8]) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(status == 0)
  }

  deinit {
    close(descriptor)
  }

  func receive() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    return Array(bytes.prefix(max(0, count)))
  }
}
