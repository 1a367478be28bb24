import Detection
import Learning
import Records

/// `logins detect --format json`: every row with its score, and the incidents behind the outliers.
enum DetectionJSON {
  static func write(_ report: LoginDetectionReport, to output: OutputBuffer) {
    let detection = report.detection
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", LoginDetectionReport.schema)
      json.member("schemaVersion", 1)
      LoginRunJSON.write(report.run, to: &json) { json in
        json.member("features", detection.samples.schema.name)
        json.member("resolutionSeconds", Int(detection.samples.periodSeconds))
        json.member("detector", detection.configuration.name.rawValue)
        json.member("contamination", detection.configuration.contamination)
        json.member("compat", detection.configuration.isCompatible)
        json.member("seed", detection.configuration.seed)
      }
      json.member("detector", detection.configuration.name.rawValue)
      json.member("rowCount", detection.samples.rowCount)
      json.member("distinctRowCount", detection.samples.distinctRows.rowCount)
      json.member("outlierCount", detection.outlierCount)
      json.member("threshold", detection.threshold)
      json.member("offset", detection.offset)
      if let clusters = detection.clusters { write(clusters, to: &json) }
      if let confusion = detection.confusion {
        EvaluationFigures.write(confusion, to: &json)
        EvaluationFigures.write(ClassificationReport(confusion), to: &json)
      }
      if let comparison = report.comparison { write(comparison, report, to: &json) }
      IncidentJSON.write(report.incidents, to: &json)
      writeRows(detection, output, to: &json)
    }
    json.endDocument()
  }

  private static func write(_ clusters: LoginClusters, to json: inout JSONWriter) {
    json.object("clusters", .compact) { json in
      json.member("sizes", clusters.sizes)
      json.member("inertia", clusters.inertia)
      json.member("fowlkesMallows", clusters.fowlkesMallows)
    }
  }

  private static func write(
    _ other: LoginDetection, _ report: LoginDetectionReport, to json: inout JSONWriter
  ) {
    json.object("comparison", .compact) { json in
      json.member("detector", other.configuration.name.rawValue)
      json.member("contamination", other.configuration.contamination)
      json.member("outlierCount", other.outlierCount)
      json.member("threshold", other.threshold)
      json.member("bothCount", report.bothCount)
      json.member("cohenKappa", report.detection.kappa(with: other))
    }
  }

  private static func writeRows(
    _ detection: LoginDetection, _ output: OutputBuffer, to json: inout JSONWriter
  ) {
    json.array("rows") { json in
      for row in 0..<detection.samples.rowCount where !output.hasFailed {
        json.object(.compact) { json in write(row, of: detection, to: &json) }
      }
    }
  }

  static func write(_ row: Int, of detection: LoginDetection, to json: inout JSONWriter) {
    json.member("time", detection.samples.time(ofRow: row).description)
    json.member("score", detection.score(ofRow: row))
    json.member("isOutlier", detection.isOutlier(row))
    if let labels = detection.samples.labels { json.member("isAttack", labels[row]) }
  }
}

/// `logins detect --format ndjson` and `csv`: a record, or a line, for every row.
enum DetectionRows {
  static func writeNDJSON(_ report: LoginDetectionReport, to output: OutputBuffer) {
    var json = JSONWriter(output)
    let detection = report.detection
    json.object(.compact) { json in
      json.member("schema", LoginDetectionReport.schema)
      json.member("schemaVersion", 1)
      json.member("record", "header")
      json.member("detector", detection.configuration.name.rawValue)
      json.member("threshold", detection.threshold)
    }
    json.endDocument()
    for row in 0..<detection.samples.rowCount where !output.hasFailed {
      json.object(.compact) { json in
        json.member("record", "row")
        DetectionJSON.write(row, of: detection, to: &json)
      }
      json.endDocument()
    }
    json.object(.compact) { json in
      json.member("record", "trailer")
      json.member("rowCount", detection.samples.rowCount)
      json.member("outlierCount", detection.outlierCount)
    }
    json.endDocument()
  }

  static func writeCSV(_ report: LoginDetectionReport, to output: OutputBuffer) {
    let detection = report.detection
    output.write("schema_version,time,score,is_outlier\n")
    for row in 0..<detection.samples.rowCount where !output.hasFailed {
      let time = detection.samples.time(ofRow: row)
      output.write(
        "1,\(time),\(detection.score(ofRow: row)),\(detection.isOutlier(row) ? 1 : 0)\n")
    }
  }
}
