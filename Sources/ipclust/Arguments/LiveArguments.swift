import ArgumentParser
import Scanning

/// What is captured live, and with whose rights it is read.
struct LiveArguments: ParsableArguments {
  @Option(
    name: [.customShort("i"), .customLong("interface")],
    help: ArgumentHelp(
      "Capture on this interface in place of reading inputs; 'any' is all of them.",
      valueName: "iface"))
  var interface: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Capture for so long: 30, 30s, 5m, 2h. (default: until a signal)", valueName: "time"))
  var duration: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Capture so many packets.", valueName: "n"))
  var count: String?

  @Flag(help: "Leave the interface in its ordinary mode: only packets meant for this machine.")
  var noPromiscuous = false

  @Option(
    help: ArgumentHelp(
      """
      Whose rights remain once the interface is open. (default: who called sudo, else nobody)
      """,
      valueName: "name"))
  var user: String?

  @Flag(help: "Keep all privileges while strangers' packets are read; not advised.")
  var noSandbox = false

  private static let maximumDurationSeconds = 366 * 86_400

  /// What is to be captured; nil where inputs are read instead.
  func configuration() throws -> Scan.LiveCapture.Configuration? {
    guard let interface else {
      let given = [
        ("--duration", duration != nil), ("--count", count != nil),
        ("--no-promiscuous", noPromiscuous), ("--user", user != nil), ("--no-sandbox", noSandbox),
      ]
      if let option = given.first(where: \.1)?.0 {
        throw ValidationError("\(option): expected -i INTERFACE beside it, for a live capture")
      }
      return nil
    }
    // The longest name is shorter than this on every system (IFNAMSIZ).
    guard (1...64).contains(interface.utf8.count), !interface.utf8.contains(0) else {
      throw OptionValue("--interface", interface).unexpected("the name of an interface")
    }
    var configuration = Scan.LiveCapture.Configuration(interface: interface)
    configuration.isPromiscuous = !noPromiscuous
    configuration.durationSeconds = try duration.map {
      try OptionValue("--duration", $0).durationSeconds(upTo: Self.maximumDurationSeconds)
    }
    configuration.packetLimit = try count.map { try OptionValue("--count", $0).count(from: 1) }
    return configuration
  }

  /// Who reads the packets; nil keeps the user.
  func identity() throws -> Identity? {
    guard let user else { return Identity.ordinary }
    if noSandbox {
      throw ValidationError("--user: expected no --no-sandbox beside it, which keeps the user")
    }
    guard let identity = Identity(named: user) else {
      throw OptionValue("--user", user).unexpected("the name of a user of this machine")
    }
    guard identity.user != 0 else {
      throw OptionValue("--user", user).unexpected("a user other than root")
    }
    return identity
  }
}
