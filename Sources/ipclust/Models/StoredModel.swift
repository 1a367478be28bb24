import Detection
import Records
import Reporting
import Scanning

/// A model file that was read, with its name.
struct StoredModel<Content> {
  let path: InputPath
  let byteCount: Int
  let model: Content

  /// - Parameter read: turns the bytes of the file into a model.
  /// - Throws: why it is no model that can be used.
  init(
    _ path: [UInt8], _ read: ([UInt8]) throws(InputFailure) -> Content
  ) throws(ModelRefusal) {
    self.path = InputPath(bytes: path)
    do throws(InputFailure) {
      // One byte more than is read tells that there are too many.
      let bytes = try Scan.bytes(
        ofFile: self.path, atMost: ModelFile.maximumByteCount + 1,
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
