import ArgumentParser
import Features
import Foundation
import Readers
import Records

/// Distinct addresses of a made capture, read from memory: ours keeps counts and times of each.
struct AddressBenchmark: Benchmark {
  let population: GeneratedCapture.Population
  let packetCount: Int

  var title: String { "capture addresses packets=\(packetCount) population=\(population.rawValue)" }

  func run(_ peers: Peers) throws -> [Measurement] {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "made.pcap").path
      try GeneratedCapture(population: population, packetCount: packetCount).write(to: file)
      let (seconds, result) = ProcessorTime.median { DistinctAddresses.text(of: file) }
      return [
        Measurement(name: "ipclust", cpuSeconds: seconds, result: result),
        peers.program("C loop on libpcap", peers.libpcapLoop.map { [$0, file] }) {
          $0.split(separator: "\n").joined()
        },
      ]
    }
  }
}

/// The distinct IPv4 addresses of an input, by the path that `scan` takes.
final class DistinctAddresses: RecordVisitor {
  private var addresses = AddressTables(families: [.ipv4])

  func visit(_ observations: Span<Observation>) { addresses.add(observations, input: 0) }

  static func text(of file: String) -> String {
    let seen = DistinctAddresses()
    _ = InputReader().read(InputPath(file), isCancelled: { false }, progress: { _ in }, seen)
    return seen.addresses.tables.map { "\($0.count)" }.joined(separator: " + ")
  }
}

/// Counts the distinct addresses of a file, so that other tools can time just that.
struct AddressesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "addresses", abstract: "Count the distinct IPv4 sources and destinations.")

  @Argument(help: "Capture to read.")
  var file: String

  func run() { print(DistinctAddresses.text(of: file)) }
}
