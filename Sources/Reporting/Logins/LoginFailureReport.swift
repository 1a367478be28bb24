import Records

/// What a command on logins writes where it came to no result.
public struct LoginFailureReport: Sendable {
  public let run: LoginRun
  /// Of the documents that the command writes.
  public let schema: String
  public let failure: InputFailure

  public init(run: LoginRun, schema: String, failure: InputFailure) {
    self.run = run
    self.schema = schema
    self.failure = failure
  }

  /// The document with its `run` alone, whose status is `error`.
  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", schema)
      json.member("schemaVersion", 1)
      LoginRunJSON.write(run, failure: failure, to: &json) { _ in }
    }
    json.endDocument()
  }
}
