import Testing

/// The large version is `ipclust-bench calibrate`, which takes minutes.
@Suite struct CalibrationTests {
  @Test func fewDataSetsKeepThePromise() throws {
    let result = try BuiltCommand.bench([
      "calibrate", "--sets", "16", "--rows", "600", "--seed", "1",
    ])
    #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    #expect(result.outputText.hasSuffix("the promise is kept\n"))
  }

  /// Nobody can find strangers among a few rows at a rate near nought, of which the fewer draws are
  /// needed the farther it is from it.
  @Test func aBrokenPromiseIsSaid() throws {
    let result = try BuiltCommand.bench([
      "calibrate", "--sets", "2", "--rows", "60", "--rate", "0.01", "--strangers", "0.4",
    ])
    #expect(result.status == 1, "\(result.outputText)\(result.errorText)")
    #expect(result.outputText.hasSuffix("the promise is broken\n"))
  }
}
