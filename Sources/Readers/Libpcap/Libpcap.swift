import CPcap
import Records

/// What libpcap is asked for: names of link types, and filters in tcpdump's language.
///
/// The only file that imports libpcap.
enum Libpcap {
  /// What files call by another number than libpcap's interfaces do (`pcap-common.c`, 1.10): those
  /// whose system numbers clash between systems.
  private static let systemNumbers: [Int32: Int32] = [
    100: DLT_ATM_RFC1483, 101: DLT_RAW, 102: DLT_SLIP_BSDOS, 103: DLT_PPP_BSDOS,
    106: DLT_ATM_CLIP,
    246: DLT_PFSYNC, 258: DLT_PKTAP,
  ]

  /// libpcap's number for what files call `linkType`.
  static func systemNumber(of linkType: LinkType) -> Int32 {
    systemNumbers[linkType.rawValue] ?? linkType.rawValue
  }

  /// libpcap's name (`EN10MB`); the number where the library has none.
  static func name(of linkType: LinkType) -> String {
    // The name is a constant string of the library.
    guard let name = unsafe pcap_datalink_val_to_name(systemNumber(of: linkType)) else {
      return "LINKTYPE \(linkType.rawValue)"
    }
    return unsafe String(cString: name)
  }
}

/// A filter in tcpdump's language, compiled for frames of one link type.
///
/// Frames are only read by libpcap's interpreter, which checks every access against the captured
/// length. `@safe`: nothing of the program it holds can be reached from outside.
@safe final class PacketFilter {
  /// libpcap's own `pcap_open_dead` limit; what a frame holds at most.
  private static let snapshotByteCount = Int32(CaptureFault.maximumCapturedByteCount)

  private let program: UnsafeMutablePointer<bpf_program>

  /// - Throws: libpcap's words where `expression` makes no sense for frames of `linkType`.
  init(_ expression: String, for linkType: LinkType) throws(FilterSyntaxError) {
    let number = Libpcap.systemNumber(of: linkType)
    // A handle without a capture, closed below in any case.
    guard let handle = unsafe pcap_open_dead(number, Self.snapshotByteCount) else {
      throw FilterSyntaxError(message: "libpcap has no memory for a filter")
    }
    defer { unsafe pcap_close(handle) }
    unsafe program = .allocate(capacity: 1)
    unsafe program.initialize(to: bpf_program())
    // The netmask is only for `ip broadcast`, which a file cannot answer (pcap_compile(3)).
    guard unsafe pcap_compile(handle, program, expression, 1, PCAP_NETMASK_UNKNOWN) == 0 else {
      // The message lives in the handle, and is copied before that is closed.
      let message = unsafe String(cString: pcap_geterr(handle))
      unsafe program.deallocate()
      throw FilterSyntaxError(message: message)
    }
  }

  deinit {
    // Compiled by init, or init would have thrown.
    unsafe pcap_freecode(program)
    unsafe program.deallocate()
  }

  /// Whether the filter lets a frame pass.
  func accepts(_ frame: Span<UInt8>, originalByteCount: Int) -> Bool {
    var header = pcap_pkthdr()
    header.caplen = UInt32(clamping: frame.count)
    header.len = UInt32(clamping: originalByteCount)
    return unsafe frame.withUnsafeBytes { bytes in
      guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
        return false
      }
      // The interpreter reads at most `caplen` bytes from `start`, which is all of the span.
      return unsafe pcap_offline_filter(program, &header, start) != 0
    }
  }
}

/// Why a filter cannot be compiled, in libpcap's words.
public struct FilterSyntaxError: Error, Equatable {
  public let message: String
}
