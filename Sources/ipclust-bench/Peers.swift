import Foundation

/// Other programs that do the same work, where they are installed.
struct Peers {
  let libpcapLoop: String?
  let csvLoop: String?
  let scikitLearn: String?
  /// What runs `scikitLearn`.
  let python: String

  /// Runs a program five times, or until it has used ten seconds.
  ///
  /// - Returns: nil without seconds where the program is not there or does not succeed.
  func program(_ name: String, _ arguments: [String]?, result: (String) -> String) -> Measurement {
    guard let arguments else { return Measurement(name: name, cpuSeconds: nil, result: "") }
    var seconds: [Double] = []
    var output = ""
    while seconds.count < ProcessorTime.runCount, seconds.reduce(0, +) < 10 {
      let start = ProcessorTime.ofChildren
      guard let text = Self.output(of: arguments) else {
        return Measurement(name: name, cpuSeconds: nil, result: "")
      }
      seconds.append(ProcessorTime.ofChildren - start)
      output = text
    }
    return Measurement(
      name: name, cpuSeconds: ProcessorTime.median(of: seconds), result: result(output))
  }

  /// Fits by scikit-learn, which times itself five times without its start.
  ///
  /// The script prints seconds and the figure of merit, a blank between them.
  func scikitLearn(
    _ arguments: [String], named name: String = "scikit-learn", figure: String
  ) -> Measurement {
    guard let scikitLearn,
      let output = Self.output(of: [python, scikitLearn] + arguments)
    else {
      return Measurement(name: name, cpuSeconds: nil, result: "")
    }
    let fields = output.split(whereSeparator: \.isWhitespace)
    guard fields.count == 2, let seconds = Double(fields[0]) else {
      return Measurement(name: name, cpuSeconds: nil, result: "")
    }
    return Measurement(name: name, cpuSeconds: seconds, result: "\(figure) \(fields[1])")
  }

  /// Fits by each of `names`, which time themselves five times without their start.
  ///
  /// The script prints seconds, the figure of merit and the peak of memory, blanks between them.
  func learning(
    _ names: [String], _ arguments: [String], figure: String
  ) -> [Measurement] {
    names.map { name in
      guard let scikitLearn,
        let output = Self.output(of: [python, scikitLearn, name] + arguments)
      else {
        return Measurement(name: name, cpuSeconds: nil, result: "")
      }
      let fields = output.split(whereSeparator: \.isWhitespace)
      guard fields.count == 3, let seconds = Double(fields[0]), let peak = Int(fields[2]) else {
        return Measurement(name: name, cpuSeconds: nil, result: "")
      }
      return Measurement(
        name: name, cpuSeconds: seconds,
        result: "\(figure) \(fields[1]), \(PeakMemory.text(peak))")
    }
  }

  static func output(of arguments: [String]) -> String? { timedOutput(of: arguments)?.text }

  /// What a program writes, and the seconds by the clock until its output ends; nil where it is not there
  /// or does not succeed.
  ///
  /// Not until its end is noticed, which takes Foundation up to a tenth of a second longer.
  static func timedOutput(of arguments: [String]) -> (text: String, seconds: Double)? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    let start = ContinuousClock.now
    do { try process.run() } catch { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return (String(decoding: output, as: UTF8.self), seconds)
  }
}
