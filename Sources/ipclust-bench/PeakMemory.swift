import Foundation

/// The most memory that was resident, as Linux accounts it.
enum PeakMemory {
  /// Begins anew, so that the peak of one piece of work can be told from that of others.
  static func reset() {
    // Where the system has no such file the peak is that of the whole process.
    try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
  }

  /// Bytes since `reset`; 0 where the system does not tell.
  static var bytes: Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
    else { return 0 }
    return kibibytes * 1024
  }

  static func text(_ bytes: Int) -> String { "peak \(bytes >> 20) MiB" }

  /// Runs `work` as `ProcessorTime.median` does, and tells its peak as well.
  static func measured<Result>(
    _ work: () throws -> Result
  ) rethrows -> (seconds: Double, result: Result, peak: String) {
    reset()
    let (seconds, result) = try ProcessorTime.median(work)
    return (seconds, result, text(bytes))
  }
}
