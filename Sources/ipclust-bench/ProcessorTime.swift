#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Processor time as the system accounts it.
enum ProcessorTime {
  static let runCount = 5

  /// Runs `work` five times, and returns the median of its seconds and what the last run gave.
  static func median<Result>(_ work: () throws -> Result) rethrows -> (Double, Result) {
    var result = try work()
    var seconds: [Double] = []
    for _ in 0..<runCount {
      let start = ofThisProcess
      result = try work()
      seconds.append(ofThisProcess - start)
    }
    return (median(of: seconds), result)
  }

  static func median(of seconds: [Double]) -> Double { seconds.sorted()[seconds.count / 2] }

  /// User and system seconds of all threads so far.
  static var ofThisProcess: Double { seconds(0) }

  /// The same for children that have ended.
  static var ofChildren: Double { seconds(-1) }

  /// - Parameter who: RUSAGE_SELF 0 or RUSAGE_CHILDREN −1, whose types differ between systems.
  private static func seconds(_ who: Int32) -> Double {
    var usage = rusage()
    getrusage(who, &usage)
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
