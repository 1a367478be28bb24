/// How much an input may ask of the machine; whatever is hit is reported.
public struct InputLimits: Sendable, Equatable {
  /// Decompressed bytes that any input may reach.
  public var decompressedByteCount = 1 << 30
  /// Decompressed bytes for each compressed one, where that allows more.
  public var decompressionRatio = 100
  /// Bytes of one field of a CSV row.
  public var fieldByteCount = 1 << 20
  /// Bytes of one row or line of a text.
  public var rowByteCount = 4 << 20
  /// Bytes that are read at once. Blocks of this size beat mapping the file (measured threefold), and
  /// stay in the second-level cache.
  public var blockByteCount = 256 << 10

  public init() {}
}
