import Detection
import Records
import Reporting
import Scanning

/// A file of ours that was read whole, such as a model, with its name.
struct StoredModel<Content> {
  let path: InputPath
  let byteCount: Int
  let model: Content

  /// - Parameters:
  ///   - limit: files of more bytes are refused by `read`, which sees that there are more.
  ///   - read: turns the bytes of the file into what they mean.
  /// - Throws: why the file cannot be used.
  init(
    _ path: [UInt8], atMost limit: Int = ModelFile.maximumByteCount,
    _ read: ([UInt8]) throws(InputFailure) -> Content
  ) throws(ModelRefusal) {
    self.path = InputPath(bytes: path)
    do throws(InputFailure) {
      // One byte more than is read tells that there are too many.
      let bytes = try Scan.bytes(
        ofFile: self.path, atMost: limit + 1,
        isCancelled: { Interruption.status != nil })
      byteCount = bytes.count
      model = try read(bytes)
    } catch {
      throw ModelRefusal(path: self.path, failure: error)
    }
  }
}

/// Why a model file cannot be used.
struct ModelRefusal: Refusal {
  let path: InputPath
  let failure: InputFailure

  /// How the program ends for it.
  var status: ExitStatus {
    if let interruption = Interruption.status { return interruption }
    if failure.class == .newerModel { return .badConfiguration }
    return failure.class.meansUnavailable ? .missingInput : .damagedInput
  }
}

extension ModelRefusal {
  /// `web.model: byte 17: bad-model: expected a value, but found byte 0x0; …`.
  var description: String {
    let place = failure.byteOffset.map { ["byte \($0)"] } ?? []
    let parts = [TerminalText.name(of: path)] + place
    return (parts + [failure.class.rawValue, TerminalText.escape(failure.message)])
      .joined(separator: ": ")
  }
}
