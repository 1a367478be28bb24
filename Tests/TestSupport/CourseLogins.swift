import Foundation
import Records
import Synchronization

/// Logs of logins of the field's course, which lie beside the checkout where there are any.
public enum CourseLogins {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/data/logins/ch_11")

  public static let areThere = FileManager.default.fileExists(atPath: folder.path)

  /// Midnight of a day.
  public static func time(_ day: String) -> Timestamp {
    guard let time = Timestamp(day + "T00:00:00Z") else {
      preconditionFailure("'\(day)' is a day")
    }
    return time
  }

  private static let known = Mutex<[String: [LoginAttempt]]>([:])

  /// The rows of a file that has neither quotes nor faults, read once for all tests.
  public static func attempts(_ name: String) throws -> [LoginAttempt] {
    try known.withLock { known in
      if let attempts = known[name] { return attempts }
      let attempts = try read(name)
      known[name] = attempts
      return attempts
    }
  }

  private static func read(_ name: String) throws -> [LoginAttempt] {
    try rows(name).compactMap { fields in
      guard fields.count == 5, let time = Timestamp(fields[0]), let address = IPAddress(fields[1])
      else { return nil }
      return LoginAttempt(
        time: time, sourceAddress: address, username: String(fields[2]),
        isSuccess: fields[3] == "True",
        failureReason: fields[4].isEmpty ? nil : String(fields[4]))
    }
  }

  public static func attacks(_ name: String) throws -> [Attack] {
    try rows(name).compactMap { fields in
      guard fields.count == 3, let start = Timestamp(fields[0]), let end = Timestamp(fields[1])
      else { return nil }
      return Attack(start: start, end: end, sourceAddress: IPAddress(fields[2]))
    }
  }

  private static func rows(_ name: String) throws -> [[Substring]] {
    let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }
}
