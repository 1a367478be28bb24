import ArgumentParser
import Records
import Reporting
import Scanning
import State

/// The list of addresses of which nothing is told.
struct AllowArguments: ParsableArguments {
  @Option(
    name: .customLong("allow"),
    help: ArgumentHelp(
      "Tell nothing of the addresses that this file lists.", valueName: "file"),
    completion: .file())
  var allow: String?

  /// The list; nil where none is named.
  ///
  /// - Throws: `AllowRefusal` where any line of it is at fault, since half a list is dangerous.
  func list() throws -> AllowList? {
    guard let allow else { return nil }
    let path = InputPath(bytes: RawArguments.bytes(of: allow))
    let reading = try Self.reading(path)
    guard reading.faults.isEmpty else { throw AllowRefusal(path: path, reading: reading) }
    return reading.list
  }

  /// What is to be read of a list whose faults are told.
  static func reading(_ path: InputPath) throws(AllowRefusal) -> AllowList.Reading {
    do throws(InputFailure) {
      // One byte more than is read tells that there are too many.
      let bytes = try Scan.bytes(
        ofFile: path, atMost: AllowList.maximumByteCount + 1,
        isCancelled: { Interruption.status != nil })
      return AllowList.read(bytes, detectors: Finding.Detector.allCases.map(\.rawValue))
    } catch {
      throw AllowRefusal(path: path, failure: error)
    }
  }
}

/// Why an allow-list cannot be used.
struct AllowRefusal: Refusal {
  let path: InputPath
  /// Nil where the file cannot be read.
  var reading: AllowList.Reading?
  var failure: InputFailure?

  var status: ExitStatus { Interruption.status ?? .badConfiguration }

  var description: String {
    let name = TerminalText.name(of: path)
    guard let fault = reading?.faults.first else {
      return "\(name): \(TerminalText.escape(failure?.message ?? ""))"
    }
    let count = reading?.faultCount ?? 1
    let more = count > 1 ? "; 'ipclust allow check' lists all \(count) faults" : ""
    return "\(name):\(fault.line): \(TerminalText.escape(fault.description))\(more)"
  }
}
