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
      "The same as an INPUT, for hands that know tcpdump; may be repeated.", valueName: "file"),
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

  /// `arguments` with every `-r FILE` as a plain INPUT.
  ///
  /// Inputs are taken in the order given, but ArgumentParser collects options and arguments apart.
  /// A name that looks like an option is left to it; such names are read before the others.
  static func inOrder(_ arguments: [String]) -> [String] {
    var ordered: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" { return ordered + [argument] + rest }
      if ["-r", "--read"].contains(argument), let file = rest.first,
        file == "-" || !file.hasPrefix("-")
      {
        ordered.append(file)
        rest.removeFirst()
      } else {
        ordered.append(argument)
      }
    }
    return ordered
  }
}
