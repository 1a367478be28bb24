import Foundation
import Reporting
import Testing

@testable import Watching

@Suite struct TextfileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func theFileIsReplacedWhole() throws {
    let file = Textfile(folder.path("watch.prom"))
    var metrics = WatchMetrics()
    metrics.findingCount = 41
    try file.write(metrics)
    let before = try folder.text("watch.prom")
    let reader = try FileHandle(forReadingFrom: folder.url.appending(path: "watch.prom"))
    metrics.findingCount = 42
    try file.write(metrics)
    #expect(try folder.text("watch.prom") != before)
    #expect(try folder.text("watch.prom").contains("\nipclust_watch_findings_total 42\n"))
    // Whoever had it open still reads the one that it opened.
    #expect(String(decoding: try reader.readToEnd() ?? Data(), as: UTF8.self) == before)
    #expect(try folder.names == ["watch.prom"])
  }

  @Test func othersMayReadItWhateverTheUmask() throws {
    try Textfile(folder.path("watch.prom")).write(WatchMetrics())
    let attributes = try FileManager.default.attributesOfItem(
      atPath: folder.url.appending(path: "watch.prom").path)
    #expect(attributes[.posixPermissions] as? Int == 0o644)
  }

  @Test func failuresNameThePathAndLeaveTheOldFile() throws {
    #expect(
      throws: DeliveryFailure(
        .cannotWrite, "\(folder.url.path)/none/a.prom: cannot be written: no such file or directory"
      )
    ) { try Textfile(folder.path("none/a.prom")).write(WatchMetrics()) }
    // A folder stands in the place: the temporary file is taken away again.
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "b.prom"), withIntermediateDirectories: false)
    #expect(throws: DeliveryFailure.self) {
      try Textfile(folder.path("b.prom")).write(WatchMetrics())
    }
    #expect(try folder.names == ["b.prom"])
  }
}
