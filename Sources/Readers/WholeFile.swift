import Records

/// Small files that are read at once, such as settings and models.
public enum WholeFile {
  private static let blockByteCount = 256 << 10

  /// The first bytes of a file or pipe, all of them where there are no more than `limit`.
  ///
  /// Memory follows the bytes that come, not the size that the system tells of.
  ///
  /// - Parameter isCancelled: asked while a pipe keeps silent.
  public static func bytes(
    of path: InputPath, atMost limit: Int, isCancelled: () -> Bool
  ) throws(InputFailure) -> [UInt8] {
    let file = try FileDescriptor(InputSource(path: path))
    var bytes: [UInt8] = []
    while bytes.count < limit {
      var block = [UInt8](repeating: 0, count: min(blockByteCount, limit - bytes.count))
      let count = try file.read(into: &block, from: 0, isCancelled: isCancelled)
      guard count > 0 else { break }
      bytes += block.prefix(count)
    }
    return bytes
  }
}
