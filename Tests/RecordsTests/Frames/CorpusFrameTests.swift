import Foundation
import Records
import Testing

/// The frames of pcap files of others, which lie beside the checkout where there are any.
private enum CorpusFrames {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/captures")

  static let isThere = FileManager.default.fileExists(
    atPath: folder.appending(path: "manifest.json").path)

  static func visit(_ body: (LinkType, [UInt8]) -> Void) {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard let data = try? Data(contentsOf: file) else { continue }
      frames(of: [UInt8](data), body)
    }
  }

  /// Those up to the first damaged place.
  private static func frames(of bytes: [UInt8], _ body: (LinkType, [UInt8]) -> Void) {
    guard let file = try? PcapFileHeader(bytes.span) else { return }
    var offset = PcapFileHeader.byteCount
    while let header = try? PcapRecordHeader(bytes.span, at: offset, of: file) {
      offset += file.recordHeaderByteCount
      guard header.capturedByteCount <= bytes.count - offset else { return }
      body(file.linkType, Array(bytes[offset..<offset + header.capturedByteCount]))
      offset += header.capturedByteCount
    }
  }
}

@Suite struct CorpusFrameTests {
  @Test(.enabled(if: CorpusFrames.isThere, "no folder '../shared/captures' beside the checkout"))
  func fieldsAndAddressesAgree() {
    var count = 0
    CorpusFrames.visit { type, frame in
      expectAgreement(frame, type)
      count += 1
    }
    #expect(count > 50_000)
  }
}
