import Records

/// A log of logins as comma-separated values, in the columns of the field's data.
public enum LoginCSV {
  static let columns = ["datetime", "source_ip", "username", "success", "failure_reason"]

  public static func write(_ attempts: [LoginAttempt], to output: OutputBuffer) {
    output.write(columns.joined(separator: ",") + "\n")
    for attempt in attempts where !output.hasFailed {
      let fields = [
        attempt.time.zonelessText, attempt.sourceAddress.description,
        CSVText.field(attempt.username), attempt.isSuccess ? "True" : "False",
        CSVText.field(attempt.failureReason ?? ""),
      ]
      output.write(fields.joined(separator: ",") + "\n")
    }
  }
}

/// Attacks as comma-separated values: what `--labels` reads.
public enum AttackCSV {
  static let columns = ["start", "end", "source_ip"]

  public static func write(_ attacks: [Attack], to output: OutputBuffer) {
    output.write(columns.joined(separator: ",") + "\n")
    for attack in attacks {
      let fields = [
        attack.start.zonelessText, attack.end.zonelessText,
        attack.sourceAddress?.description ?? "",
      ]
      output.write(fields.joined(separator: ",") + "\n")
    }
  }
}
