import Records

/// Whether a model file is sound, as `model verify` says it.
public struct ModelVerdict: Sendable {
  public let path: InputPath
  /// Of a sound file.
  public let checksum: String?
  /// Why it cannot be used; nil of a sound file.
  public let failure: InputFailure?

  public init(path: InputPath, checksum: String?, failure: InputFailure?) {
    self.path = path
    self.checksum = checksum
    self.failure = failure
  }

  /// One line of a sound file; of others nothing, since standard error has their line.
  public func writeText(to output: OutputBuffer) {
    guard failure == nil else { return }
    output.write("\(TerminalText.name(of: path)): sound, SHA-256 \(checksum ?? "")\n")
  }

  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", "ipclust.model.verify")
      json.member("schemaVersion", 1)
      ScanJSON.writePath(path, to: &json)
      json.member("status", failure == nil ? "ok" : "error")
      json.member("checksum", checksum)
      if let failure {
        json.object("error", .compact) { json in
          json.member("class", failure.class.rawValue)
          json.member("message", failure.message)
          json.member("byteOffset", failure.byteOffset)
        }
      }
    }
    json.endDocument()
  }
}
