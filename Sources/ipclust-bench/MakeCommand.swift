import ArgumentParser

/// Writes a capture to measure with.
struct MakeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make", abstract: "Make a capture from a seed; the same options, the same bytes.")

  @Option(
    help: "office: 187 sources, 2673 destinations, a scan of eight /24; crowd: a million sources.")
  var population = GeneratedCapture.Population.office

  @Option(help: "Packets, of 275 bytes each in the mean.")
  var packets = 6_000_000

  @Argument(help: "File to write.")
  var file: String

  func run() throws {
    try GeneratedCapture(population: population, packetCount: packets).write(to: file)
  }
}

extension GeneratedCapture.Population: ExpressibleByArgument {}
