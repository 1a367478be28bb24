import Records
import Testing

@Suite struct CaptureFaultTests {
  @Test(
    arguments: [
      (
        .cut(.recordHeader, requiredByteCount: 16, availableByteCount: 7), .truncatedRecord,
        .truncatedRecord,
        "record header needs 16 bytes, but only 7 are left; copy the file again"
      ),
      (
        .version(.pcap, major: 3, minor: 0), .corruptRecord, .unsupportedVersion,
        "expected pcap version 2.0 to 2.4, but found 3.0; convert it with editcap"
      ),
      (
        .version(.pcapng, major: 2, minor: 0), .corruptBlock, .unsupportedVersion,
        "expected a pcapng section of version 1.0, but found 2.0; convert it with editcap"
      ),
      (
        .magic(0x1234, .pcap), .corruptRecord, .notACapture,
        "expected a pcap magic number, but found 0x1234"
      ),
      (
        .magic(0x1234, .pcapng), .corruptBlock, .corruptBlock,
        "expected the byte order of a section, but found 0x1234"
      ),
      (
        .capturedLength(300_000, .pcap), .corruptRecord, .corruptRecord,
        "expected a frame of at most 262144 bytes, but its header says 300000"
      ),
      (
        .capturedLength(300_000, .pcapng), .corruptBlock, .corruptBlock,
        "expected a frame of at most 262144 bytes, but its header says 300000"
      ),
      (
        .blockLength(113), .corruptBlock, .corruptBlock,
        "expected a block length that is a multiple of 4 from 12 to 16777216 bytes, but found 113"
      ),
      (
        .blockLengths(leading: 12, trailing: 16), .corruptBlock, .corruptBlock,
        "expected both lengths of a block to be equal, but found 12 before and 16 behind it"
      ),
      (
        .shortBlock(type: 6, requiredByteCount: 40, byteCount: 36), .corruptBlock, .corruptBlock,
        "a block of type 6 needs 40 bytes, but has 36"
      ),
      (
        .unknownInterface(index: 7, interfaceCount: 1), .corruptBlock, .corruptBlock,
        "a packet names interface 7, but its section has described 1"
      ),
      (
        .interfaceCount, .corruptBlock, .tooLarge,
        "a section describes more than 65536 interfaces; split the file"
      ),
    ] as [(CaptureFault, SkipReason, InputFailure.Class, String)])
  func says(
    fault: CaptureFault, reason: SkipReason, failureClass: InputFailure.Class, text: String
  ) {
    #expect(fault.reason == reason && fault.reason.isDamage)
    #expect(
      fault.failure(isInHeader: false, record: 5, byteOffset: 99)
        == InputFailure(failureClass, text, record: 5, byteOffset: 99))
  }

  @Test func callsACutHeaderSo() {
    let fault = CaptureFault.cut(.block, requiredByteCount: 28, availableByteCount: 20)
    let failure = fault.failure(isInHeader: true, record: nil, byteOffset: 0)
    #expect(failure.class == .truncatedFileHeader)
  }
}
