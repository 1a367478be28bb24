import Glibc
import Records
import Reporting

/// What signs messages to a webhook; shown and written nowhere.
public struct WebhookSecret: Sendable {
  private let key: [UInt8]

  /// A file with more than this is none that somebody wrote a secret into.
  private static let byteLimit = 64 << 10

  /// The content of a file, without line ends at its end.
  public init(file path: [UInt8]) throws(DeliveryFailure) {
    let name = TerminalText.escape(bytes: path)
    let descriptor = open(path.map { CChar(bitPattern: $0) } + [0], O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw DeliveryFailure(
        .configuration, "\(name): the secret cannot be read: \(SystemError.text(errno))")
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Self.byteLimit + 1)
    var byteCount = 0
    while byteCount < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        // Not empty, or the loop would have ended, so it has an address.
        read(descriptor, buffer.baseAddress! + byteCount, buffer.count - byteCount)
      }
      if count == 0 { break }
      if count > 0 {
        byteCount += count
      } else if errno != EINTR {
        throw DeliveryFailure(
          .configuration, "\(name): the secret cannot be read: \(SystemError.text(errno))")
      }
    }
    try self.init(Array(bytes[..<byteCount]), place: name)
  }

  /// The value of a variable of the environment.
  public init(
    variable name: String, in environment: [String: String]
  ) throws(DeliveryFailure) {
    try self.init(Array((environment[name] ?? "").utf8), place: "$\(TerminalText.escape(name))")
  }

  private init(_ bytes: [UInt8], place: String) throws(DeliveryFailure) {
    let isLineEnd: (UInt8) -> Bool = { $0 == 0x0a || $0 == 0x0d }
    key = Array(bytes.reversed().drop(while: isLineEnd).reversed())
    guard (1...Self.byteLimit).contains(key.count) else {
      throw DeliveryFailure(
        .configuration,
        "\(place): expected a secret of 1 to \(Self.byteLimit) bytes, but found "
          + (key.isEmpty ? "none" : "more"))
    }
  }

  /// `sha256=` and the HMAC of `body` in hexadecimal digits.
  func signature(of body: [UInt8]) -> String {
    "sha256=" + HMACSHA256.hexadecimal(of: body.span, key: key.span)
  }
}

extension WebhookSecret: CustomStringConvertible, CustomReflectable {
  public var description: String { "a secret of \(key.count) bytes" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
