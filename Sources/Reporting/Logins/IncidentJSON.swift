import Detection
import Records

/// Incidents as members of a document.
enum IncidentJSON {
  static func write(_ incidents: [LoginIncident], to json: inout JSONWriter) {
    json.array("incidents") { json in
      for incident in incidents { json.object(.compact) { json in write(incident, to: &json) } }
    }
  }

  private static func write(_ incident: LoginIncident, to json: inout JSONWriter) {
    json.member("start", incident.start.description)
    json.member("end", incident.end.description)
    json.member("score", incident.score)
    json.member("attemptCount", incident.attemptCount)
    json.member("failureCount", incident.failureCount)
    write(incident.failingUsernames, incident.failingAddresses, to: &json)
    writeSuspects(incident.suspectSuccesses, to: &json)
    json.array("periods") { json in
      for period in incident.periods {
        json.object { json in
          json.member("time", period.time.description)
          json.member("score", period.score)
          json.member("attemptCount", period.attemptCount)
          json.member("failureCount", period.failureCount)
          write(period.failingUsernames, period.failingAddresses, to: &json)
          writeSuspects(period.suspectSuccesses, to: &json)
        }
      }
    }
  }

  private static func write(
    _ usernames: [Tally], _ addresses: [AddressTally], to json: inout JSONWriter
  ) {
    json.array("usernames") { json in
      for tally in usernames {
        json.object { json in
          json.member("name", tally.name)
          json.member("failureCount", tally.count)
        }
      }
    }
    json.array("addresses") { json in
      for tally in addresses {
        json.object { json in
          json.member("address", tally.address.description)
          json.member("failureCount", tally.count)
        }
      }
    }
  }

  private static func writeSuspects(_ names: [String], to json: inout JSONWriter) {
    guard !names.isEmpty else { return }
    json.array("suspectSuccesses") { json in
      for name in names { json.value(name) }
    }
  }
}
