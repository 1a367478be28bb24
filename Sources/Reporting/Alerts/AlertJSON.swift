import Records
import State

/// A finding as a line of our own JSON, described by docs/schemas/alert.schema.json.
enum AlertJSON {
  static let schema = "ipclust.alert"
  static let schemaVersion = 1

  /// What every line begins with, up to the id.
  static let beginning = "{\"schema\":\"\(schema)\",\"schemaVersion\":\(schemaVersion),\"id\":\""

  static func write(_ finding: Finding, version: String, to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object(.compact) { json in
      json.member("schema", schema)
      json.member("schemaVersion", schemaVersion)
      json.member("id", finding.id)
      json.member("version", version)
      json.member("detector", finding.detector.rawValue)
      json.member("side", finding.side.rawValue)
      json.member("address", finding.address.description)
      json.member("family", finding.address.family.rawValue)
      json.member("day", finding.day)
      json.object("capture") { json in
        ScanJSON.writePath(finding.capturePath, to: &json)
        json.member("firstPacket", finding.firstPacket)
      }
      json.member("packetCount", finding.packetCount)
      json.member("byteCount", finding.byteCount)
      json.member("firstTimestamp", finding.firstTimestamp?.description)
      json.member("lastTimestamp", finding.lastTimestamp?.description)
      json.member("anomalyScore", finding.anomalyScore)
      json.member("pValue", finding.pValue)
      json.member("reference", finding.reference)
      json.array("reasons") { json in
        for reason in finding.reasons { json.value(reason) }
      }
      json.member("message", finding.sentence)
    }
    json.endDocument()
  }
}
