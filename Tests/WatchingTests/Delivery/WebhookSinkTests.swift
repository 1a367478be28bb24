import Foundation
import Records
import Reporting
import SampleFindings
import State
import Testing

@testable import Watching

@Suite(.enabled(if: HTTPClient.isAvailable, "no libcurl here"))
struct WebhookSinkTests {
  static let secret: WebhookSecret = {
    // A literal secret is one.
    try! WebhookSecret(variable: "S", in: ["S": "correct horse"])
  }()

  private func sink(
    _ server: WebServer, _ target: String = "/hook", secret: WebhookSecret? = secret,
    format: AlertFormat = .ndjson
  ) throws -> WebhookSink {
    try WebhookSink(
      "http://127.0.0.1:\(server.port)\(target)", secret: secret, format: format, version: "0.1.0")
  }

  @Test(arguments: [AlertFormat.ndjson, .ecs, .ocsf])
  func eachFindingIsPostedAndSigned(_ format: AlertFormat) throws {
    let server = try WebServer { _, _ in WebServer.answer(204) }
    defer { server.stop() }
    let findings = SampleFindings.many(3)
    var sink = try sink(server, "/hook?token=1", format: format)
    #expect(sink.name == "webhook:http://127.0.0.1:\(server.port)/hook")
    #expect(sink.deliver(findings) == DeliveryOutcome(deliveredIds: findings.map(\.id)))
    #expect(server.requests.count == 3)
    for (finding, request) in zip(findings, server.requests) {
      #expect(request.method == "POST" && request.target == "/hook?token=1")
      #expect(request.body == Array(format.line(of: finding, version: "0.1.0").dropLast()))
      #expect(request.headers["content-type"] == "application/json")
      #expect(request.headers["x-ipclust-delivery"] == finding.id)
      #expect(request.headers["user-agent"] == "ipclust/0.1.0")
      #expect(request.headers["expect"] == nil)
      let key = Array("correct horse".utf8)
      #expect(
        request.headers["x-ipclust-signature"]
          == "sha256=" + HMACSHA256.hexadecimal(of: request.body.span, key: key.span))
    }
  }

  @Test func withoutASecretNothingIsSigned() throws {
    let server = try WebServer { _, _ in WebServer.answer(200) }
    defer { server.stop() }
    var sink = try sink(server, secret: nil)
    #expect(sink.deliver([SampleFindings.source]).failure == nil)
    #expect(server.requests.first?.headers["x-ipclust-signature"] == nil)
  }

  @Test func aServerInTroubleIsNotAskedAgain() throws {
    let server = try WebServer { number, _ in WebServer.answer(number == 1 ? 503 : 200) }
    defer { server.stop() }
    let findings = SampleFindings.many(4)
    var sink = try sink(server)
    let outcome = sink.deliver(findings)
    #expect(outcome.deliveredIds == [findings[0].id])
    #expect(
      outcome.failure
        == DeliveryFailure(
          .refused,
          "webhook http://127.0.0.1:\(server.port)/hook: answered with status 503, expected 200 to 299"
        ))
    #expect(server.requests.count == 2)
    // The next run sends what stayed, under the same ids.
    #expect(sink.deliver(Array(findings[1...])).deliveredIds == findings[1...].map(\.id))
    #expect(
      server.requests[1].headers["x-ipclust-delivery"]
        == server.requests[2].headers["x-ipclust-delivery"])
  }

  @Test func aFindingThatIsRefusedDoesNotHoldUpTheOthers() throws {
    let server = try WebServer { number, _ in WebServer.answer(number == 0 ? 422 : 201) }
    defer { server.stop() }
    let findings = SampleFindings.many(3)
    var sink = try sink(server)
    let outcome = sink.deliver(findings)
    #expect(outcome.deliveredIds == findings[1...].map(\.id))
    #expect(outcome.failure?.class == .refused)
  }

  @Test func redirectionsAreNotFollowed() throws {
    let other = try WebServer { _, _ in WebServer.answer(200) }
    defer { other.stop() }
    let place = "Location: http://127.0.0.1:\(other.port)/\r\n"
    let server = try WebServer { _, _ in WebServer.answer(307, place) }
    defer { server.stop() }
    var sink = try sink(server)
    let outcome = sink.deliver([SampleFindings.source])
    #expect(outcome.deliveredIds == [] && outcome.failure?.class == .refused)
    #expect(other.requests.isEmpty)
  }

  @Test func largeAnswersAreNotRead() throws {
    for answer in [
      WebServer.answer(200, body: String(repeating: "x", count: 70_000)),
      WebServer.answer(200, "X-Long: " + String(repeating: "x", count: 70_000) + "\r\n"),
    ] {
      let server = try WebServer { _, _ in answer }
      defer { server.stop() }
      var sink = try sink(server)
      let outcome = sink.deliver([SampleFindings.source])
      #expect(outcome.deliveredIds == [])
      #expect(outcome.failure != nil)
    }
    let server = try WebServer { _, _ in
      WebServer.answer(200, body: String(repeating: "x", count: 60_000))
    }
    defer { server.stop() }
    var sink = try sink(server)
    #expect(sink.deliver([SampleFindings.source]).failure == nil)
  }

  /// Ten seconds; the test waits as long as a user would.
  @Test func aServerThatSaysNothingIsGivenUp() throws {
    let server = try WebServer { _, _ in nil }
    defer { server.stop() }
    var sink = try sink(server)
    let began = ContinuousClock.now
    let outcome = sink.deliver(SampleFindings.many(3))
    // One finding is waited for, not three; on a busy machine a little longer.
    #expect((9..<19).contains((ContinuousClock.now - began).components.seconds))
    #expect(outcome.failure?.class == .unreachable)
    #expect(outcome.deliveredIds == [])
  }

  @Test func anInterruptedRunWaitsForNobody() throws {
    let server = try WebServer { _, _ in nil }
    defer { server.stop() }
    var sink = try sink(server)
    let began = ContinuousClock.now
    let outcome = sink.deliver(SampleFindings.many(3)) {
      ContinuousClock.now - began > .seconds(0.2)
    }
    // Not even for as long as one answer is waited for.
    #expect(ContinuousClock.now - began < .seconds(8))
    #expect(outcome.failure?.class == .interrupted)
  }

  @Test func nobodyThereIsSaid() throws {
    let server = try WebServer { _, _ in nil }
    server.stop()
    var sink = try sink(server)
    // The thread that served may take a moment to close the socket.
    var outcome = sink.deliver([SampleFindings.source])
    for _ in 0..<5 where outcome.failure == nil { outcome = sink.deliver([SampleFindings.source]) }
    #expect(outcome.failure?.class == .unreachable)
    #expect(outcome.failure?.message.contains("no answer: ") == true)
  }

  @Test func theEnvironmentNamesNoProxy() throws {
    let proxy = try WebServer { _, _ in WebServer.answer(200) }
    defer { proxy.stop() }
    let server = try WebServer { _, _ in WebServer.answer(200) }
    defer { server.stop() }
    setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
    setenv("all_proxy", "http://127.0.0.1:\(proxy.port)", 1)
    defer {
      unsetenv("http_proxy")
      unsetenv("all_proxy")
    }
    var sink = try sink(server)
    #expect(sink.deliver([SampleFindings.source]).failure == nil)
    #expect(server.requests.count == 1 && proxy.requests.isEmpty)
  }

  /// A name that leads into our own network, which only a look-up shows.
  @Test func namesThatLeadToPrivateAddressesAreRefused() throws {
    var sink = try WebhookSink("https://localhost:9/hook", secret: nil, version: "0.1.0")
    let outcome = sink.deliver(SampleFindings.many(2))
    #expect(outcome.failure?.class == .configuration)
    #expect(outcome.failure?.message.contains("a loopback address") == true)
    // Allowed by name, it is tried, and nobody is there.
    sink = try WebhookSink(
      "https://LOCALHOST:9/hook", secret: nil, allowedHosts: ["localhost"], version: "0.1.0")
    #expect(sink.deliver([SampleFindings.source]).failure?.class == .unreachable)
  }

  @Test(arguments: [
    "https://169.254.169.254/latest", "https://10.0.0.1/", "https://[fd00:ec2::254]/",
    "https://[::ffff:10.0.0.1]/", "https://0x0a.1/", "https://167772161/", "https://0.0.0.0/",
  ])
  func literalPrivateAddressesAreRefused(_ url: String) throws {
    var sink = try WebhookSink(url, secret: nil, version: "0.1.0")
    let outcome = sink.deliver([SampleFindings.source])
    #expect(outcome.failure?.class == .configuration, "\(outcome)")
  }

  @Test(arguments: [
    "http://siem.example/hook", "http://localhost/", "http://10.0.0.1/", "http://127.0.0.1.nip.io/",
    "ftp://127.0.0.1/", "file:///etc/passwd", "https://user:hush@siem.example/", "siem.example", "",
    "http://127.0.0.1@siem.example/", "https://a b/", "gopher://127.0.0.1/",
  ])
  func otherUrlsAreRefusedWithoutBeingShown(_ url: String) {
    do throws(DeliveryFailure) {
      _ = try WebhookSink(url, secret: nil, version: "0.1.0")
      Issue.record("\(url) was taken")
    } catch {
      #expect(error.class == .configuration)
      #expect(!error.message.contains("hush"))
    }
  }

  @Test func queriesAreNotInNamesOrMessages() throws {
    var sink = try WebhookSink(
      "https://localhost:9/hook?token=hush#hush", secret: nil, version: "0.1.0")
    #expect(sink.name == "webhook:https://localhost:9/hook")
    #expect(sink.deliver([SampleFindings.source]).failure?.message.contains("hush") == false)
  }

  @Test func textIsNoBody() {
    #expect(throws: DeliveryFailure.self) {
      try WebhookSink("https://siem.example/", secret: nil, format: .zeek, version: "0.1.0")
    }
  }
}
