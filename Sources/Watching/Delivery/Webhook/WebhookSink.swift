import Records
import Reporting
import State

/// A server that is sent each finding by POST, signed; at least once.
///
/// The finding arrived when the server answers with a status of 200 to 299. Its id is in the header
/// `X-Ipclust-Delivery`, so that the server can drop what it was sent before, and
/// `X-Ipclust-Signature` says who sent it: `sha256=` and the HMAC of the body.
public struct WebhookSink: AlertSink {
  public let name: String
  private let url: String
  private let address: WebAddress
  private let secret: WebhookSecret?
  private let rule: DestinationRule
  private let format: AlertFormat
  private let version: String

  /// Answers that speak of the finding and not of the server, so that the next may be taken.
  private static let statusesOfOneFinding: Set = [400, 413, 422]

  /// - Parameters:
  ///   - url: of https, or of http where its host is a loopback address.
  ///   - secret: nil for messages without a signature.
  ///   - allowedHosts: host names or addresses of URLs that may lead into private networks.
  ///   - format: one whose lines are JSON.
  ///   - version: of the program.
  public init(
    _ url: String, secret: WebhookSecret?, allowedHosts: Set<String> = [],
    format: AlertFormat = .ndjson, version: String
  ) throws(DeliveryFailure) {
    guard HTTPClient.isAvailable else {
      throw DeliveryFailure(
        .configuration, "a webhook needs libcurl, which is not installed; install libcurl4")
    }
    // Not shown: it may hold a password.
    guard let address = WebAddress(url) else {
      throw DeliveryFailure(
        .configuration, "expected the URL of a webhook, but found something else")
    }
    self.address = address
    self.url = url
    self.secret = secret
    self.format = format
    self.version = version
    rule = DestinationRule(allowedHosts: Set(allowedHosts.map { $0.lowercased() }))
    name = "webhook:\(TerminalText.escape(address.place))"
    try check()
  }

  private var shownPlace: String { "webhook \(TerminalText.escape(address.place))" }

  private func check() throws(DeliveryFailure) {
    guard !address.hasUser else {
      throw DeliveryFailure(
        .configuration,
        "\(shownPlace): expected a URL without user and password, which others can see; sign with a "
          + "secret instead")
    }
    let isPlain = address.scheme == "http"
    guard address.scheme == "https" || isPlain && DestinationRule.isLoopback(address.host) else {
      throw DeliveryFailure(
        .configuration,
        "\(shownPlace): expected https, or http to a loopback address such as 127.0.0.1")
    }
    guard format.isJSON else {
      throw DeliveryFailure(
        .configuration,
        "\(shownPlace): expected a format of JSON, but found '\(format.rawValue)'")
    }
  }

  public mutating func deliver(
    _ findings: [Finding], isCancelled: () -> Bool = { false }
  ) -> DeliveryOutcome {
    var outcome = DeliveryOutcome()
    guard !findings.isEmpty else { return outcome }
    // One for all, so that a connection is used again.
    guard let client = HTTPClient() else {
      outcome.failure = DeliveryFailure(.unreachable, "\(shownPlace): no memory for a connection")
      return outcome
    }
    for finding in findings {
      let answer = isCancelled() ? .cancelled : send(finding, by: client, isCancelled: isCancelled)
      if case .status(200..<300) = answer {
        outcome.deliveredIds.append(finding.id)
        continue
      }
      if outcome.failure == nil { outcome.failure = failure(answer) }
      guard case .status(let status) = answer, Self.statusesOfOneFinding.contains(status) else {
        break
      }
    }
    return outcome
  }

  private func send(
    _ finding: Finding, by client: HTTPClient, isCancelled: () -> Bool
  ) -> HTTPClient.Answer {
    let body = Array(format.line(of: finding, version: version).dropLast())
    var headers = [
      "Content-Type: application/json", "User-Agent: ipclust/\(version)",
      "X-Ipclust-Delivery: \(finding.id)",
      // Left out: a server that waits to be asked for the body would only cost time.
      "Expect:",
    ]
    if let secret { headers.append("X-Ipclust-Signature: \(secret.signature(of: body))") }
    return client.post(
      body, to: url, headers: headers, allowsPlain: address.scheme == "http",
      isAllowed: { rule.objection(to: $0, of: address.host) == nil }, isCancelled: isCancelled)
  }

  private func failure(_ answer: HTTPClient.Answer) -> DeliveryFailure {
    switch answer {
    case .status(let status):
      return DeliveryFailure(
        .refused, "\(shownPlace): answered with status \(status), expected 200 to 299")
    case .refusedAddress(let found):
      let kind = rule.objection(to: found, of: address.host) ?? "not allowed"
      return DeliveryFailure(
        .configuration,
        "\(shownPlace): the host leads to \(found), \(kind), to which nothing is sent unless the "
          + "host is allowed by name")
    case .isTooLarge:
      return DeliveryFailure(
        .refused,
        "\(shownPlace): the answer is larger than \(HTTPClient.answerByteLimit >> 10) KiB")
    case .noAnswer(let reason):
      return DeliveryFailure(
        .unreachable, "\(shownPlace): no answer: \(TerminalText.escape(reason))")
    case .cancelled:
      return .interrupted(shownPlace)
    }
  }
}
