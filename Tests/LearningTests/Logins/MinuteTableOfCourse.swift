import Foundation
import LinearAlgebra
import Synchronization
import Testing

/// The course's table of minutes: usernames with failures, day of week and hour, and whether an
/// attack was on; built here from its files, without the product's own readers.
struct MinuteTableOfCourse: Sendable {
  /// `[minuteCount × 32]`.
  let samples: Matrix
  let labels: [Bool]

  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/data/logins/ch_11")
  static let isThere = FileManager.default.fileExists(atPath: folder.path)
  static let absence: Comment = "no folder '../shared/data/logins/ch_11'"

  private static let made = Mutex<[String: MinuteTableOfCourse]>([:])

  /// Minutes from the first failure to the last, both included, of days `from` to `to`, which is
  /// not included, such as `2018-01-01`; made once for all tests.
  static func of(_ from: String, to: String) throws -> MinuteTableOfCourse {
    try made.withLock { made in
      let days = "\(from) \(to)"
      if let table = made[days] { return table }
      let table = try MinuteTableOfCourse(from: from, to: to)
      made[days] = table
      return table
    }
  }

  private init(from: String, to: String) throws {
    let year = from.prefix(4)
    func rows(_ name: String) throws -> [[Substring]] {
      let file = Self.folder.appending(path: "\(name)_\(year).csv")
      return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }
    var usernames: [Int: Set<Substring>] = [:]
    for row in try rows("logs") where row[3] == "False" && row[0] >= from && row[0] < to {
      usernames[Self.minute(row[0]), default: []].insert(row[2])
    }
    let first = try #require(usernames.keys.min())
    let last = try #require(usernames.keys.max())
    var samples = Matrix(rowCount: last - first + 1, columnCount: 32)
    for minute in first...last {
      let row = minute - first
      samples[row, 0] = Double(usernames[minute]?.count ?? 0)
      // 1970-01-01 was a Thursday, the fourth of a week's days from Monday.
      samples[row, 1 + (minute / 1_440 + 3) % 7] = 1
      samples[row, 8 + minute / 60 % 24] = 1
    }
    var labels = Array(repeating: false, count: samples.rowCount)
    for row in try rows("hackers") {
      let start = Self.minute(row[0])
      let end = Self.minute(row[1]) + (row[1].dropFirst(17).contains { $0 > "0" } ? 1 : 0)
      for minute in max(start, first)...max(min(end, last), max(start, first))
      where minute <= min(end, last) {
        labels[minute - first] = true
      }
    }
    self.samples = samples
    self.labels = labels
  }

  /// Minutes since 1970 of a text such as `2018-01-02 02:31:43.326264`.
  private static func minute(_ text: Substring) -> Int {
    let parts = text.split { "-: .".contains($0) }.compactMap { Int($0) }
    // Days from civil, Howard Hinnant, "chrono-compatible low-level date algorithms" (2013).
    let year = parts[0] - (parts[1] <= 2 ? 1 : 0)
    let dayOfYear = (153 * (parts[1] + (parts[1] > 2 ? -3 : 9)) + 2) / 5 + parts[2] - 1
    let days = year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    return days * 1_440 + parts[3] * 60 + parts[4]
  }
}
