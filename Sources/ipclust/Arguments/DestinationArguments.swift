import ArgumentParser

/// Where a result goes.
struct DestinationArguments: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "File to write, whole or not at all; '-' is standard output.", valueName: "file"),
    completion: .file())
  var output = "-"

  /// The path to write as bytes, or nil for standard output.
  func path() throws -> [UInt8]? { try OptionValue("--output", output).destination() }

  /// What the result is written on, if on a terminal at all.
  func terminal() throws -> Terminal {
    Terminal(descriptor: try path() == nil ? Descriptors.output : nil)
  }
}
