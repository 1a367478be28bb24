import Detection
import Records

/// The saved model of a scan as a file, described by docs/schemas/model.schema.json.
public enum ModelFile {
  static let schema = "ipclust.model"
  static let schemaVersion = 1
  /// Larger files are not read, and not written.
  public static let maximumByteCount = ModelSeal.maximumByteCount
}
