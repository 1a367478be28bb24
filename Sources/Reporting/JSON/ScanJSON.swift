import Detection
import Records

/// `scan --format json`: one object, described by docs/schemas/scan.schema.json.
///
/// Headings are indented; every input, cluster and address stands on a line of its own, so that
/// `grep` and `diff` work on the document.
public enum ScanJSON {
  static let schema = "ipclust.scan"
  static let schemaVersion = 1

  public static func write(_ report: ScanReport, to output: OutputBuffer) {
    let filters = ReportFilters(report)
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", schema)
      json.member("schemaVersion", schemaVersion)
      json.object("run") { json in writeRun(report, to: &json) }
      json.array("populations") { json in
        for population in report.populations {
          json.object { json in
            writePopulation(population, to: &json)
            json.array("addresses") { json in
              for index in population.records.indices where !output.hasFailed {
                json.object(.compact) { json in
                  writeAddress(index, of: population, filters: filters, to: &json)
                }
              }
            }
          }
        }
      }
    }
    json.endDocument()
  }
}
