import Testing

@testable import Detection

@Suite struct ValueRunsTests {
  @Test func neighboursAreOneRun() {
    #expect(ValueRuns([7.0]).runs == [7...7])
    #expect(ValueRuns([202.0, 200, 201, 202, 229, 210, 218, 224]).runs == [200...229])
  }

  @Test func gapsUpToEightAreTolerated() {
    #expect(ValueRuns([10.0, 18]).runs == [10...18])
    #expect(ValueRuns([10.0, 19]).runs == [10...10, 19...19])
  }

  @Test func theWidestGapsDivide() {
    #expect(ValueRuns([0.0, 20, 60, 75, 200]).runs == [0...20, 60...75, 200...200])
  }

  @Test func equallyWideGapsDivideFromTheLeft() {
    #expect(ValueRuns([0.0, 10, 20, 30]).runs == [0...0, 10...10, 20...30])
  }

  @Test func everyValueIsKnown() {
    #expect(ValueRuns([5.0, 5, 200, 1]).values == [1, 5, 200])
  }
}
