import Records

/// The records of `extract --format ndjson` that are no rows.
enum ExtractRecords {
  static let schema = "ipclust.extract"
  static let schemaVersion = 1

  static func writeHeader(columns: [String], to output: OutputBuffer) {
    write("header", to: output) { json in
      json.member("schema", schema)
      json.member("schemaVersion", schemaVersion)
      json.array("columns") { json in
        for column in columns { json.value(column) }
      }
    }
  }

  static func writeTrailer(rowCount: Int, _ account: ExtractAccount, to output: OutputBuffer) {
    write("trailer", to: output) { json in
      json.member("status", account.status.rawValue)
      json.member("rowCount", rowCount)
      ScanJSON.writeAccount(ignored: account.ignored, inputs: account.inputs, to: &json)
    }
  }

  private static func write(
    _ kind: String, to output: OutputBuffer, _ body: (inout JSONWriter) -> Void
  ) {
    var json = JSONWriter(output)
    json.object(.compact) { json in
      json.member("record", kind)
      body(&json)
    }
    json.endDocument()
  }
}
