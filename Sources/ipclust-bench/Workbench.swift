import Foundation

/// A folder of made captures, each made once, and the programs that read them.
final class Workbench {
  let peers: Peers
  /// The product that was built beside the benchmarks.
  let ipclust: String
  private let folder: URL

  init(peers: Peers) throws {
    self.peers = peers
    ipclust =
      URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "ipclust").path
    folder = FileManager.default.temporaryDirectory.appending(path: "ipclust-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func capture(_ population: GeneratedCapture.Population, packetCount: Int) throws -> String {
    try made("\(population.rawValue)-\(packetCount).pcap") {
      try GeneratedCapture(population: population, packetCount: packetCount).write(to: $0)
    }
  }

  /// A capture as `program` compresses it; nil where that is not installed.
  func compressedCapture(_ program: String, packetCount: Int) throws -> String? {
    let plain = try capture(.office, packetCount: packetCount)
    let file = try made("\(packetCount).\(program)") {
      _ = Peers.output(of: ["sh", "-c", "\(program) -c '\(plain)' > '\($0)'"])
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    return (attributes[.size] as? Int) ?? 0 > 0 ? file : nil
  }

  /// A directory of `fileCount` captures.
  func directory(fileCount: Int, packetCount: Int) throws -> String {
    try made("directory-\(fileCount)-\(packetCount)") { path in
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let one = try capture(.office, packetCount: packetCount)
      for number in 0..<fileCount {
        try FileManager.default.copyItem(atPath: one, toPath: path + "/\(number).pcap")
      }
    }
  }

  private func made(_ name: String, _ make: (String) throws -> Void) throws -> String {
    let file = folder.appending(path: name).path
    if !FileManager.default.fileExists(atPath: file) { try make(file) }
    return file
  }
}

/// A folder for made data that goes with the work.
func withTemporaryFolder<Result>(_ work: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "ipclust-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try work(folder)
}
