/// Where a JSON text is not what it ought to be.
public struct JSONFault: Error, Sendable, Equatable {
  /// What was expected, and what was found.
  public let message: String
  /// From the start of the text.
  public let byteOffset: Int

  public init(_ message: String, at byteOffset: Int) {
    self.message = message
    self.byteOffset = byteOffset
  }
}
