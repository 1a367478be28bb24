import Detection
import Records

/// Incidents in words: when, how bad, whose names, from where.
struct IncidentText {
  private let style: TextStyle
  /// Names and addresses told of each incident; JSON has all.
  private static let shownCount = 8

  init(style: TextStyle) { self.style = style }

  /// The worst first; at most as many as the style lists.
  func lines(_ incidents: [LoginIncident]) -> [String] {
    let limit = style.findingLimit == 0 ? incidents.count : style.findingLimit
    let worst = incidents.indices.sorted { left, right in
      (incidents[right].score, left) < (incidents[left].score, right)
    }
    var lines = worst.prefix(limit).flatMap { self.lines(of: incidents[$0]) }
    let rest = incidents.count - limit
    if rest > 0 {
      lines.append("  and \(rest.counted("other", "others")) of lower scores; --top 0 lists all")
    }
    return lines
  }

  private func lines(of incident: LoginIncident) -> [String] {
    let end =
      incident.periods.count == 1 ? "" : " to " + incident.end.clockText.suffix(8).description
    let head =
      "  \(incident.start.clockText)\(end)  score \(incident.score.rounded(digitCount: 3))  "
      + incident.periods.count.counted("minute", "minutes")
    return [Paint.alarm(head, style)]
      + paragraphs(incident).flatMap { text in
        style.wrap(text, to: style.columnCount - 6).map { "      " + $0 }
      }
  }

  private func paragraphs(_ incident: LoginIncident) -> [String] {
    guard incident.failureCount > 0 else {
      let attempts =
        incident.attemptCount == 0
        ? "nobody tried to log in"
        : "nothing failed of \(incident.attemptCount.counted("attempt", "attempts"))"
      return ["\(attempts); what is unusual is the time itself"]
    }
    let names = incident.failingUsernames.count.counted("user name", "user names")
    let addresses = incident.failingAddresses.count.counted("address", "addresses")
    var texts = [
      "\(incident.failureCount.counted("failure", "failures")) of \(names) from \(addresses), in "
        + incident.attemptCount.counted("attempt", "attempts"),
      "names: " + list(incident.failingUsernames.map { ($0.name, $0.count) }),
      "from: " + list(incident.failingAddresses.map { ($0.address.description, $0.count) }),
    ]
    let suspects = incident.suspectSuccesses
    if !suspects.isEmpty {
      texts.append("perhaps guessed: " + list(suspects.map { ($0, 1) }))
    }
    return texts
  }

  private func list(_ items: [(name: String, count: Int)]) -> String {
    let shown = items.prefix(Self.shownCount).map { name, count in
      let text = TerminalText.escape(name, isUnicode: style.isUnicode)
      return count == 1 ? text : "\(text) (\(count.grouped))"
    }
    let rest = items.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest.grouped) more" : "")
  }
}
