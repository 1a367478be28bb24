import Records
import Testing

@Suite struct DHCPOptionsTests {
  private func text(_ bytes: [UInt8], at range: Range<Int>? = nil) -> String {
    String(
      decoding: DHCPOptions.text(in: bytes.span, at: range ?? bytes.indices), as: UTF8.self)
  }

  @Test func codesAreDecimalAndValuesHexadecimal() {
    #expect(text([53, 1, 3, 61, 3, 1, 0xaa, 0x0f, 80, 0, 255]) == "53=03;61=01aa0f;80=")
  }

  @Test func padsAreLeftOutAndTheEndMarkEnds() {
    #expect(text([0, 0, 53, 1, 1, 0, 255, 12, 1, 0x61]) == "53=01")
    #expect(text([]) == "")
    #expect(text([255]) == "")
  }

  @Test func anOptionThatIsCutIsLeftOut() {
    #expect(text([53, 1, 1, 61, 9, 1, 2]) == "53=01")
    #expect(text([53, 1, 1, 61]) == "53=01")
  }

  @Test func aRangeBeyondTheFrameIsReadAsFarAsThereAreBytes() {
    #expect(text([53, 1, 1], at: 0..<400) == "53=01")
    #expect(text([53, 1, 1], at: 7..<400) == "")
  }

  @Test func noTextIsLongerThanItsBound() {
    let options = (0..<20_000).flatMap { index -> [UInt8] in
      [UInt8(1 + index % 200), 4, 0xff, 0xff, 0xff, 0xff]
    }
    let bounded = text(options)
    #expect(bounded.utf8.count <= DHCPOptions.maximumTextByteCount)
    #expect(bounded.utf8.count > DHCPOptions.maximumTextByteCount - 14)
    #expect(bounded.hasSuffix("=ffffffff"))
  }
}
