import Foundation
import Records
import State
import Testing

@testable import Watching

@Suite struct WatchRunTests {
  @Test func aPacketIsCountedOnce() throws {
    let folder = try CaptureFolder()
    try folder.write(Office.day(0), to: "a.pcap")
    #expect(try folder.watch().captures.map(\.newUsedPacketCount) == [400])
    let again = try folder.watch()
    #expect(again.captures.isEmpty && again.files.unchanged == 1)
    #expect(try folder.packetCount() == 400)
  }

  @Test func aFileThatGrewIsReadOn() throws {
    let folder = try CaptureFolder()
    let packets = Office.day(0)
    try folder.write(Array(packets.prefix(100)), to: "a.pcap")
    // Whole records, and one that is cut.
    try folder.append(Array(packets[100].record.prefix(20)), to: "a.pcap")
    let first = try folder.watch()
    #expect(first.captures.map(\.standing) == [.growing])
    #expect(first.captures.map(\.newUsedPacketCount) == [100])
    try folder.append(
      Array(packets[100].record.dropFirst(20)) + packets[101...].flatMap(\.record), to: "a.pcap")
    let second = try folder.watch()
    #expect(second.captures.map(\.newUsedPacketCount) == [300])
    #expect(second.captures.map(\.newRecordCount) == [300])
    #expect(try folder.packetCount() == 400)
  }

  /// As `tcpdump -W` does: the same file, emptied and written anew.
  @Test func aFileThatIsWrittenAnewIsNew() throws {
    let folder = try CaptureFolder()
    try folder.write(Office.day(0), to: "ring0")
    _ = try folder.watch()
    let handle = try FileHandle(forWritingTo: folder.file("ring0"))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data(CaptureFolder.bytes(Office.day(1) + Office.day(2))))
    try handle.close()
    #expect(try folder.watch().captures.map(\.newUsedPacketCount) == [800])
    #expect(try folder.packetCount() == 1_200)
  }

  @Test(arguments: ["moved", "copied", "compressed"])
  func contentIsKnownUnderAnyName(_ how: String) throws {
    let folder = try CaptureFolder()
    try folder.write(Office.day(0), to: "a.pcap")
    _ = try folder.watch()
    let manager = FileManager.default
    switch how {
    case "moved": try manager.moveItem(at: folder.file("a.pcap"), to: folder.file("b.pcap"))
    case "copied": try manager.copyItem(at: folder.file("a.pcap"), to: folder.file("b.pcap"))
    default:
      let gzip = try Process.run(
        URL(fileURLWithPath: "/usr/bin/env"), arguments: ["gzip", folder.file("a.pcap").path])
      gzip.waitUntilExit()
    }
    let report = try folder.watch()
    #expect(report.files.known == 1 && report.captures.isEmpty)
    #expect(try folder.packetCount() == 400)
  }

  /// It grew after it was last read, and was compressed under another name before it was read again.
  @Test func aRotatedFileIsReadOn() throws {
    let folder = try CaptureFolder()
    let packets = Office.day(0)
    try folder.write(Array(packets.prefix(150)), to: "a.pcap")
    _ = try folder.watch(isSettled: false)
    try FileManager.default.removeItem(at: folder.file("a.pcap"))
    try folder.write(packets, to: "a.pcap.1")
    let gzip = try Process.run(
      URL(fileURLWithPath: "/usr/bin/env"), arguments: ["gzip", folder.file("a.pcap.1").path])
    gzip.waitUntilExit()
    #expect(try folder.watch().captures.map(\.newUsedPacketCount) == [250])
    #expect(try folder.packetCount() == 400)
  }

  /// What lies there whole is another capture, however alike they begin.
  @Test func aLongerCaptureBesideAShorterOneIsNew() throws {
    let folder = try CaptureFolder()
    try folder.write(Office.day(0), to: "a.pcap")
    _ = try folder.watch()
    try folder.write(Office.day(0) + Office.day(1), to: "b.pcap")
    #expect(try folder.watch().captures.map(\.newUsedPacketCount) == [800])
  }

  @Test func aCompressedFileThatIsBeingWrittenWaits() throws {
    let folder = try CaptureFolder()
    try folder.write(Office.day(0), to: "a.pcap")
    let gzip = try Process.run(
      URL(fileURLWithPath: "/usr/bin/env"), arguments: ["gzip", folder.file("a.pcap").path])
    gzip.waitUntilExit()
    let whole = try Data(contentsOf: folder.file("a.pcap.gz"))
    try whole.prefix(whole.count / 2).write(to: folder.file("a.pcap.gz"))
    let young = try folder.watch(isSettled: false)
    #expect(young.files.waiting == 1 && young.captures.isEmpty)
    try whole.write(to: folder.file("a.pcap.gz"))
    #expect(try folder.watch().captures.map(\.newUsedPacketCount) == [400])
  }

  @Test func whatIsNoCaptureIsCountedWithItsReason() throws {
    let folder = try CaptureFolder()
    try Data("notes\n".utf8).write(to: folder.file("notes.txt"))
    try Data().write(to: folder.file("empty"))
    try Data("192.0.2.1\n".utf8).write(to: folder.file("list.txt"))
    let report = try folder.watch()
    #expect(report.files.ignored.values.reduce(0, +) == 3 && report.status == .ok)
    #expect(try folder.watch().files.ignored == report.files.ignored)
  }

  @Test func aDamagedCaptureIsToldOnce() throws {
    let folder = try CaptureFolder()
    var bytes = CaptureFolder.bytes(Office.day(0))
    // The captured length of the second record.
    bytes.replaceSubrange(24 + 58 + 8..<24 + 58 + 12, with: [0xff, 0xff, 0xff, 0x7f])
    try Data(bytes).write(to: folder.file("a.pcap"))
    let report = try folder.watch()
    #expect(report.captures.map(\.standing) == [.damaged] && report.status == .partial)
    #expect(!(try folder.watch()).hasNews)
    try FileManager.default.copyItem(at: folder.file("a.pcap"), to: folder.file("b.pcap"))
    _ = try folder.watch()
    #expect(try folder.packetCount() == 1)
  }

  @Test func filesThatVanishAreForgotten() throws {
    let folder = try CaptureFolder()
    try folder.write(Office.day(0), to: "a.pcap")
    _ = try folder.watch()
    try FileManager.default.removeItem(at: folder.file("a.pcap"))
    _ = try folder.watch()
    #expect(try folder.read { (reader) throws(StateFailure) in try reader.knownFiles() } == [])
    #expect(try folder.packetCount() == 400)
  }
}
