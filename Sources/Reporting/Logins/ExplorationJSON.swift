import Features
import Records

/// `logins explore --format json`: the tables, and the charts as data.
enum ExplorationJSON {
  static func write(
    _ exploration: LoginExploration, run: LoginRun, to output: OutputBuffer
  ) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", LoginExplorationReport.schema)
      json.member("schemaVersion", 1)
      LoginRunJSON.write(run, to: &json) { _ in }
      json.member("attemptCount", exploration.attemptCount)
      json.member("firstTimestamp", exploration.firstTime?.description)
      json.member("lastTimestamp", exploration.lastTime?.description)
      json.array("columns") { json in
        write(exploration.sourceAddresses, "source_ip", to: &json)
        write(exploration.usernames, "username", to: &json)
        write(exploration.failureReasons, "failure_reason", to: &json)
      }
      json.member("successfulUsernameCount", exploration.successfulUsernameCount)
      write(exploration.successes, "success", to: &json)
      json.array("failureReasons", .compact) { json in
        for reason in exploration.failureReasonCounts {
          json.object { json in
            json.member("reason", reason.name)
            json.member("count", reason.count)
          }
        }
      }
      write(exploration.usernamesPerAddress, "usernamesPerAddress", to: &json)
      json.object("pivot") { json in write(exploration.pivot, to: &json) }
      json.object("minutes") { json in write(exploration.minutes, to: &json) }
      json.array("attacks") { json in
        for profile in exploration.attacks {
          json.object(.compact) { json in write(profile, to: &json) }
        }
      }
      Chart.write(ExplorationCharts.charts(exploration), to: &json)
    }
    json.endDocument()
  }

  private static func write(
    _ summary: ColumnSummary, _ name: String, to json: inout JSONWriter
  ) {
    json.object(.compact) { json in
      json.member("name", name)
      json.member("count", summary.count)
      json.member("uniqueCount", summary.uniqueCount)
      json.member("top", summary.top)
      json.member("topCount", summary.topCount)
    }
  }

  static func write(
    _ summary: NumberSummary?, _ key: StaticString, to json: inout JSONWriter
  ) {
    guard let summary else { return }
    json.object(key, .compact) { json in
      json.member("count", summary.count)
      json.member("mean", summary.mean)
      json.member("standardDeviation", summary.standardDeviation)
      json.member("minimum", summary.minimum)
      json.member("lowerQuartile", summary.lowerQuartile)
      json.member("median", summary.median)
      json.member("upperQuartile", summary.upperQuartile)
      json.member("maximum", summary.maximum)
    }
  }

  private static func write(_ pivot: AddressPivot, to json: inout JSONWriter) {
    json.array("reasons", .compact) { json in
      for reason in pivot.reasons { json.value(reason) }
    }
    json.array("rows") { json in
      for row in pivot.rows {
        json.object(.compact) { json in
          json.member("address", row.address.description)
          json.member("attemptCount", row.attemptCount)
          json.member("failureCounts", row.failureCounts)
          json.member("successCount", row.successCount)
          json.member("successRate", row.successRate)
          json.member("errorRate", row.errorRate)
        }
      }
    }
  }

  private static func write(_ minutes: MinuteDistributions, to json: inout JSONWriter) {
    write(minutes.attempts, "attempts", to: &json)
    for (key, group) in [
      ("all" as StaticString, minutes.all), ("attacked", minutes.attacked),
      ("quiet", minutes.quiet),
    ] {
      json.object(key) { json in
        json.member("minuteCount", group.minuteCount)
        write(group.failures, "failures", to: &json)
        write(group.usernamesWithFailures, "usernamesWithFailures", to: &json)
        json.array("minuteCounts", .compact) { json in
          for pair in group.minuteCounts {
            json.object { json in
              json.member("usernameCount", pair.usernameCount)
              json.member("minuteCount", pair.minuteCount)
            }
          }
        }
      }
    }
  }

  private static func write(_ profile: AttackProfile, to json: inout JSONWriter) {
    json.member("start", profile.attack.start.description)
    json.member("end", profile.attack.end.description)
    json.member("sourceAddress", profile.attack.sourceAddress?.description)
    json.array("minutes") { json in
      for minute in profile.minutes {
        json.object { json in
          json.member("time", minute.time.description)
          json.member("usernamesWithFailures", minute.usernamesWithFailures)
          json.member("isAttacked", minute.isAttacked)
        }
      }
    }
  }
}
