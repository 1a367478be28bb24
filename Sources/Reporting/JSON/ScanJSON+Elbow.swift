import Learning

extension ScanJSON {
  /// Writes what k-means gives with several cluster counts, and which of them the aids prefer.
  static func writeElbow(_ table: ElbowTable, to json: inout JSONWriter) {
    json.object("elbow") { json in
      json.array("table") { json in
        for row in table.rows {
          json.object(.compact) { json in
            json.member("componentCount", row.clusterCount)
            json.member("tightness", row.tightness)
            json.member("inertia", row.inertia)
            json.member("silhouette", row.silhouette)
            json.member("gap", row.gap?.value)
            json.member("gapStandardError", row.gap?.standardError)
            json.member("bic", row.bayesianInformationCriterion)
          }
        }
      }
      json.member("silhouetteChoice", table.countOfHighestSilhouette)
      json.member("gapChoice", table.countOfSufficientGap)
      json.member("bicChoice", table.countOfLowestCriterion)
    }
  }
}
