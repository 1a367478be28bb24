import Foundation
import LinearAlgebra
import Testing

/// Figures of mpmath, 50 digits rounded once; made by `LearningTests/Reference/generate.py`.
private struct SpecialFunctions: Decodable {
  struct Table: Decodable {
    let arguments: [Double]
    let values: [Double]
  }

  let exp: Table
  let log: Table
  let digamma: Table
  let logGamma: Table

  static let figures: SpecialFunctions = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "LearningTests/Reference/special-functions.json")
    do {
      return try JSONDecoder().decode(SpecialFunctions.self, from: Data(contentsOf: file))
    } catch {
      // A test tree without its reference files is broken, not a case to handle.
      fatalError("special-functions.json: \(error)")
    }
  }()
}

@Suite struct ElementaryFunctionsTests {
  /// Difference in units of the last place of `expected`.
  private func unitsInLastPlace(_ value: Double, _ expected: Double) -> Double {
    value == expected ? 0 : abs(value - expected) / expected.ulp
  }

  @Test func exponentialIsWithinOneUnitInTheLastPlace() {
    let table = SpecialFunctions.figures.exp
    for (x, expected) in zip(table.arguments, table.values) {
      // Subnormal results are flushed to zero, as documented.
      if expected < Double.leastNormalMagnitude {
        #expect(exponential(x) == 0, "x = \(x)")
      } else {
        #expect(unitsInLastPlace(exponential(x), expected) <= 1, "x = \(x)")
      }
    }
  }

  @Test func logarithmIsWithinOneUnitInTheLastPlace() {
    let table = SpecialFunctions.figures.log
    for (x, expected) in zip(table.arguments, table.values) {
      #expect(unitsInLastPlace(logarithm(x), expected) <= 1, "x = \(x)")
    }
  }

  /// The C library's function is the judge.
  @Test func powersOfTwoAreWithinTwoUnitsInTheLastPlace() {
    for step in 0...64_000 {
      let x = -Double(step) / 64.1
      let expected = exp2(x)
      let power = powerOfTwo(Lanes(repeating: x))[step % 8]
      #expect(unitsInLastPlace(power, expected) <= 2, "x = \(x)")
    }
    #expect(powerOfTwo(Lanes(repeating: 0))[0] == 1)
    #expect(powerOfTwo(Lanes(repeating: -1000))[0] == 0x1p-1000)
  }

  @Test(arguments: [
    Double.leastNonzeroMagnitude, .leastNormalMagnitude / 3, .leastNormalMagnitude,
    .greatestFiniteMagnitude, 2,
  ])
  func logarithmOfOneLaneDoesNotDependOnTheOthers(x: Double) {
    let beside: [Double] = [0, .leastNonzeroMagnitude, 1, .infinity]
    for other in beside {
      var lanes = Lanes(repeating: other)
      lanes[3] = x
      #expect(logarithm(lanes)[3] == logarithm(x))
      #expect(abs(logarithm(lanes)[3] - log(x)) <= log(x).ulp)
    }
  }

  @Test func digammaAgreesWithTheTable() {
    let table = SpecialFunctions.figures.digamma
    for (x, expected) in zip(table.arguments, table.values) {
      // The recurrence adds up to twelve terms of magnitude 1/x, each rounded.
      let scale = max(abs(expected), 1 / x, 1)
      #expect(abs(digamma(x) - expected) <= 8 * Double.ulpOfOne * scale, "x = \(x)")
    }
  }

  @Test func logGammaAgreesWithTheTable() {
    let table = SpecialFunctions.figures.logGamma
    for (x, expected) in zip(table.arguments, table.values) {
      // Stirling's terms reach log Γ(12) ≈ 17.5 before they cancel for small arguments.
      let scale = max(abs(expected), 18)
      #expect(abs(logGamma(x) - expected) <= 8 * Double.ulpOfOne * scale, "x = \(x)")
    }
  }

  @Test func limitsAreExact() {
    #expect(exponential(0) == 1)
    #expect(exponential(-.infinity) == 0)
    #expect(exponential(.infinity) == .infinity)
    #expect(exponential(710) == .infinity)
    #expect(exponential(-709) == 0)
    #expect(logarithm(1) == 0)
    #expect(logarithm(0) == -.infinity)
    #expect(logarithm(.infinity) == .infinity)
    #expect(logBeta(1, 1).magnitude < 1e-14)
  }

  @Test func lanesDoNotDisturbEachOther() {
    let x = Lanes(-700, -1e-9, 0, 1, 20, 300, 709, -2)
    for lane in 0..<8 {
      #expect(exponential(x)[lane] == exponential(x[lane]))
      #expect(logarithm(exponential(x))[lane] == logarithm(exponential(x[lane])))
    }
  }
}
