import Detection
import Records

/// A model file of any kind.
public enum AnySavedModel: Sendable {
  /// That of `ipclust scan --save-model`.
  case scan(SavedModel)
  /// That of `ipclust logins train`.
  case logins(SavedLoginModel)

  /// SHA-256 that the file holds of itself, in hexadecimal.
  public var checksum: String? {
    switch self {
    case .scan(let model): model.checksum
    case .logins(let model): model.checksum
    }
  }

  /// Reads a document that claims to be a model, and believes nothing of it.
  ///
  /// - Throws: `newer-model`, `feature-count` or `bad-model`, as the readers of each kind do.
  public static func read(_ bytes: [UInt8]) throws(InputFailure) -> AnySavedModel {
    let opened = try ModelSeal.opened(
      bytes,
      as: [
        ModelFile.schema: ModelFile.schemaVersion,
        LoginModelFile.schema: LoginModelFile.schemaVersion,
      ])
    return opened.schema == ModelFile.schema
      ? .scan(try ModelFile.read(opened)) : .logins(try LoginModelFile.read(opened))
  }
}

extension AnySavedModel {
  public func writeText(
    path: InputPath, byteCount: Int, style: TextStyle, to output: OutputBuffer
  ) {
    switch self {
    case .scan(let model):
      ModelText.write(model, path: path, byteCount: byteCount, style: style, to: output)
    case .logins(let model):
      LoginModelText.write(model, path: path, byteCount: byteCount, style: style, to: output)
    }
  }

  public func writeJSON(path: InputPath, byteCount: Int, to output: OutputBuffer) {
    switch self {
    case .scan(let model): ModelJSON.write(model, path: path, byteCount: byteCount, to: output)
    case .logins(let model):
      LoginModelText.writeJSON(model, path: path, byteCount: byteCount, to: output)
    }
  }
}
