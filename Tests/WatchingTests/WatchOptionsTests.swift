import Testing
import Watching

@Suite struct WatchOptionsTests {
  @Test func defaultsAreThoseThatAreDocumented() {
    let options = WatchOptions()
    #expect(options.settleSeconds == 5)
    #expect(options.baselineSeconds == 604_800)
    #expect(options.falseDiscoveryRate == 0.05)
  }
}
