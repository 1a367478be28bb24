import Records
import SampleFindings
import State
import Testing

@testable import Reporting

/// Lines in the formats of others, against what their schemas say of every attribute that is written.
@Suite struct AlertSchemaTests {
  typealias Rule = AlertDocument.Rule

  static let findings =
    AlertFormatTests.hostile.filter { !$0.capturePath.bytes.isEmpty }
    + [SampleFindings.source, SampleFindings.destination]

  /// Elastic Common Schema 8.11: field names, types and levels of elastic.co/guide/en/ecs/8.11, and
  /// the allowed values of its categorization fields. `@timestamp` and `ecs.version` are required of
  /// every event.
  static let ecs: [Rule] = [
    Rule("@timestamp", .time), Rule("ecs.version", .constant("8.11.0")), Rule("message", .text),
    Rule("event.id", .text), Rule("event.kind", .constant("alert")),
    Rule("event.category[]", .oneOf(["intrusion_detection", "network"])),
    // Expected of intrusion_detection: allowed, denied, info; of network also info.
    Rule("event.type[]", .constant("info")),
    Rule("event.module", .text), Rule("event.dataset", .text), Rule("event.provider", .text),
    Rule("event.action", .text), Rule("event.start", .time, isRequired: false),
    Rule("event.end", .time, isRequired: false), Rule("event.reason", .text, isRequired: false),
    Rule("event.risk_score", .float),
    Rule("rule.id", .text), Rule("rule.name", .text), Rule("rule.ruleset", .text),
    Rule("rule.category", .text),
    Rule("source.address", .address, isRequired: false),
    Rule("source.ip", .address, isRequired: false),
    Rule("source.packets", .integer, isRequired: false),
    Rule("source.bytes", .integer, isRequired: false),
    Rule("destination.address", .address, isRequired: false),
    Rule("destination.ip", .address, isRequired: false),
    Rule("network.type", .oneOf(["ipv4", "ipv6"])), Rule("related.ip[]", .address),
    Rule("observer.vendor", .text), Rule("observer.product", .text),
    Rule("observer.type", .text), Rule("observer.version", .text), Rule("log.file.path", .text),
  ]

  /// OCSF 1.4.0, class 2004: what base_event, finding and detection_finding and the objects
  /// finding_info, metadata, product, analytic, evidences, network_endpoint, file and observable
  /// require, and of the rest what we write. Required there: activity_id, category_uid, class_uid,
  /// finding_info, metadata, severity_id, time, type_uid; finding_info.uid and title;
  /// metadata.version and product; analytic.type_id; file.name and type_id; observable.type_id.
  static let ocsf: [Rule] = [
    Rule("activity_id", .number(1)), Rule("activity_name", .constant("Create")),
    Rule("category_uid", .number(2)), Rule("category_name", .constant("Findings")),
    Rule("class_uid", .number(2004)), Rule("class_name", .constant("Detection Finding")),
    Rule("type_uid", .number(200_401)), Rule("type_name", .constant("Detection Finding: Create")),
    Rule("severity_id", .number(2)), Rule("severity", .constant("Low")),
    Rule("status_id", .number(1)), Rule("status", .constant("New")), Rule("is_alert", .isTrue),
    Rule("time", .integer), Rule("start_time", .integer, isRequired: false),
    Rule("end_time", .integer, isRequired: false), Rule("message", .text),
    Rule("finding_info.uid", .text), Rule("finding_info.title", .text),
    Rule("finding_info.desc", .text), Rule("finding_info.analytic.uid", .text),
    Rule("finding_info.analytic.name", .text), Rule("finding_info.analytic.type_id", .number(4)),
    Rule("finding_info.analytic.type", .constant("Learning (ML/DL)")),
    Rule("finding_info.first_seen_time", .integer, isRequired: false),
    Rule("finding_info.last_seen_time", .integer, isRequired: false),
    Rule("metadata.version", .constant("1.4.0")), Rule("metadata.uid", .text),
    Rule("metadata.product.name", .text), Rule("metadata.product.vendor_name", .text),
    Rule("metadata.product.version", .text),
    Rule("evidences[].src_endpoint.ip", .address, isRequired: false),
    Rule("evidences[].dst_endpoint.ip", .address, isRequired: false),
    Rule("evidences[].file.name", .text), Rule("evidences[].file.path", .text),
    Rule("evidences[].file.type_id", .number(1)),
    Rule("observables[].name", .text), Rule("observables[].type_id", .number(2)),
    Rule("observables[].type", .constant("IP Address")), Rule("observables[].value", .address),
  ]

  @Test func ecsLinesHaveItsFieldsOnly() throws {
    for finding in Self.findings {
      let document = try AlertDocument(AlertFormat.ecs.line(of: finding, version: "0.1.0"))
      #expect(document.misses(of: Self.ecs, free: "ipclust.") == [])
      let (own, other) =
        finding.side == .source ? ("source", "destination") : ("destination", "source")
      #expect(document.string("\(own).ip") == finding.address.description)
      #expect(document.values("\(other).ip").isEmpty)
      #expect(document.strings("related.ip") == [finding.address.description])
      #expect(document.strings("event.category") == ["intrusion_detection", "network"])
    }
  }

  @Test func ocsfLinesHaveWhatTheClassRequires() throws {
    for finding in Self.findings {
      let document = try AlertDocument(AlertFormat.ocsf.line(of: finding, version: "0.1.0"))
      #expect(document.misses(of: Self.ocsf, free: "unmapped.ipclust.") == [])
      let end = finding.side == .source ? "src_endpoint" : "dst_endpoint"
      #expect(document.string("evidences[].\(end).ip") == finding.address.description)
      #expect(document.string("observables[].name") == "evidences[0].\(end).ip")
      #expect(document.string("observables[].value") == finding.address.description)
    }
  }

  @Test func ocsfTimesAreMilliseconds() throws {
    let document = try AlertDocument(
      AlertFormat.ocsf.line(of: SampleFindings.source, version: "0.1.0"))
    #expect(document.integer("time") == (1_795_824_000 + 3723) * 1000 + 123)
  }

  /// The judge must be able to say no.
  @Test func theRulesRefuseWhatIsWrong() throws {
    let good = String(
      decoding: AlertFormat.ocsf.line(of: SampleFindings.source, version: "0.1.0"), as: UTF8.self)
    for (part, wrong) in [
      ("\"class_uid\":2004", "\"class_uid\":\"2004\""), ("\"time\":", "\"times\":"),
      ("\"is_alert\":true", "\"is_alert\":1"),
      ("\"severity_id\":2", "\"severity_id\":3"),
      ("\"value\":\"192.168.169.7\"", "\"value\":\"192.168.169\""),
    ] {
      #expect(good.contains(part))
      let document = try AlertDocument(Array(good.replacing(part, with: wrong).utf8))
      #expect(document.misses(of: Self.ocsf, free: "unmapped.ipclust.") != [], "\(part)")
    }
  }
}
