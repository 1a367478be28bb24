import ArgumentParser
import Features
import Readers
import Records

/// Distinct addresses of a made capture, read from memory: ours keeps counts and times of each.
struct AddressBenchmark: Benchmark {
  let population: GeneratedCapture.Population
  let packetCount: Int

  var title: String { "capture addresses packets=\(packetCount) population=\(population.rawValue)" }

  func run(on bench: Workbench) throws -> [Measurement] {
    let file = try bench.capture(population, packetCount: packetCount)
    let (seconds, result) = ProcessorTime.median { DistinctAddresses.text(of: file) }
    return [
      Measurement(name: "ipclust", cpuSeconds: seconds, result: result),
      bench.peers.program("C loop on libpcap", bench.peers.libpcapLoop.map { [$0, file] }) {
        $0.split(separator: "\n").joined()
      },
    ]
  }
}

/// The same of a compressed capture, beside a decompressor that is piped into the C loop.
struct CompressedAddressBenchmark: Benchmark {
  let program: String
  let packetCount: Int

  var title: String { "compressed addresses packets=\(packetCount) by=\(program)" }

  func run(on bench: Workbench) throws -> [Measurement] {
    guard let file = try bench.compressedCapture(program, packetCount: packetCount) else {
      return [Measurement(name: program, cpuSeconds: nil, result: "")]
    }
    let (seconds, result) = ProcessorTime.median { DistinctAddresses.text(of: file) }
    return [
      Measurement(name: "ipclust", cpuSeconds: seconds, result: result),
      bench.peers.program(
        "\(program) -dc | C loop",
        bench.peers.libpcapLoop.map { ["sh", "-c", "\(program) -dc '\(file)' | '\($0)' -"] }
      ) { $0.split(separator: "\n").joined() },
    ]
  }
}

/// The distinct IPv4 addresses of an input, by the path that `scan` takes.
final class DistinctAddresses: RecordVisitor {
  private var addresses = AddressTables(families: [.ipv4])

  func visit(_ observations: Span<Observation>) { addresses.add(observations, input: 0) }

  func visit(_ packets: Span<PlainPacket>) { addresses.add(packets, input: 0) }

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
