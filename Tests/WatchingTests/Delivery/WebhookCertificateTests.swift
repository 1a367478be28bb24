import Foundation
import SampleFindings
import Testing

@testable import Watching

/// A server whose certificate nobody vouches for is told nothing.
@Suite(
  .enabled(if: HTTPClient.isAvailable, "no libcurl here"),
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "no openssl here"))
struct WebhookCertificateTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func certificatesAreChecked() throws {
    let maker = try openssl([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", "key.pem", "-out", "certificate.pem", "-days", "2", "-subj", "/CN=localhost",
      "-addext", "subjectAltName=IP:127.0.0.1",
    ])
    maker.process.waitUntilExit()
    try #require(maker.process.terminationStatus == 0)
    let server = try openssl([
      "s_server", "-accept", "127.0.0.1:0", "-cert", "certificate.pem", "-key", "key.pem", "-www",
    ])
    defer { kill(server.process.processIdentifier, SIGKILL) }
    var said = ""
    while !said.contains("ACCEPT 127.0.0.1:") || !said.hasSuffix("\n") {
      let more = server.output.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the server ended: \(said)")
      said += String(decoding: more, as: UTF8.self)
    }
    let port = try #require(said.firstMatch(of: #/ACCEPT 127\.0\.0\.1:([0-9]+)/#)?.1)
    var sink = try WebhookSink("https://127.0.0.1:\(port)/", secret: nil, version: "0.1.0")
    let outcome = sink.deliver([SampleFindings.source])
    #expect(outcome.deliveredIds == [])
    #expect(outcome.failure?.class == .unreachable)
    #expect(outcome.failure?.message.contains("certificate") == true, "\(outcome)")
  }

  private func openssl(_ arguments: [String]) throws -> (process: Process, output: Pipe) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return (process, output)
  }
}
