import Foundation
import Testing

@testable import Watching

@Suite struct FileCountTests {
  @Test func aFileThatWentAwayIsCountedOnce() throws {
    let folder = try CaptureFolder()
    try folder.write(Office.day(0), to: "a.pcap")
    try folder.write(Office.day(1), to: "b.pcap")
    #expect(try folder.watch().files.vanished == 0)
    try FileManager.default.removeItem(at: folder.file("a.pcap"))
    let report = try folder.watch()
    #expect(report.files.vanished == 1 && report.files.listed == 1)
    #expect(try folder.watch().files.vanished == 0)
  }

  @Test func aDirectoryThatIsNotThereIsNotSaidToHaveGone() throws {
    let folder = try CaptureFolder()
    try FileManager.default.removeItem(at: folder.captures)
    let report = try folder.watch()
    #expect(report.unreadable.map(\.failure.message) == ["no such file; check the name"])
  }
}
