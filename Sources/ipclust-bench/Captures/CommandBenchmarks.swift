import Foundation

/// `ipclust extract` with all columns, beside programs that write about the same table.
struct ExtractBenchmark: Benchmark {
  let packetCount: Int

  var title: String { "extract csv packets=\(packetCount)" }

  /// What tshark is asked for: the columns that it has a field for.
  private static let tsharkFields = [
    "frame.time_epoch", "frame.number", "frame.len", "eth.src", "eth.dst", "eth.type", "vlan.id",
    "ip.src", "ip.dst", "ip.proto", "ip.len", "ip.ttl", "tcp.srcport", "tcp.dstport",
    "tcp.window_size_value", "udp.srcport", "udp.dstport", "udp.length", "icmp.type", "icmp.code",
    "arp.opcode", "arp.src.hw_mac", "arp.dst.hw_mac", "arp.src.proto_ipv4", "arp.dst.proto_ipv4",
    "dns.flags.opcode", "ntp.flags.mode", "dhcp.type", "dhcp.hw.mac_addr", "dhcp.ip.client",
    "dhcp.ip.your", "dhcp.ip.server", "dhcp.ip.relay", "dhcp.option.type", "ip.version",
    "tcp.flags", "frame.cap_len", "ipv6.src", "ipv6.dst",
  ]

  func run(on bench: Workbench) throws -> [Measurement] {
    let file = try bench.capture(.office, packetCount: packetCount)
    let fields = Self.tsharkFields.flatMap { ["-e", $0] }
    return [
      bench.peers.program("ipclust", [bench.ipclust, "extract", file], result: Self.rowCount),
      bench.peers.program(
        "C loop on libpcap", bench.peers.csvLoop.map { [$0, file] }, result: Self.rowCount),
      bench.peers.program(
        "tshark", ["tshark", "-n", "-r", file, "-T", "fields", "-E", "separator=,"] + fields,
        result: Self.rowCount),
    ]
  }

  private static func rowCount(_ text: String) -> String {
    "\(text.utf8.count { $0 == UInt8(ascii: "\n") }) lines"
  }
}

/// A directory of captures read by one thread and by all of them; seconds are those of the clock.
struct ManyFilesBenchmark: Benchmark {
  let fileCount: Int
  let packetCount: Int

  var title: String { "many files files=\(fileCount) packets=\(packetCount) seconds=wall" }

  func run(on bench: Workbench) throws -> [Measurement] {
    let folder = try bench.directory(fileCount: fileCount, packetCount: packetCount)
    return [ProcessInfo.processInfo.activeProcessorCount, 1].map { count in
      let arguments = [
        bench.ipclust, "extract", "--addresses-only", "--threads", "\(count)", folder,
      ]
      var seconds: [Double] = []
      var rowCount = 0
      for _ in 0..<ProcessorTime.runCount {
        guard let output = Peers.timedOutput(of: arguments) else { continue }
        seconds.append(output.seconds)
        rowCount = output.text.utf8.count { $0 == UInt8(ascii: "\n") }
      }
      return Measurement(
        name: "ipclust --threads \(count)",
        cpuSeconds: seconds.isEmpty ? nil : ProcessorTime.median(of: seconds),
        result: "\(rowCount) lines")
    }
  }
}

/// The whole main job with its default options.
struct ScanBenchmark: Benchmark {
  let population: GeneratedCapture.Population
  let packetCount: Int

  var title: String { "scan packets=\(packetCount) population=\(population.rawValue)" }

  func run(on bench: Workbench) throws -> [Measurement] {
    let file = try bench.capture(population, packetCount: packetCount)
    return [
      bench.peers.program("ipclust", [bench.ipclust, "scan", file]) {
        "\($0.utf8.count { $0 == UInt8(ascii: "\n") }) lines"
      }
    ]
  }
}
