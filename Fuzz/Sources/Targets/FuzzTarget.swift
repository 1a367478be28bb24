/// Everything that bytes of strangers reach, one parser or property each.
package enum FuzzTarget: String, CaseIterable {
  case pcap, pcapng, pieces, frame
  case gzip, zstd, lz4, xz, bzip2
  case csv, rows, zeek, json, addresses, sample
  case paths, escape, model, report
  case input
  case attempts, authlog, journal, usernames, logins
  case allow, config

  /// Reads the bytes, traps where a property does not hold, and returns what depends on all results.
  package typealias Body = @Sendable (_ bytes: Span<UInt8>) -> Int

  package var body: Body {
    switch self {
    case .pcap: CaptureFuzzing.readPcap
    case .pcapng: CaptureFuzzing.readPcapng
    case .pieces: PiecesFuzzing.compare
    case .frame: FrameFuzzing.decode
    case .gzip: { DecompressionFuzzing.decompress($0, .gzip) }
    case .zstd: { DecompressionFuzzing.decompress($0, .zstd) }
    case .lz4: { DecompressionFuzzing.decompress($0, .lz4) }
    case .xz: { DecompressionFuzzing.decompress($0, .xz) }
    case .bzip2: { DecompressionFuzzing.decompress($0, .bzip2) }
    case .csv: TextFuzzing.readRowTable
    case .rows: TextFuzzing.readRowJSON
    case .zeek: TextFuzzing.readZeekTable
    case .json: TextFuzzing.readZeekJSON
    case .addresses: TextFuzzing.readAddresses
    case .sample: TextFuzzing.recognize
    case .paths: InputFuzzing.readPathList
    case .escape: EscapeFuzzing.escape
    case .model: ModelFuzzing.read
    case .report: ReportFuzzing.read
    case .input: InputFuzzing.readInput
    case .attempts: LoginFuzzing.readTable
    case .authlog: LoginFuzzing.readAuthLog
    case .journal: LoginFuzzing.readJournal
    case .usernames: UsernameFuzzing.read
    case .logins: LoginFuzzing.readFile
    case .allow: SettingsFuzzing.readAllowList
    case .config: SettingsFuzzing.readConfiguration
    }
  }
}
