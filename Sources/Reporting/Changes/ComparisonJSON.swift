import Detection
import Features
import Records

/// `diff --format json`: one object, described by docs/schemas/diff.schema.json.
///
/// Every input and change stands on a line of its own, so that `grep` works on the document.
public enum ComparisonJSON {
  static let schema = "ipclust.diff"
  static let schemaVersion = 1

  public static func write(_ report: ComparisonReport, to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", schema)
      json.member("schemaVersion", schemaVersion)
      json.object("run") { json in writeRun(report, to: &json) }
      writeCounts(report, to: &json)
      json.array("changes") { json in
        for change in report.changes where !output.hasFailed {
          json.object(.compact) { json in writeChange(change, to: &json) }
        }
      }
    }
    json.endDocument()
  }

  // MARK: What was compared

  /// Writes the members of `run`: what was asked, and what is known of both times.
  static func writeRun(_ report: ComparisonReport, to json: inout JSONWriter) {
    json.member("version", report.version)
    json.member("status", report.status.rawValue)
    json.member("wasInterrupted", report.wasInterrupted)
    json.object("options", .compact) { json in writeOptions(report.options, to: &json) }
    json.object("before") { json in writeTime(report.before, to: &json) }
    json.object("after") { json in writeTime(report.after, to: &json) }
  }

  private static func writeOptions(
    _ options: ComparisonReport.Options, to json: inout JSONWriter
  ) {
    json.member("family", options.family.rawValue)
    json.member("minSurprise", options.smallestSurprise)
    json.member("filter", options.records.filter)
    json.member("since", options.records.since?.description)
    json.member("until", options.records.until?.description)
    if options.records.depth == .innermost { json.member("inner", true) }
  }

  private static func writeTime(_ time: ComparisonReport.Time, to json: inout JSONWriter) {
    json.member("name", time.name)
    switch time.origin {
    case .inputs(let inputs, let ignored):
      json.member("origin", "inputs")
      ScanJSON.writeAccount(ignored: ignored, inputs: inputs, to: &json)
    case .report(let path, let version, let status):
      json.member("origin", "report")
      ScanJSON.writePath(path, to: &json)
      json.member("version", version)
      json.member("status", status.rawValue)
    case .days(let days, let activeCount):
      json.member("origin", "days")
      json.member("firstDay", Timestamp(day: days.lowerBound).dateText)
      json.member("lastDay", Timestamp(day: days.upperBound).dateText)
      json.member("activeDayCount", activeCount)
    }
  }

  // MARK: What differs

  /// Writes how many addresses and changes there are.
  static func writeCounts(_ report: ComparisonReport, to json: inout JSONWriter) {
    json.array("families") { json in
      for comparison in report.comparisons {
        json.object(.compact) { json in
          json.member("family", comparison.family.rawValue)
          json.member("beforeCount", comparison.beforeCount)
          json.member("afterCount", comparison.afterCount)
          json.member("commonCount", comparison.commonCount)
        }
      }
    }
    json.object("counts", .compact) { json in
      for kind in Change.Kind.allCases {
        json.member(named: kind.rawValue, report.count(kind))
      }
    }
    json.member("omittedCount", report.omittedCount)
  }

  /// Writes the members of one change.
  static func writeChange(_ change: Change, to json: inout JSONWriter) {
    json.member("kind", change.kind.rawValue)
    json.member("surprise", change.surprise)
    json.member("family", change.family?.rawValue)
    if change.isOfNetwork {
      json.member("network", change.network?.description)
      json.member("addressCount", change.members.count)
      json.array("addresses") { json in
        for address in change.members { json.value(address.description) }
      }
    } else {
      json.member("address", change.address?.description)
      if change.kind == .moved {
        json.member("previousAddress", change.before?.address.description)
      }
      json.member("network", change.surroundingNetwork?.description)
    }
    if let before = change.before {
      json.object("before") { json in writeHost(before, to: &json) }
    }
    if let after = change.after {
      json.object("after") { json in writeHost(after, to: &json) }
    }
    writeGrounds(change, to: &json)
    json.member("reason", ChangeWords.reason(of: change))
  }

  private static func writeHost(_ host: Host, to json: inout JSONWriter) {
    for (index, measure) in HostMeasure.allCases.enumerated() {
      json.member(named: measure.rawValue, host[at: index])
    }
    json.member("firstTimestamp", host.firstTimestamp?.description)
    json.member("lastTimestamp", host.lastTimestamp?.description)
  }

  /// Writes what the surprise was taken from.
  private static func writeGrounds(_ change: Change, to json: inout JSONWriter) {
    if let surroundings = change.surroundings {
      json.object("surroundings") { json in
        json.member("network", surroundings.network?.description)
        json.member("otherCount", surroundings.otherCount)
        json.member("alikeCount", surroundings.alikeCount)
      }
    }
    if !change.shifts.isEmpty {
      json.array("shifts") { json in
        for shift in change.shifts {
          json.object { json in
            json.member("measure", shift.measure.rawValue)
            json.member("before", shift.before)
            json.member("after", shift.after)
            json.member("deviation", shift.deviation)
          }
        }
      }
    }
    json.member("sharedPeerShare", change.sharedPeerShare)
    if let clusters = change.clusters {
      json.object("previousCluster") { json in writeCluster(clusters.before, to: &json) }
      json.object("cluster") { json in writeCluster(clusters.after, to: &json) }
    }
  }

  private static func writeCluster(_ cluster: Change.Cluster, to json: inout JSONWriter) {
    json.member("otherCount", cluster.otherCount)
    json.member("alikeCount", cluster.alikeCount)
    json.array("traits") { json in
      for trait in cluster.traits {
        json.object { json in
          json.member("measure", trait.measure.rawValue)
          json.member("level", trait.isMany ? "many" : "few")
        }
      }
    }
  }
}
