import Foundation
import Records
import Testing

/// Data of others and figures about them, which lie beside the checkout where there are any.
enum SharedData {
  private static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let folder = repository.deletingLastPathComponent().appending(path: "shared")

  static let referenceName = "reference/maccdc2012_sample_a.json"
  static let membersName = "data/maccdc2012/seed_members.json"

  static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  static func decode<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(
      Content.self, from: Data(contentsOf: folder.appending(path: name)))
  }

  /// The lines of one of our lists that are no comments.
  static func captureList(_ name: String) throws -> [String] {
    let file = repository.appending(path: "captures").appending(path: name)
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
      .split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }
}
