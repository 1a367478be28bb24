import Foundation
import Testing

/// Our own recorded captures, whose answers `captures/README.md` gives.
enum Captures {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "captures")

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  static func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: name))
  }
}

/// What a scan wrote as JSON, read by Foundation rather than by code of ours.
struct ScanDocument {
  let root: [String: Any]

  init(_ data: Data) throws {
    root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  var run: [String: Any] {
    get throws { try #require(root["run"] as? [String: Any]) }
  }

  var inputs: [[String: Any]] {
    get throws { try #require(run["inputs"] as? [[String: Any]]) }
  }

  var populations: [[String: Any]] {
    get throws { try #require(root["populations"] as? [[String: Any]]) }
  }

  func population(_ side: String, _ family: String) throws -> [String: Any]? {
    try populations.first {
      $0["side"] as? String == side && $0["family"] as? String == family
    }
  }

  func addresses(_ side: String, _ family: String) throws -> [[String: Any]] {
    try population(side, family)?["addresses"] as? [[String: Any]] ?? []
  }

  /// The populations as text, to compare one scan with another.
  var populationText: Data {
    get throws {
      try JSONSerialization.data(withJSONObject: populations, options: .sortedKeys)
    }
  }
}
