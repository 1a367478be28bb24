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
                  writeAddress(index, of: population, to: &json)
                }
              }
            }
          }
        }
      }
      json.array("filters") { json in writeFilters(of: report, output, to: &json) }
    }
    json.endDocument()
  }

  /// Writes the filters of every flagged address.
  ///
  /// Not among the populations: those are the same when the packets were extracted to a table,
  /// whose tags nobody knows.
  private static func writeFilters(
    of report: ScanReport, _ output: OutputBuffer, to json: inout JSONWriter
  ) {
    let filters = ReportFilters(report)
    for population in report.populations {
      guard let analysis = population.analysis else { continue }
      for index in population.records.indices where analysis.isAnomalous[index] {
        guard !output.hasFailed else { return }
        let record = population.records[index]
        json.object(.compact) { json in
          json.member("side", population.side.rawValue)
          json.member("family", population.family.rawValue)
          json.member("address", record.address.description)
          writeFilters(filters.filters(of: record, population.side), to: &json)
        }
      }
    }
  }
}
