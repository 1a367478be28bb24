import Foundation
import Reporting
import Testing

/// Texts kept beside the tests; `RECORD_GOLDENS=1` writes them anew, then the diff is read.
enum Golden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Goldens")

  static func expect(
    _ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(
      text == golden, "differs from Goldens/\(name); RECORD_GOLDENS=1 records it",
      sourceLocation: sourceLocation)
  }
}

/// Everything `render` writes, as text.
func rendered(_ render: (OutputBuffer) -> Void) throws -> String {
  String(decoding: try renderedBytes(render), as: UTF8.self)
}

func renderedBytes(_ render: (OutputBuffer) -> Void) throws -> [UInt8] {
  var bytes: [UInt8] = []
  let output = OutputBuffer { block in bytes += block }
  render(output)
  try output.finish()
  return bytes
}
