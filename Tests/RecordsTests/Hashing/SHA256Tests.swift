import Foundation
import Records
import Testing

@Suite struct SHA256Tests {
  /// NIST's examples, csrc.nist.gov/projects/cryptographic-standards-and-guidelines.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func hashesArePublished(text: String, hash: String) {
    #expect(SHA256.hexadecimal(of: Array(text.utf8).span) == hash)
  }

  /// Every length up to two blocks and a bit, in pieces of every length up to a block and a bit.
  @Test func piecesHashAsTheWhole() {
    let bytes = (0..<140).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for count in 0...bytes.count {
      let whole = SHA256.hexadecimal(of: bytes.span.extracting(0..<count))
      for pieceCount in 1...70 {
        var hash = SHA256()
        for start in stride(from: 0, to: count, by: pieceCount) {
          hash.update(bytes.span.extracting(start..<min(start + pieceCount, count)))
        }
        #expect(hash.hexadecimal() == whole, "\(count) bytes in pieces of \(pieceCount)")
      }
    }
  }

  static let hasJudge = FileManager.default.isExecutableFile(atPath: "/usr/bin/sha256sum")

  @Test(.enabled(if: hasJudge, "no sha256sum here"))
  func coreutilsAgreesOnEveryLength() throws {
    let folder = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* $0) }
    var names: [String] = []
    for count in bytes.indices {
      names.append(folder.appending(path: "\(count)").path)
      try Data(bytes.prefix(count)).write(to: URL(filePath: names[count]))
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = names
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let hashes = text.split(separator: "\n").map { String($0.prefix(64)) }
    #expect(
      hashes == bytes.indices.map { SHA256.hexadecimal(of: bytes.span.extracting(0..<$0)) })
  }
}
