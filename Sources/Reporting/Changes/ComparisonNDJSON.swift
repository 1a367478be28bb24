import Detection
import Records

/// `diff --format ndjson`: one record a line, described by docs/schemas/diff.ndjson.schema.json.
///
/// The run with all counts; each change; a trailer, whose absence shows that the file was cut.
public enum ComparisonNDJSON {
  public static func write(_ report: ComparisonReport, to output: OutputBuffer) {
    var json = JSONWriter(output)
    writeRecord("run", to: &json) { json in
      json.member("schema", ComparisonJSON.schema)
      json.member("schemaVersion", ComparisonJSON.schemaVersion)
      json.object("run") { json in ComparisonJSON.writeRun(report, to: &json) }
      ComparisonJSON.writeCounts(report, to: &json)
    }
    for change in report.changes where !output.hasFailed {
      writeRecord("change", to: &json) { json in
        ComparisonJSON.writeChange(change, to: &json)
      }
    }
    writeRecord("trailer", to: &json) { json in
      json.member("status", report.status.rawValue)
      json.member("changeCount", report.changes.count)
    }
  }

  private static func writeRecord(
    _ kind: String, to json: inout JSONWriter, _ body: (inout JSONWriter) -> Void
  ) {
    json.object(.compact) { json in
      json.member("record", kind)
      body(&json)
    }
    json.endDocument()
  }
}
