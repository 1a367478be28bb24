import Detection
import Records

/// One prediction of `logins follow` as a line of JSON, described by
/// docs/schemas/logins-follow.schema.json.
public enum PredictionLine {
  static let schema = "ipclust.logins.follow"
  static let schemaVersion = 1

  /// Names and addresses that a line lists, those with most failures first.
  static let listedCount = 20

  /// What every line begins with.
  private static let beginning = "{\"schema\":\"\(schema)\","

  public static func write(_ prediction: LoginPrediction, to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object(.compact) { json in
      json.member("schema", schema)
      json.member("schemaVersion", schemaVersion)
      json.member("time", prediction.time.description)
      json.member("usernames_with_failures", prediction.usernamesWithFailures)
      json.member("score", prediction.score)
      json.member("isAttack", prediction.isAttack)
      json.member("incident", prediction.incident?.description)
      if let evidence = prediction.evidence { write(evidence, to: &json) }
    }
    json.endDocument()
  }

  private static func write(_ evidence: FlaggedPeriod, to json: inout JSONWriter) {
    json.member("attemptCount", evidence.attemptCount)
    json.member("failureCount", evidence.failureCount)
    json.member("usernameCount", evidence.failingUsernames.count)
    json.array("usernames") { json in
      for tally in evidence.failingUsernames.prefix(listedCount) {
        json.object { json in
          json.member("name", tally.name)
          json.member("failureCount", tally.count)
        }
      }
    }
    json.member("addressCount", evidence.failingAddresses.count)
    json.array("addresses") { json in
      for tally in evidence.failingAddresses.prefix(listedCount) {
        json.object { json in
          json.member("address", tally.address.description)
          json.member("failureCount", tally.count)
        }
      }
    }
    guard !evidence.suspectSuccesses.isEmpty else { return }
    json.array("suspectSuccesses") { json in
      for name in evidence.suspectSuccesses.prefix(listedCount) { json.value(name) }
    }
  }

  // MARK: Reading

  /// Whether a file that begins with `bytes` may hold such lines, or was cut in the first.
  public static func mayBegin(_ bytes: some Sequence<UInt8>) -> Bool {
    zip(bytes, beginning.utf8).allSatisfy { $0 == $1 }
  }

  /// When the period of a line begins, and its incident; nil for what is no such line.
  public static func place(
    _ line: [UInt8]
  ) -> (time: Timestamp, incident: Timestamp?)? {
    guard let members = try? JSONDocument(line).root.members(),
      (try? members["schema"]?.string()) == schema,
      (try? members["schemaVersion"]?.integer(in: schemaVersion...schemaVersion)) != nil,
      let time = (try? members["time"]?.string()).flatMap({ Timestamp($0) })
    else { return nil }
    return (time, (try? members["incident"]?.string()).flatMap { Timestamp($0) })
  }
}
