import Features
import Records

/// The charts of an exploration.
enum ExplorationCharts {
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  /// Bins of the rates of addresses.
  private static let binCount = 20

  static func charts(_ exploration: LoginExploration) -> [Chart] {
    [
      attemptsOfAddresses(exploration.pivot), ratesOfAddresses(exploration.pivot),
      usernames(exploration.minutes), hours(exploration.hours), weekdays(exploration.hours),
    ] + (exploration.attacks.isEmpty ? [] : [around(exploration.attacks)])
  }

  private static func attemptsOfAddresses(_ pivot: AddressPivot) -> Chart {
    Chart(
      name: "successes-of-addresses", title: "Attempts and successes of each source address",
      kind: .scatter, xTitle: "attempts", yTitle: "successes",
      series: [
        Chart.Series(
          name: "addresses",
          points: pivot.rows.map { (Double($0.attemptCount), Double($0.successCount)) })
      ])
  }

  private static func ratesOfAddresses(_ pivot: AddressPivot) -> Chart {
    var counts = [Int](repeating: 0, count: binCount)
    for row in pivot.rows {
      counts[min(binCount - 1, row.successCount * binCount / row.attemptCount)] += 1
    }
    let names = (0..<binCount).map { bin in
      "\(bin * 100 / binCount)–\((bin + 1) * 100 / binCount) %"
    }
    return Chart(
      name: "success-rates", title: "Source addresses by their success rate",
      xTitle: "success rate", yTitle: "addresses", categories: names, [("addresses", counts)])
  }

  private static func usernames(_ minutes: MinuteDistributions) -> Chart {
    let largest = minutes.all.minuteCounts.last?.usernameCount ?? 0
    func heights(_ group: MinuteDistributions.Group) -> [Int] {
      var counts = [Int](repeating: 0, count: largest)
      for pair in group.minuteCounts { counts[pair.usernameCount - 1] = pair.minuteCount }
      return counts
    }
    return Chart(
      name: "usernames-with-failures",
      title: "Minutes by the number of user names that failed in them",
      xTitle: "user names with failures", yTitle: "minutes",
      categories: (0..<largest).map { "\($0 + 1)" },
      [("quiet", heights(minutes.quiet)), ("attacked", heights(minutes.attacked))])
  }

  private static func hours(_ profile: HourlyProfile) -> Chart {
    Chart(
      name: "hours", title: "Attempts by hour of the day, UTC", xTitle: "hour",
      yTitle: "attempts", categories: (0..<24).map { "\($0)" },
      [("attempts", profile.attemptCounts), ("failures", profile.failureCounts)])
  }

  private static func weekdays(_ profile: HourlyProfile) -> Chart {
    Chart(
      name: "weekdays", title: "Attempts by day of the week, UTC", xTitle: "day",
      yTitle: "attempts", categories: weekdays,
      [
        ("attempts", profile.weekdayAttemptCounts), ("failures", profile.weekdayFailureCounts),
      ])
  }

  /// A line for each attack, its minutes counted from the first attacked one.
  private static func around(_ attacks: [AttackProfile]) -> Chart {
    Chart(
      name: "around-attacks", title: "User names with failures per minute around each attack",
      kind: .line, xTitle: "minutes since the attack began", yTitle: "user names with failures",
      series: attacks.map { profile in
        Chart.Series(
          name: profile.attack.start.description,
          points: profile.minutes.enumerated().map { index, minute in
            (Double(index) - Double(AttackProfile.margin), Double(minute.usernamesWithFailures))
          })
      })
  }
}
