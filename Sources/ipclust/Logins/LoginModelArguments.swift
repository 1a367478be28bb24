import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// The saved classifier that judges.
struct LoginModelArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("A model that 'ipclust logins train' wrote.", valueName: "file"),
    completion: .file())
  var model: String

  /// - Throws: `ModelRefusal`, or a usage error where it would be written over.
  func stored(besides output: [UInt8]?) throws -> StoredModel<SavedLoginModel> {
    let path = RawArguments.bytes(of: model)
    if let output, Output.isSamePlace(output, path) {
      throw ValidationError("--output: expected another file than the model, but found '\(model)'")
    }
    return try StoredModel(path, LoginModelFile.read)
  }
}

extension SavedLoginModel {
  /// The rows of a log as this model judges them.
  func samples(of log: LoginLog) throws(LoginRefusal) -> LoginSamples {
    try log.samples(table, periodSeconds: periodSeconds)
  }

  /// The table whose rows it judges.
  var table: LoginFeatureTable {
    guard let table = LoginFeatureTable(schema) else {
      preconditionFailure("a model that was read has features that are made here")
    }
    return table
  }
}

extension LoginSamples {
  /// - Parameter purpose: what they are needed for.
  func labels(for purpose: String) throws(LoginRefusal) -> [Bool] {
    guard let labels else { throw .noLabels(for: purpose) }
    return labels
  }
}

/// Where a model is written, whole or not at all.
struct LoginModelSink {
  let path: [UInt8]
  private let output: Output

  init(_ path: [UInt8]) throws(OutputFailure) {
    self.path = path
    output = try Output(path, .model)
  }

  func discard() { output.discard() }

  /// Writes `model`, and gives it as it will be read: with its checksum.
  ///
  /// - Throws: where the file cannot be written.
  func write(_ model: SavedLoginModel) throws(OutputFailure) -> Result<
    SavedLoginModel, LoginRefusal
  > {
    guard let bytes = LoginModelFile.bytes(of: model) else {
      output.discard()
      return .failure(
        LoginRefusal(
          failure: InputFailure(
            .tooLarge,
            "expected a model of at most \(LoginModelFile.maximumByteCount) bytes, but found a larger "
              + "one; grow fewer trees"),
          status: .cannotFit, place: .file(InputPath(bytes: path))))
    }
    let read: SavedLoginModel
    do throws(InputFailure) {
      read = try LoginModelFile.read(bytes)
    } catch {
      // What was written whole is refused for numbers alone that no sound training comes to.
      output.discard()
      return .failure(
        .outgrown(
          OutgrownTraining(
            model.model.name, model.parameters, isUpdate: model.lessons.count > 1)))
    }
    try output.write { $0.write(bytes) }
    return .success(read)
  }
}
