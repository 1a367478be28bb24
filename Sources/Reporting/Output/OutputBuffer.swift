/// The system's reason for not taking the bytes of a report.
public struct WriteFailure: Error, Equatable, Sendable {
  /// As in `errno`.
  public let errorNumber: Int32

  public init(errorNumber: Int32) {
    self.errorNumber = errorNumber
  }
}

/// UTF-8 bytes on their way out, handed on in blocks so that no report stands in memory whole.
///
/// A failure is kept until `finish`, as buffered writers of other languages do, so that the code
/// that renders a report holds no error paths; whatever is written after a failure is dropped.
/// A class, because every writer on top of it must feed the one buffer.
public final class OutputBuffer {
  /// Blocks have at least this many bytes, except the last; pipes hold as many by default.
  public static let blockByteCount = 65_536

  private var bytes: [UInt8] = []
  private var failure: WriteFailure?
  private let sink: ([UInt8]) throws(WriteFailure) -> Void

  public init(sink: @escaping ([UInt8]) throws(WriteFailure) -> Void) {
    self.sink = sink
    bytes.reserveCapacity(2 * Self.blockByteCount)
  }

  /// Whether the sink refused a block, so that rendering more is in vain.
  public var hasFailed: Bool { failure != nil }

  public func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    if bytes.count >= Self.blockByteCount { flush() }
  }

  public func write(_ block: [UInt8]) {
    bytes += block
    if bytes.count >= Self.blockByteCount { flush() }
  }

  public func write(_ byte: UInt8) {
    bytes.append(byte)
    if bytes.count >= Self.blockByteCount { flush() }
  }

  func write(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    if bytes.count >= Self.blockByteCount { flush() }
  }

  /// Hands on what is left, and throws what the sink threw at any time.
  public func finish() throws(WriteFailure) {
    flush()
    if let failure { throw failure }
  }

  private func flush() {
    defer { bytes.removeAll(keepingCapacity: true) }
    guard failure == nil, !bytes.isEmpty else { return }
    do {
      try sink(bytes)
    } catch {
      failure = error
    }
  }
}
