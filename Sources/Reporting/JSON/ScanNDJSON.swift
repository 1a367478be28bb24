import Detection
import Records

/// `scan --format ndjson`: one record a line, described by docs/schemas/scan.ndjson.schema.json.
///
/// A header with the run; each population followed by its addresses; a trailer with counts, whose
/// absence shows that the file was cut.
public enum ScanNDJSON {
  public static func write(_ report: ScanReport, to output: OutputBuffer) {
    let filters = ReportFilters(report)
    var json = JSONWriter(output)
    writeRecord("header", to: &json) { json in
      json.member("schema", ScanJSON.schema)
      json.member("schemaVersion", ScanJSON.schemaVersion)
      json.object("run") { json in ScanJSON.writeRun(report, to: &json) }
    }
    for population in report.populations {
      writeRecord("population", to: &json) { json in
        ScanJSON.writePopulation(population, to: &json)
      }
      for index in population.records.indices where !output.hasFailed {
        writeRecord("address", to: &json) { json in
          json.member("side", population.side.rawValue)
          json.member("family", population.family.rawValue)
          ScanJSON.writeAddress(index, of: population, to: &json)
          guard population.analysis?.isAnomalous[index] == true else { return }
          json.object("filters") { json in
            let record = population.records[index]
            ScanJSON.writeFilters(filters.filters(of: record, population.side), to: &json)
          }
        }
      }
    }
    writeRecord("trailer", to: &json) { json in
      json.member("status", report.status.rawValue)
      json.member("populationCount", report.populations.count)
      json.member("addressCount", report.populations.reduce(0) { $0 + $1.records.count })
      json.member("findingCount", report.findingCount)
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
