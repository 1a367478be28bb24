import Readers
import Records

extension Scan {
  /// The bytes of a small file that is no input, such as a model; at most `limit` of them.
  ///
  /// - Throws: why it cannot be read.
  public static func bytes(
    ofFile path: InputPath, atMost limit: Int, isCancelled: () -> Bool
  ) throws(InputFailure) -> [UInt8] {
    try WholeFile.bytes(of: path, atMost: limit, isCancelled: isCancelled)
  }
}
