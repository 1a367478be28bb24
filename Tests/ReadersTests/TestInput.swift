import Foundation
import Readers
import Records

/// A file of its own in a directory of its own, gone with the object.
final class TestInput {
  let directory: URL
  let path: InputPath

  init(_ bytes: [UInt8], name: String = "input") throws {
    directory = FileManager.default.temporaryDirectory
      .appending(path: "readers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let file = directory.appending(path: name)
    try Data(bytes).write(to: file)
    path = InputPath(file.path)
  }

  convenience init(_ text: String) throws {
    try self.init(Array(text.utf8))
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }
}

/// Everything that one reading gave.
struct Reading {
  /// In the order of their records.
  var observations: [Observation] = []
  /// The same as they came: only those of one family are in order.
  var handedOn: [Observation] = []
  var summary: InputSummary

  init(
    _ path: InputPath, selection: RecordSelection = RecordSelection(),
    limits: InputLimits = InputLimits(), wantsFrames: Bool = false,
    isCancelled: () -> Bool = { false }
  ) {
    self.init(
      InputSource(path: path), selection: selection, limits: limits, wantsFrames: wantsFrames,
      isCancelled: isCancelled)
  }

  init(
    _ source: InputSource, selection: RecordSelection = RecordSelection(),
    limits: InputLimits = InputLimits(), wantsFrames: Bool = false,
    isCancelled: () -> Bool = { false }
  ) {
    let seen = SeenRecords(wantsFrames: wantsFrames)
    summary = InputReader(selection: selection, limits: limits).read(
      source, isCancelled: isCancelled, progress: { _ in }, seen)
    handedOn = seen.observations
    observations = handedOn.sorted { $0.record < $1.record }
  }

  init(bytes: [UInt8], limits: InputLimits = InputLimits()) throws {
    let input = try TestInput(bytes)
    self.init(input.path, limits: limits)
  }

  init(text: String) throws {
    try self.init(bytes: Array(text.utf8))
  }

  /// The accounting law of every input.
  var accountsForEveryRecord: Bool {
    summary.usedPacketCount + summary.skipped.values.reduce(0, +)
      == summary.packetCount + summary.damagedCount
      && observations.count == summary.usedPacketCount
  }
}

/// A visitor that keeps all it is handed.
final class SeenRecords: RecordVisitor {
  private(set) var observations: [Observation] = []
  let wantsFrames: Bool

  init(wantsFrames: Bool = false) { self.wantsFrames = wantsFrames }

  func visit(_ observations: Span<Observation>) {
    for index in observations.indices { self.observations.append(observations[index]) }
  }
}
