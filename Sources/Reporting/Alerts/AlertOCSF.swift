import Features
import Records
import State

/// A finding as a line of JSON, class Detection Finding of the Open Cybersecurity Schema Framework.
///
/// What has no attribute there stands under `unmapped`.
/// - SeeAlso: OCSF schema 1.4.0, events/findings/detection_finding.json.
enum AlertOCSF {
  static let schemaVersion = "1.4.0"

  /// What every line begins with, up to the id.
  static let beginning = "{\"finding_info\":{\"uid\":\""

  private enum Number {
    /// Category Findings, its class Detection Finding.
    static let category = 2
    static let `class` = 2004
    /// Activity Create; types count activities within their class.
    static let activity = 1
    static let type = `class` * 100 + activity
    /// Low: "the user decides if action is needed". An unusual address is a lead, not an attack.
    static let severity = 2
    static let statusNew = 1
    /// Analytic of type Learning.
    static let learning = 4
    /// Observable of type IP Address.
    static let address = 2
    /// File of type Regular File.
    static let regularFile = 1
  }

  static func write(_ finding: Finding, version: String, to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object(.compact) { json in
      json.object("finding_info") { json in writeInformation(finding, to: &json) }
      writeClass(to: &json)
      json.member("time", finding.time.milliseconds)
      json.member("start_time", finding.firstTimestamp?.withinFourDigitYears.milliseconds)
      json.member("end_time", finding.lastTimestamp?.withinFourDigitYears.milliseconds)
      json.member("message", finding.sentence)
      json.object("metadata") { json in
        json.member("version", schemaVersion)
        json.member("uid", finding.id)
        json.object("product") { json in
          json.member("name", "ipclust")
          json.member("vendor_name", "ipclust")
          json.member("version", version)
        }
      }
      writeEvidence(finding, to: &json)
      json.object("unmapped") { json in
        json.object("ipclust") { json in finding.writeOwnMembers(to: &json) }
      }
    }
    json.endDocument()
  }

  private static func writeInformation(_ finding: Finding, to json: inout JSONWriter) {
    json.member("uid", finding.id)
    json.member("title", finding.title)
    json.member("desc", finding.sentence)
    json.object("analytic") { json in
      json.member("uid", finding.ruleId)
      json.member("name", finding.ruleName)
      json.member("type_id", Number.learning)
      json.member("type", "Learning (ML/DL)")
    }
    json.member("first_seen_time", finding.firstTimestamp?.withinFourDigitYears.milliseconds)
    json.member("last_seen_time", finding.lastTimestamp?.withinFourDigitYears.milliseconds)
  }

  private static func writeClass(to json: inout JSONWriter) {
    json.member("activity_id", Number.activity)
    json.member("activity_name", "Create")
    json.member("category_uid", Number.category)
    json.member("category_name", "Findings")
    json.member("class_uid", Number.class)
    json.member("class_name", "Detection Finding")
    json.member("type_uid", Number.type)
    json.member("type_name", "Detection Finding: Create")
    json.member("severity_id", Number.severity)
    json.member("severity", "Low")
    json.member("status_id", Number.statusNew)
    json.member("status", "New")
    json.member("is_alert", true)
  }

  /// Writes the end of the connections that was unusual, and the capture that shows it.
  private static func writeEvidence(_ finding: Finding, to json: inout JSONWriter) {
    let address = finding.address.description
    json.array("evidences") { json in
      json.object { json in
        let write: (inout JSONWriter) -> Void = { json in json.member("ip", address) }
        switch finding.side {
        case .source: json.object("src_endpoint", .compact, write)
        case .destination: json.object("dst_endpoint", .compact, write)
        }
        json.object("file") { json in
          json.member("name", finding.captureName)
          json.member("path", JSONText.text(of: finding.capturePath))
          json.member("type_id", Number.regularFile)
        }
      }
    }
    let end = finding.side == .source ? "src_endpoint" : "dst_endpoint"
    json.array("observables") { json in
      json.object { json in
        json.member("name", "evidences[0].\(end).ip")
        json.member("type_id", Number.address)
        json.member("type", "IP Address")
        json.member("value", address)
      }
    }
  }
}

extension Finding {
  /// The last part of the capture's path.
  fileprivate var captureName: String {
    let slash = UInt8(ascii: "/")
    let name = capturePath.bytes.split(separator: slash).last.map(Array.init) ?? capturePath.bytes
    return JSONText.text(of: InputPath(bytes: name))
  }
}
