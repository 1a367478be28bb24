/// What is wrong with one place of a capture file.
public enum CaptureFault: Error, Equatable {
  /// What the end of the file may cut.
  public enum Part: String, Sendable {
    case fileHeader = "file header"
    case recordHeader = "record header"
    case record
    case blockHeader = "block header"
    case block
  }

  case cut(Part, requiredByteCount: Int, availableByteCount: Int)
  /// A version of the whole format, or of one section, that nobody has described.
  case version(InputSummary.Format, major: UInt16, minor: UInt16)
  case capturedLength(Int, InputSummary.Format)
  case blockLength(Int)
  case blockLengths(leading: Int, trailing: Int)
  case shortBlock(type: UInt32, requiredByteCount: Int, byteCount: Int)
  /// Neither a pcap magic number nor the byte-order magic of a pcapng section.
  case magic(UInt32, InputSummary.Format)
  case unknownInterface(index: Int, interfaceCount: Int)
  case interfaceCount
  case optionLength(Int, availableByteCount: Int)

  /// Bytes of one frame that are taken at most, as libpcap and Wireshark do.
  @inlinable package static var maximumCapturedByteCount: Int { 262_144 }
  /// Bytes of one pcapng block that are taken at most, as libpcap does.
  @inlinable package static var maximumBlockByteCount: Int { 16 << 20 }
  package static let maximumInterfaceCount = 65_536

  /// The reason under which the place is counted.
  package var reason: SkipReason {
    switch self {
    case .cut: .truncatedRecord
    case .capturedLength(_, .pcap), .version(.pcap, _, _), .magic(_, .pcap): .corruptRecord
    default: .corruptBlock
    }
  }

  /// The failure of an input that ends at this place.
  ///
  /// - Parameter isInHeader: whether the place belongs to what must come before the first frame.
  package func failure(isInHeader: Bool, record: Int?, byteOffset: Int) -> InputFailure {
    InputFailure(
      failureClass(isInHeader: isInHeader), description, record: record, byteOffset: byteOffset)
  }

  private func failureClass(isInHeader: Bool) -> InputFailure.Class {
    switch self {
    case .cut: isInHeader ? .truncatedFileHeader : .truncatedRecord
    case .version: .unsupportedVersion
    case .magic(_, .pcap): .notACapture
    case .interfaceCount: .tooLarge
    default: reason == .corruptRecord ? .corruptRecord : .corruptBlock
    }
  }
}

extension CaptureFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cut(let part, let required, let available):
      "\(part.rawValue) needs \(required) bytes, but only \(available) are left; copy the file again"
    case .version(.pcap, let major, let minor):
      "expected pcap version 2.0 to 2.4, but found \(major).\(minor); convert it with editcap"
    case .version(_, let major, let minor):
      "expected a pcapng section of version 1.0, but found \(major).\(minor); convert it with "
        + "editcap"
    case .capturedLength(let length, _):
      "expected a frame of at most \(Self.maximumCapturedByteCount) bytes, but its header says "
        + "\(length)"
    case .blockLength(let length):
      "expected a block length that is a multiple of 4 from 12 to \(Self.maximumBlockByteCount) "
        + "bytes, but found \(length)"
    case .blockLengths(let leading, let trailing):
      "expected both lengths of a block to be equal, but found \(leading) before and \(trailing) "
        + "behind it"
    case .shortBlock(let type, let required, let byteCount):
      "a block of type \(type) needs \(required) bytes, but has \(byteCount)"
    case .magic(let magic, let format):
      "expected \(format == .pcap ? "a pcap magic number" : "the byte order of a section"), "
        + "but found 0x\(String(magic, radix: 16))"
    case .unknownInterface(let index, let count):
      "a packet names interface \(index), but its section has described \(count)"
    case .optionLength(let length, let available):
      "expected an option within its block, which has \(available) bytes left, but found one of "
        + "\(length)"
    case .interfaceCount:
      "a section describes more than \(Self.maximumInterfaceCount) interfaces; split the file"
    }
  }
}
