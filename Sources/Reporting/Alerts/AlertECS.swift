import Features
import Records
import State

/// A finding as a line of JSON with the field names of the Elastic Common Schema.
///
/// What has no field there stands under `ipclust`, in the schema's own style of names.
/// - SeeAlso: Elastic Common Schema 8.11, field reference and categorization fields.
enum AlertECS {
  static let schemaVersion = "8.11.0"

  /// What every line begins with, up to the id.
  static let beginning = "{\"event\":{\"id\":\""

  static func write(_ finding: Finding, version: String, to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object(.compact) { json in
      json.object("event") { json in writeEvent(finding, to: &json) }
      json.member("@timestamp", finding.time.description)
      json.object("ecs") { json in json.member("version", schemaVersion) }
      json.member("message", finding.sentence)
      json.object("rule") { json in
        json.member("id", finding.ruleId)
        json.member("name", finding.ruleName)
        json.member("ruleset", "ipclust")
        json.member("category", finding.detector.rawValue)
      }
      writeAddress(finding, to: &json)
      json.object("observer") { json in
        json.member("vendor", "ipclust")
        json.member("product", "ipclust")
        json.member("type", "ids")
        json.member("version", version)
      }
      json.object("log") { json in
        json.object("file") { json in
          json.member("path", JSONText.text(of: finding.capturePath))
        }
      }
      json.object("ipclust") { json in finding.writeOwnMembers(to: &json) }
    }
    json.endDocument()
  }

  private static func writeEvent(_ finding: Finding, to json: inout JSONWriter) {
    json.member("id", finding.id)
    json.member("kind", "alert")
    json.array("category") { json in
      json.value("intrusion_detection")
      json.value("network")
    }
    // The one type that is expected of both categories for what was neither let through nor stopped.
    json.array("type") { json in json.value("info") }
    json.member("module", "ipclust")
    json.member("dataset", "ipclust.alert")
    json.member("provider", "ipclust")
    json.member("action", "unusual-address")
    json.member("start", finding.firstTimestamp?.withinFourDigitYears.description)
    json.member("end", finding.lastTimestamp?.withinFourDigitYears.description)
    json.member("reason", finding.why)
    json.member("risk_score", finding.anomalyScore)
  }

  /// Writes the address under its side.
  ///
  /// `source.packets` are those sent from the source, which is what a source's packets are; what a
  /// destination was sent has no field, because those of `destination` count what it sends.
  private static func writeAddress(_ finding: Finding, to json: inout JSONWriter) {
    let address = finding.address.description
    switch finding.side {
    case .source:
      json.object("source") { json in
        json.member("address", address)
        json.member("ip", address)
        json.member("packets", finding.packetCount)
        json.member("bytes", finding.byteCount)
      }
    case .destination:
      json.object("destination") { json in
        json.member("address", address)
        json.member("ip", address)
      }
    }
    json.object("network") { json in json.member("type", finding.address.family.rawValue) }
    json.object("related") { json in
      json.array("ip") { json in json.value(address) }
    }
  }
}
