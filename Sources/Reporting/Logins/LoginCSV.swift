import Records

/// A log of logins as comma-separated values, in the columns of the field's data.
public enum LoginCSV {
  static let columns = ["datetime", "source_ip", "username", "success", "failure_reason"]

  public static func write(_ attempts: [LoginAttempt], to output: OutputBuffer) {
    CSVText.write(columns, to: output)
    for attempt in attempts where !output.hasFailed {
      let fields = [
        attempt.time.zonelessText, attempt.sourceAddress.description,
        CSVText.field(attempt.username), attempt.isSuccess ? "True" : "False",
        CSVText.field(attempt.failureReason ?? ""),
      ]
      CSVText.write(fields, to: output)
    }
  }
}

/// Attacks as comma-separated values: what `--labels` reads.
public enum AttackCSV {
  static let columns = ["start", "end", "source_ip"]

  public static func write(_ attacks: [Attack], to output: OutputBuffer) {
    CSVText.write(columns, to: output)
    for attack in attacks {
      let fields = [
        attack.start.zonelessText, attack.end.zonelessText,
        attack.sourceAddress?.description ?? "",
      ]
      CSVText.write(fields, to: output)
    }
  }
}
