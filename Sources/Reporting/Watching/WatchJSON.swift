import Features
import Records
import State

/// What a run of watching did and found, as one JSON document.
public enum WatchJSON {
  public static let schema = "ipclust.watch"
  public static let schemaVersion = 1

  public static func write(_ report: WatchReport, to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", schema)
      json.member("schemaVersion", schemaVersion)
      json.member("version", report.version)
      json.member("status", report.status.rawValue)
      json.member("wasInterrupted", report.wasInterrupted)
      writeFiles(report.files, to: &json)
      writeCaptures(report.captures, to: &json)
      json.array("unreadable") { json in
        for one in report.unreadable {
          json.object(.compact) { json in
            ScanJSON.writePath(one.path, to: &json)
            json.member("class", one.failure.class.rawValue)
            json.member("message", one.failure.message)
          }
        }
      }
      writeStanding(report, to: &json)
      json.array("drift") { json in
        for text in report.drift { json.value(text) }
      }
      json.array("findings") { json in
        for one in report.findings {
          json.object { json in write(one, to: &json) }
        }
      }
      json.array("unusedAllowEntries") { json in
        for text in report.unusedAllowEntries { json.value(text) }
      }
      json.array("deliveries") { json in
        for one in report.deliveries {
          json.object(.compact) { json in
            json.member("sink", one.sink)
            json.member("sentCount", one.sentCount)
            json.member("pendingCount", one.pendingCount)
            json.member("failure", one.failure)
          }
        }
      }
    }
    json.endDocument()
  }

  private static func writeFiles(_ files: WatchReport.FileCounts, to json: inout JSONWriter) {
    json.object("files") { json in
      json.member("listed", files.listed)
      json.member("unchanged", files.unchanged)
      json.member("known", files.known)
      json.member("waiting", files.waiting)
      json.member("vanished", files.vanished)
      json.array("ignored") { json in
        for (reason, count) in files.ignored.sorted(by: { $0.key < $1.key }) {
          json.object(.compact) { json in
            json.member("reason", reason)
            json.member("count", count)
          }
        }
      }
    }
  }

  private static func writeCaptures(
    _ captures: [WatchReport.Capture], to json: inout JSONWriter
  ) {
    json.array("captures") { json in
      for capture in captures {
        json.object { json in
          json.member("standing", capture.standing.rawValue)
          json.member("newRecordCount", capture.newRecordCount)
          json.member("newUsedPacketCount", capture.newUsedPacketCount)
          json.object("input") { json in ScanJSON.writeInput(capture.summary, to: &json) }
        }
      }
    }
  }

  private static func writeStanding(_ report: WatchReport, to json: inout JSONWriter) {
    if let learning = report.learning {
      json.object("learning", .compact) { json in
        json.member("activeDayCount", learning.activeDayCount)
        json.member("neededDayCount", learning.neededDayCount)
      }
    }
    guard let baseline = report.baseline else { return }
    json.object("baseline") { json in
      json.member("start", Self.text(baseline.startSeconds))
      json.member("end", Self.text(baseline.endSeconds))
      json.member("isNew", baseline.isNew)
      json.array("populations") { json in
        for population in baseline.populations {
          json.object(.compact) { json in
            json.member("side", population.side.rawValue)
            json.member("family", population.family.rawValue)
            json.member("addressCount", population.addressCount)
            json.member("judges", population.judges)
          }
        }
      }
    }
  }

  private static func text(_ seconds: Int64) -> String {
    Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0).description
  }

  private static func write(_ reported: WatchReport.Reported, to json: inout JSONWriter) {
    let finding = reported.finding
    json.member("id", finding.id)
    json.member("detector", finding.detector.rawValue)
    json.member("side", finding.side.rawValue)
    json.member("address", "\(finding.address)")
    json.member("windowStart", text(finding.windowStart))
    json.member("anomalyScore", finding.anomalyScore)
    json.member("pValue", finding.pValue)
    json.member("reference", finding.reference)
    json.array("reasons") { json in
      for reason in finding.reasons { json.value(reason) }
    }
    json.object("capture", .compact) { json in
      ScanJSON.writePath(finding.capturePath, to: &json)
      json.member("firstPacket", finding.firstPacket)
      json.member("packetCount", finding.packetCount)
      json.member("byteCount", finding.byteCount)
      json.member("firstTimestamp", finding.firstTimestamp?.description)
      json.member("lastTimestamp", finding.lastTimestamp?.description)
    }
    switch reported.silence {
    case nil: break
    case .allowed(let entry): writeSilence("allowed", entry, to: &json)
    case .benign(let why): writeSilence("benign", why, to: &json)
    case .coolingDown(let id): writeSilence("cooling-down", id, to: &json)
    }
  }

  private static func writeSilence(
    _ reason: String, _ detail: String, to json: inout JSONWriter
  ) {
    json.object("silence", .compact) { json in
      json.member("reason", reason)
      json.member("detail", detail)
    }
  }
}
