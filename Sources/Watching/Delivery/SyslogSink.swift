import Glibc
import Reporting
import State

/// The system's log, told in datagrams of RFC 5424; at least once.
///
/// A datagram that the socket took has arrived as far as anybody can know.
public struct SyslogSink: AlertSink {
  public let name = "syslog"
  private let path: [UInt8]
  private let version: String

  /// Where Linux's log daemons listen.
  public static let defaultPath = Array("/dev/log".utf8)
  /// How long a daemon that does not read is waited for.
  private static let waitSeconds = 5

  /// - Parameters:
  ///   - path: of the daemon's socket.
  ///   - version: of the program.
  public init(_ path: [UInt8] = defaultPath, version: String) {
    self.path = path
    self.version = version
  }

  public mutating func deliver(
    _ findings: [Finding], isCancelled: () -> Bool = { false }
  ) -> DeliveryOutcome {
    var outcome = DeliveryOutcome()
    guard !findings.isEmpty else { return outcome }
    do throws(DeliveryFailure) {
      let descriptor = try connected()
      defer { close(descriptor) }
      for finding in findings {
        if isCancelled() { throw .interrupted(shownPath) }
        try send(
          SyslogFrame.bytes(of: finding, version: version, processId: getpid()), to: descriptor)
        outcome.deliveredIds.append(finding.id)
      }
    } catch {
      outcome.failure = error
    }
    return outcome
  }

  private func connected() throws(DeliveryFailure) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.count < room, !path.contains(0) else {
      throw DeliveryFailure(
        .configuration,
        "\(shownPath): expected the path of a socket of less than \(room) bytes, but found "
          + "\(path.count)")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let descriptor = socket(
      AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw failure(errno) }
    var limit = timeval(tv_sec: Self.waitSeconds, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0 else {
      let failure = failure(errno)
      close(descriptor)
      throw failure
    }
    return descriptor
  }

  private func send(_ frame: [UInt8], to descriptor: Int32) throws(DeliveryFailure) {
    while true {
      let count = frame.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 { return }
      if errno != EINTR { throw failure(errno) }
    }
  }

  private var shownPath: String { TerminalText.escape(bytes: path) }

  private func failure(_ errorNumber: Int32) -> DeliveryFailure {
    let reason =
      errorNumber == EAGAIN
      ? "no answer within \(Self.waitSeconds) s" : SystemError.text(errorNumber)
    return DeliveryFailure(
      .unreachable, "\(shownPath): the system's log cannot be told: \(reason)")
  }
}
