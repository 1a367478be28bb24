import ArgumentParser
import Records

/// What is read.
struct InputArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A capture, log or list to read; '-' is standard input.", valueName: "input"),
    completion: .file())
  var arguments: [String] = []

  @Option(
    name: [.customShort("r"), .customLong("read")],
    help: ArgumentHelp(
      "Read this file too, as tcpdump has it; may be repeated. Taken before the INPUTs.",
      valueName: "file"),
    completion: .file())
  var read: [String] = []

  @Flag(help: "Exit with 0 although an input was damaged, if part of it could be read.")
  var allowPartial = false

  func paths() throws -> [InputPath] {
    let paths = (read + arguments).map { InputPath(bytes: RawArguments.bytes(of: $0)) }
    if paths.isEmpty {
      throw ValidationError("expected an INPUT: a file, or '-' for standard input")
    }
    if paths.count(where: { $0 == .standardInput }) > 1 {
      throw ValidationError("expected '-' at most once: standard input can be read only once")
    }
    return paths
  }
}
