import Detection
import Records

// The file must show every change of a byte, to whoever has sha256sum, and be readable by any JSON
// reader. So the checksum stands in the document and covers all of its bytes but its own digits,
// which count as zeros. It guards against damage, not against an author: all that is read is checked
// besides.

/// A saved model as a file: one JSON document, described by docs/schemas/model.schema.json.
public enum ModelFile {
  static let schema = "ipclust.model"
  static let schemaVersion = 1
  /// Larger files are not read, and not written.
  public static let maximumByteCount = 64 << 20
  /// Digits of a SHA-256, and what stands in their place while it is taken.
  static let checksumPlace = String(repeating: "0", count: 64)

  /// SHA-256 of `bytes` with zeros in place of `place`, where the checksum stands.
  static func checksum(of bytes: [UInt8], at place: Range<Int>) -> String {
    var hash = SHA256()
    hash.update(bytes.span.extracting(0..<place.lowerBound))
    hash.update(Array(checksumPlace.utf8).span)
    hash.update(bytes.span.extracting(place.upperBound..<bytes.count))
    return hash.hexadecimal()
  }
}
