/// Cuts blocks of bytes into lines that end in LF or CRLF, or in another byte.
///
/// A line inside a block is handed on where it lies; only one that crosses blocks is copied.
public struct LineSplitter: Sendable {
  /// Bytes of a line beyond which it is dropped and reported.
  private let maximumByteCount: Int
  private let terminator: UInt8
  private var pending: [UInt8] = []
  private var isTooLong = false

  /// Whether a line has begun that no line end closed yet.
  public var hasPendingLine: Bool { !pending.isEmpty || isTooLong }

  public init(maximumByteCount: Int, terminator: UInt8 = UInt8(ascii: "\n")) {
    self.maximumByteCount = maximumByteCount
    self.terminator = terminator
  }

  /// Hands every line that ends in `block` to `body`, without its end.
  public mutating func consume(
    _ block: Span<UInt8>, _ body: (_ line: Span<UInt8>, _ isTooLong: Bool) -> Void
  ) {
    var start = 0
    for index in block.indices where block[index] == terminator {
      if pending.isEmpty, !isTooLong {
        emit(block.extracting(start..<index), body)
      } else {
        keep(block.extracting(start..<index))
        finish(body)
      }
      start = index + 1
    }
    keep(block.extracting(start..<block.count))
  }

  /// Hands on a last line that has no end.
  public mutating func finish(_ body: (_ line: Span<UInt8>, _ isTooLong: Bool) -> Void) {
    guard hasPendingLine else { return }
    if isTooLong {
      body(Span(), true)
    } else {
      emit(pending.span, body)
    }
    pending.removeAll(keepingCapacity: true)
    isTooLong = false
  }

  private func emit(
    _ line: Span<UInt8>, _ body: (_ line: Span<UInt8>, _ isTooLong: Bool) -> Void
  ) {
    guard line.count <= maximumByteCount else { return body(Span(), true) }
    let hasReturn =
      terminator == UInt8(ascii: "\n") && line.count > 0
      && line[line.count - 1] == UInt8(ascii: "\r")
    body(hasReturn ? line.extracting(droppingLast: 1) : line, false)
  }

  private mutating func keep(_ part: Span<UInt8>) {
    guard !isTooLong, part.count <= maximumByteCount - pending.count else {
      isTooLong = isTooLong || part.count > 0
      pending.removeAll(keepingCapacity: true)
      return
    }
    pending.reserveCapacity(pending.count + part.count)
    for index in part.indices { pending.append(part[index]) }
  }
}
