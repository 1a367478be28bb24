import LinearAlgebra
import Testing

@testable import Reporting

@Suite struct AxisTests {
  private static let noise = Matrix(rows: [[-90, 1e-14], [0, -2e-14], [110, 0]])

  @Test func theEndsAreThoseOfTheAddresses() {
    let axis = Axis("first component", 0.7, Self.noise, column: 0)
    #expect((axis.lower, axis.upper) == (-90, 110))
    #expect([-90, 10, 110].map(axis.position) == [0, 0.5, 1])
  }

  @Test(arguments: [0, 1e-30, 0.3])
  func roundingIsNoStructure(_ ratio: Double) {
    let axis = Axis("second component", ratio, Self.noise, column: 1)
    #expect([1e-14, -2e-14, 0].map(axis.position) == [0.5, 0.5, 0.5])
    #expect((axis.lowerText, axis.upperText) == ("-0.5", "0.5") || axis.lowerText == "−0.5")
  }

  @Test func noVarianceIsOneLineWhateverTheRange() {
    let projections = Matrix(rows: [[-90, -1], [110, 1]])
    let axis = Axis("second component", 0, projections, column: 1)
    #expect([-1, 1].map(axis.position) == [0.5, 0.5])
  }

  @Test func aSmallRangeThatIsNoRoundingIsDrawn() {
    let projections = Matrix(rows: [[-90, -1e-5], [110, 1e-5]])
    let axis = Axis("second component", 1e-14, projections, column: 1)
    #expect([-1e-5, 1e-5].map(axis.position) == [0, 1])
  }

  /// Half a unit more or less is lost at this magnitude.
  @Test func equalHugeValuesStandInTheMiddle() {
    let projections = Matrix(rows: [[1e17, 0], [1e17, 0]])
    let axis = Axis("first component", 0, projections, column: 0)
    #expect(axis.position(1e17) == 0.5)
  }
}
