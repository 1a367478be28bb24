import Testing
import Watching

@Suite struct WatchOptionsTests {
  @Test func defaultsAreThoseThatAreDocumented() {
    let options = WatchOptions()
    #expect(options.settleSeconds == 5)
    #expect(options.baselineDayCount == 7)
    #expect(options.falseDiscoveryRate == 0.05)
  }
}
