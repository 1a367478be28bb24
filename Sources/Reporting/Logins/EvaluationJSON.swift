import Detection
import Learning
import Records

/// `logins evaluate --format json`.
enum EvaluationJSON {
  static func write(_ report: LoginEvaluationReport, to output: OutputBuffer) {
    let evaluation = report.evaluation
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", LoginEvaluationReport.schema)
      json.member("schemaVersion", 1)
      LoginRunJSON.write(report.run, to: &json) { json in
        json.member("features", report.samples.schema.name)
        json.member("resolutionSeconds", Int(report.samples.periodSeconds))
        json.member("model", report.model.checksum)
      }
      json.member("classifier", report.model.model.name.rawValue)
      json.member("rowCount", report.samples.rowCount)
      EvaluationFigures.write(evaluation.confusion, to: &json)
      EvaluationFigures.write(evaluation.report, to: &json)
      json.member("rocAUC", evaluation.roc.area)
      json.member("averagePrecision", evaluation.precisionRecall.averagePrecision)
      json.member("prAUC", evaluation.precisionRecall.trapezoidalArea)
      json.member("threshold", evaluation.threshold)
      json.member("alertsPerDay", report.alertsPerDay)
      IncidentJSON.write(report.incidents, to: &json)
      Chart.write(EvaluationFigures.charts(evaluation), to: &json)
    }
    json.endDocument()
  }

  /// `--format csv`: every row with its score, what it is called and what it is.
  static func writeCSV(_ report: LoginEvaluationReport, to output: OutputBuffer) {
    output.write("schema_version,time,score,is_called_attack,is_attack\n")
    let evaluation = report.evaluation
    for (row, score) in report.scores.enumerated() where !output.hasFailed {
      let isCalled = score >= evaluation.threshold ? 1 : 0
      output.write(
        "1,\(report.samples.time(ofRow: row)),\(score),\(isCalled),"
          + "\(evaluation.labels[row] ? 1 : 0)\n")
    }
  }
}
