/// The name of an input as the bytes the kernel knows it by; they need not be UTF-8.
public struct InputPath: Sendable, Hashable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  public init(_ text: String) {
    self.init(bytes: Array(text.utf8))
  }

  /// Standard input, written `-`.
  public static let standardInput = InputPath("-")

  /// The name as text; bytes that are not UTF-8 appear as U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether `text` names the very same bytes.
  public var isText: Bool { Array(text.utf8) == bytes }
}
