import Features
import Foundation
import Records
import Testing

@testable import Scanning

/// Figures that pandas gave for the periods of the course's log, which lie beside the checkout where
/// there are any.
enum CourseFigures {
  private static let shared = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
  private static let folder = shared.appending(path: "data/logins/ch_11")
  private static let reference = shared.appending(path: "reference/logins_lab11.json")

  static let areThere =
    FileManager.default.fileExists(atPath: folder.path)
    && FileManager.default.fileExists(atPath: reference.path)
  static let absence: Comment = "no '../shared/data/logins' and '../shared/reference'"

  static func path(_ name: String) -> InputPath { InputPath(folder.appending(path: name).path) }

  /// `X.2018-01.rows` and its like, by name.
  static func features() throws -> [String: Any] {
    let root =
      try JSONSerialization.jsonObject(with: Data(contentsOf: reference)) as? [String: Any]
    let figures = try #require(root?["figures"] as? [[String: Any]])
    let pairs = figures.filter { $0["section"] as? String == "features" }
      .map { ($0["key"] as? String ?? "", $0["got"] as Any) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}

@Suite(.enabled(if: CourseFigures.areThere, CourseFigures.absence)) struct CoursePeriodsTests {
  static let periods: [(name: String, from: String, to: String)] = [
    ("2018-01", "2018-01-01", "2018-02-01"), ("2018-02", "2018-02-01", "2018-03-01"),
    ("2018-03", "2018-03-01", "2018-04-01"), ("2018-Q2", "2018-04-01", "2018-07-01"),
    ("2018", "2018-01-01", "2019-01-01"), ("2019-01", "2019-01-01", "2019-02-01"),
    ("2019-02", "2019-02-01", "2019-03-01"), ("2019-03", "2019-03-01", "2019-04-01"),
  ]

  private func log(
    _ names: [String], from: String? = nil, to: String? = nil, labels: String? = nil
  ) throws -> LoginLog {
    var selection = LoginSelection()
    selection.from = try from.map { try #require(Timestamp("\($0)T00:00:00Z")) }
    selection.to = try to.map { try #require(Timestamp("\($0)T00:00:00Z")) }
    let log = LoginSource(selection: selection, labels: labels.map(CourseFigures.path)).read(
      names.map { InputSource(path: CourseFigures.path($0)) }, isCancelled: { false },
      progress: { _ in })
    #expect(log.account.status == .ok)
    return log
  }

  @Test(arguments: periods)
  func tablesAreThoseOfThePeriods(name: String, from: String, to: String) throws {
    let figures = try CourseFigures.features()
    let table = try log(["logs.db"], from: from, to: to).minuteTable()
    func expect(_ key: String, _ value: Int, isNeeded: Bool = true) throws {
      guard let figure = figures[key] else {
        #expect(!isNeeded, "no figure \(key)")
        return
      }
      #expect(figure as? Int == value, "\(key)")
    }
    let counts = table.busyRows.map(\.usernamesWithFailures)
    try expect("X.\(name).rows", table.rowCount)
    try expect("X.\(name).columns", MinuteTable.schema.features.count)
    try expect("X.\(name).rows_by_rule", table.rowCount)
    try expect("X.\(name).rows_with_zero_usernames", table.rowCount - counts.count)
    try expect("X.\(name).max_usernames", counts.max() ?? 0)
    try expect("X.\(name).sum_usernames", counts.reduce(0, +))
    try expect("y.\(name).positives", try #require(table.attackRowCount))
    for (key, index) in [("first", 0), ("last", table.rowCount - 1)] {
      let minute = try #require(figures["X.\(name).\(key)_minute"] as? String)
      #expect(
        Timestamp(minute.replacing(" ", with: "T") + "Z")?.seconds == table.seconds(ofRow: index))
    }
  }

  @Test func januaryHasFewDifferentRows() throws {
    let distinct = try log(["logs.db"], from: "2018-01-01", to: "2018-02-01").minuteTable()
      .distinctRows
    #expect(distinct.multiplicities.count == 331)
    #expect(distinct.multiplicities.reduce(0, +) == 44_557)
  }

  /// The database holds what the tables of both years do.
  @Test func tablesAndDatabaseTellTheSame() throws {
    let database = try log(["logs.db"])
    let tables = try log(["logs_2019.csv", "logs_2018.csv"], labels: "hackers_2018.csv")
    #expect(tables.attempts == database.attempts)
    let figures = try CourseFigures.features()
    #expect(tables.attacks?.count == figures["attacks_2018.rows"] as? Int)
    let both = try log(["logs_2019.csv"], labels: "logs.db")
    #expect(both.attacks == database.attacks && both.attacks?.count == 72)
  }
}
