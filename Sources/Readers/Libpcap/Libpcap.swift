import CPcap
import Records

/// What libpcap is asked for: names of link types, filters in tcpdump's language, and the frames of
/// interfaces.
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

  /// What files call the link type that libpcap's interfaces call `number`.
  static func linkType(ofSystemNumber number: Int32) -> LinkType {
    // Raw IP alone stands under its own number in both.
    LinkType(rawValue: systemNumbers.first { $0.value == number }?.key ?? number)
  }

  /// Makes libpcap find names in filters (`host gateway`) in this machine's files alone.
  static func keepOffTheNetwork() {
    ipclust_look_up_in_files_only()
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
  /// What a frame holds at most.
  private static let snapshotByteCount = Int32(CaptureFault.maximumCapturedByteCount)

  private let program: UnsafeMutablePointer<bpf_program>

  /// - Throws: libpcap's words where `expression` makes no sense for frames of `linkType`.
  init(_ expression: String, for linkType: LinkType) throws(FilterSyntaxError) {
    Libpcap.keepOffTheNetwork()
    // Closed below in any case.
    guard
      let handle = unsafe ipclust_open_empty_capture(linkType.rawValue, Self.snapshotByteCount)
    else {
      throw FilterSyntaxError(message: "libpcap has no memory for a filter")
    }
    defer { unsafe pcap_close(handle) }
    // Kept only once it is compiled: an init that throws with all properties set runs deinit.
    let program = UnsafeMutablePointer<bpf_program>.allocate(capacity: 1)
    unsafe program.initialize(to: bpf_program())
    // The netmask is only for `ip broadcast`, which a file cannot answer (pcap_compile(3)).
    guard unsafe pcap_compile(handle, program, expression, 1, PCAP_NETMASK_UNKNOWN) == 0 else {
      // The message lives in the handle, and is copied before that is closed.
      let message = unsafe String(cString: pcap_geterr(handle))
      unsafe program.deallocate()
      throw FilterSyntaxError(message: message)
    }
    unsafe self.program = program
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

/// An interface of this machine whose frames are captured.
///
/// `@safe`: the handle is private, open from init to deinit, and never used by two threads.
@safe final class LiveDevice {
  /// How long the kernel gathers frames before it shows them.
  private static let gatheringMilliseconds: Int32 = 100

  private let handle: OpaquePointer
  /// Readable when frames wait; -1 for the rare device that cannot say.
  let descriptor: Int32
  let linkType: LinkType
  private let hasNanoseconds: Bool

  /// Opens the interface and lets `filter` choose its frames in the kernel.
  init(_ name: String, filter: String?, isPromiscuous: Bool) throws(LiveCaptureFailure) {
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    // libpcap writes at most PCAP_ERRBUF_SIZE bytes there, which end in a zero.
    guard let handle = unsafe pcap_create(name, &message) else {
      throw LiveCaptureFailure(
        .noSuchInterface,
        String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    do {
      try unsafe Self.activate(handle, isPromiscuous: isPromiscuous)
      try unsafe Self.set(filter, of: handle)
    } catch {
      unsafe pcap_close(handle)
      throw error
    }
    unsafe self.handle = handle
    descriptor = unsafe pcap_get_selectable_fd(handle)
    let number = unsafe pcap_datalink(handle)
    linkType = Libpcap.linkType(ofSystemNumber: number)
    let precision = unsafe pcap_get_tstamp_precision(handle)
    hasNanoseconds = precision == PCAP_TSTAMP_PRECISION_NANO
  }

  deinit {
    unsafe pcap_close(handle)
  }

  private static func activate(
    _ handle: OpaquePointer, isPromiscuous: Bool
  ) throws(LiveCaptureFailure) {
    unsafe pcap_set_snaplen(handle, Int32(CaptureFault.maximumCapturedByteCount))
    unsafe pcap_set_promisc(handle, isPromiscuous ? 1 : 0)
    unsafe pcap_set_timeout(handle, gatheringMilliseconds)
    // Microseconds are taken where there is nothing finer.
    unsafe pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO)
    let code = unsafe pcap_activate(handle)
    // Above 0 are warnings, such as that promiscuous mode is not known.
    if code < 0 {
      throw LiveCaptureFailure(.init(code: code), unsafe words(code, handle))
    }
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard unsafe pcap_setnonblock(handle, 1, &message) == 0 else {
      throw LiveCaptureFailure(.cannotCapture, unsafe words(PCAP_ERROR, handle))
    }
  }

  private static func set(
    _ filter: String?, of handle: OpaquePointer
  ) throws(LiveCaptureFailure) {
    guard let filter else { return }
    Libpcap.keepOffTheNetwork()
    var program = unsafe bpf_program()
    guard unsafe pcap_compile(handle, &program, filter, 1, PCAP_NETMASK_UNKNOWN) == 0 else {
      throw LiveCaptureFailure(.unusableFilter, unsafe words(PCAP_ERROR, handle))
    }
    defer { unsafe pcap_freecode(&program) }
    guard unsafe pcap_setfilter(handle, &program) == 0 else {
      throw LiveCaptureFailure(.unusableFilter, unsafe words(PCAP_ERROR, handle))
    }
  }

  /// What libpcap says of `code`, with the details it keeps in the handle.
  private static func words(_ code: Int32, _ handle: OpaquePointer) -> String {
    // Both are strings that end in a zero and are copied here.
    let details = unsafe String(cString: pcap_geterr(handle))
    if code == PCAP_ERROR { return details }
    let general = unsafe String(cString: pcap_statustostr(code))
    return details.isEmpty || details == general ? general : "\(general): \(details)"
  }

  /// Hands the next frame to `body`, if one waits.
  ///
  /// - Returns: false where none waits.
  /// - Throws: `captureStopped`, such as when the interface went away.
  func next(
    _ body: (_ frame: Span<UInt8>, _ originalByteCount: Int, _ timestamp: Timestamp?) -> Void
  ) throws(InputFailure) -> Bool {
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var bytes: UnsafePointer<UInt8>?
    let code = unsafe pcap_next_ex(handle, &header, &bytes)
    if code == 0 { return false }
    guard code == 1, let header = unsafe header?.pointee, let bytes = unsafe bytes else {
      throw InputFailure(
        .captureStopped, "libpcap cannot read on: \(unsafe Self.words(code, handle))")
    }
    let fraction = Int64(header.ts.tv_usec)
    let timestamp = Timestamp(
      seconds: Int64(header.ts.tv_sec), carrying: hasNanoseconds ? fraction : fraction * 1000,
      fractionDigitCount: hasNanoseconds ? 9 : 6)
    // libpcap holds `caplen` bytes there until its next call.
    let frame = unsafe UnsafeBufferPointer(start: bytes, count: Int(header.caplen))
    unsafe body(frame.span, Int(header.len), timestamp)
    return true
  }

  /// Frames that the kernel had no room for so far; nil where it does not say.
  var droppedCount: Int? {
    var figures = pcap_stat()
    return unsafe pcap_stats(handle, &figures) == 0 ? Int(figures.ps_drop) : nil
  }
}

extension LiveCaptureFailure.Reason {
  fileprivate init(code: Int32) {
    switch code {
    case PCAP_ERROR_NO_SUCH_DEVICE: self = .noSuchInterface
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED: self = .notPermitted
    default: self = .cannotCapture
    }
  }
}
