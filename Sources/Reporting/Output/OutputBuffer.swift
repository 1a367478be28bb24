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
  /// The most bytes that can be written in place at once.
  static let maximumRowByteCount = 16_384

  /// Behind the longest row, for writers that write whole words and overwrite their ends.
  private static let slackByteCount = 8

  /// Always of full length, so that a row is written where it will lie and nothing is appended.
  private var bytes = [UInt8](
    repeating: 0, count: blockByteCount + maximumRowByteCount + slackByteCount)
  private var usedByteCount = 0
  private var failure: WriteFailure?
  private let sink: ([UInt8]) throws(WriteFailure) -> Void

  public init(sink: @escaping ([UInt8]) throws(WriteFailure) -> Void) {
    self.sink = sink
  }

  /// Whether the sink refused a block, so that rendering more is in vain.
  public var hasFailed: Bool { failure != nil }

  public func write(_ text: String) {
    var text = text
    text.withUTF8 { write($0) }
  }

  public func write(_ block: [UInt8]) {
    block.withUnsafeBufferPointer { write($0) }
  }

  public func write(_ byte: UInt8) {
    writeRow { bytes, offset in
      bytes[offset] = byte
      offset += 1
    }
  }

  func write(_ text: StaticString) {
    text.withUTF8Buffer { write($0) }
  }

  /// Lets `body` write a row in place.
  ///
  /// - Parameter body: writes at most `maximumRowByteCount` bytes from `offset` on, and moves that
  ///   behind them; the last word may reach beyond by what is no part of the row.
  @inline(__always)
  func writeRow(_ body: (_ bytes: inout MutableSpan<UInt8>, _ offset: inout Int) -> Void) {
    var offset = usedByteCount
    var span = bytes.mutableSpan
    body(&span, &offset)
    usedByteCount = offset
    if usedByteCount >= Self.blockByteCount { flush() }
  }

  /// Hands on what is left, and throws what the sink threw at any time.
  public func finish() throws(WriteFailure) {
    flush()
    if let failure { throw failure }
  }

  private func write(_ text: UnsafeBufferPointer<UInt8>) {
    var rest = text[...]
    while !rest.isEmpty {
      let part = rest.prefix(bytes.count - usedByteCount)
      let end = usedByteCount + part.count
      bytes.replaceSubrange(usedByteCount..<end, with: part)
      usedByteCount = end
      rest = rest.dropFirst(part.count)
      if usedByteCount >= Self.blockByteCount { flush() }
    }
  }

  @inline(never)
  private func flush() {
    let unusedByteCount = bytes.count - usedByteCount
    defer {
      bytes.append(contentsOf: repeatElement(0, count: unusedByteCount))
      usedByteCount = 0
    }
    bytes.removeLast(unusedByteCount)
    guard failure == nil, !bytes.isEmpty else { return }
    do {
      try sink(bytes)
    } catch {
      failure = error
    }
  }
}
