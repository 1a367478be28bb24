import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// Models that outlive a scan.
struct ModelArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the fitted model to this file, for later scans with --model.", valueName: "file"),
    completion: .file())
  var saveModel: String?

  @Option(
    help: ArgumentHelp(
      "Score the addresses against this saved model and its border instead of fitting one.",
      valueName: "file"),
    completion: .file())
  var model: String?

  @Flag(
    name: .customLong("hash"),
    help: "Record the SHA-256 of each input's decompressed bytes; --save-model does.")
  var hash = false

  var hashesInputs: Bool { hash || saveModel != nil }

  private var savedPath: [UInt8]? { saveModel.map(RawArguments.bytes) }

  /// Refuses what cannot be meant, before anything is read.
  ///
  /// - Parameter outputs: other files of this run, by their options; nil for standard output.
  func check(outputs: [(option: String, path: [UInt8]?)]) throws {
    let files = [("--save-model", saveModel), ("--model", model)]
    for case (let option, let name?) in files where name.isEmpty || name == "-" {
      throw ValidationError("\(option): expected a file, but found '\(name)'")
    }
    if saveModel != nil, model != nil {
      throw ValidationError(
        "--save-model: expected no --model beside it, because scoring fits nothing to save")
    }
    for case (let option, let name?) in files {
      for case (let other, let path?) in outputs
      where Output.isSamePlace(RawArguments.bytes(of: name), path) {
        throw ValidationError(
          "\(option): expected another file than that of \(other), but found '\(name)'")
      }
    }
  }

  /// Refuses to write over an input.
  func check(_ sources: [InputSource]) throws {
    guard let savedPath else { return }
    let output = OwnOutput(
      path: InputPath(bytes: savedPath), standardOutput: Descriptors.output)
    guard let path = output.firstConflict(in: sources) else { return }
    throw ValidationError(
      "--save-model: expected another file than the inputs, but found '\(path.text)', which would "
        + "be overwritten; name another, or move it away")
  }

  /// What is done with the addresses; a model that is read decides on `options` as well.
  ///
  /// - Throws: `ModelRefusal`.
  func task(_ options: inout ScanOptions) throws -> AnalysisTask {
    guard let model else { return saveModel == nil ? .fit : .learn }
    if options.stabilityRefitCount > 0 {
      throw ValidationError(
        "--model: expected no --stability beside it, because there is nothing to fit again; leave "
          + "out one of the two")
    }
    let stored = try StoredModel(RawArguments.bytes(of: model), ModelFile.read)
    options = stored.model.options.scoring(
      options, modelChecksum: stored.model.checksum ?? "")
    if options.features.includesBehaviour, options.records.depth == .innermost {
      throw ValidationError(
        "--model: expected one of octets beside --inner, but '\(model)' is of the behaviour of "
          + "outermost packets; leave out --inner")
    }
    return .score(stored.model)
  }

  /// Opens the file to save; gives up `others` where that cannot be done.
  func open(besides others: [Output]) throws(OutputFailure) -> Output? {
    guard let savedPath else { return nil }
    do throws(OutputFailure) {
      return try Output(savedPath, .model)
    } catch {
      for output in others { output.discard() }
      throw error
    }
  }

  /// Writes what `report` teaches, whole or not at all.
  func write(_ report: ScanReport, to sink: Output) -> Set<ExitStatus> {
    let name = savedPath.map { TerminalText.escape(bytes: $0) } ?? ""
    guard !report.wasInterrupted, Interruption.status == nil else {
      sink.discard()
      Message.show("\(name): not written: the scan was interrupted")
      return []
    }
    guard let model = SavedModel(report) else {
      sink.discard()
      Message.show(
        "\(name): not written: expected a side and family with three addresses or more, but found "
          + "none")
      return [.cannotFit]
    }
    guard let bytes = ModelFile.bytes(of: model) else {
      sink.discard()
      Message.show(
        "\(name): not written: expected a model of at most \(ModelFile.maximumByteCount) bytes, but "
          + "found a larger one; use fewer --components")
      return [.cannotFit]
    }
    if let refusal = Self.refusal(of: bytes) {
      sink.discard()
      Message.show("\(name): not written: \(refusal.message)")
      return [.cannotFit]
    }
    do {
      try sink.write { $0.write(bytes) }
      return []
    } catch {
      Message.show(error.description)
      return [error.status]
    }
  }

  /// Why what was made would not be read back; nil where it is.
  private static func refusal(of bytes: [UInt8]) -> InputFailure? {
    do {
      _ = try ModelFile.read(bytes)
      return nil
    } catch {
      return error
    }
  }
}

extension ScanOptions {
  /// The options of a fit, with what a scan against its model may choose itself.
  fileprivate func scoring(_ asked: ScanOptions, modelChecksum: String) -> ScanOptions {
    var options = self
    options.records = asked.records
    options.side = asked.side
    options.family = asked.family
    options.reasons = asked.reasons
    options.modelChecksum = modelChecksum
    options.stabilityRefitCount = 0
    return options
  }
}
