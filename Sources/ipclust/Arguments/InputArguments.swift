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

  /// The options that take no value; what follows any other is left to ArgumentParser.
  static let flags: Set = [
    "--allow-partial", "--plot", "-q", "--quiet", "-v", "--verbose", "-qv", "-vq", "--no-progress",
    "--inner", "--no-sandbox", "--no-promiscuous",
  ]

  /// `arguments` with every `-r FILE`, `-rFILE`, `-r=FILE`, `--read FILE` and `--read=FILE` as a
  /// plain INPUT.
  ///
  /// Inputs are taken in the order given, but ArgumentParser collects options and arguments apart.
  /// A name that looks like an option is left to it; such names are read before the others.
  static func inOrder(_ arguments: [String]) -> [String] {
    var ordered: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" { return ordered + [argument] + rest }
      // `-o -r FILE` lacks a value; without its `-r` it would overwrite FILE.
      if let last = ordered.last, looksLikeOption(last), !last.contains("="), !flags.contains(last)
      {
        ordered.append(argument)
      } else if let file = joinedFile(argument) {
        ordered.append(looksLikeOption(file) ? "--read=" + file : file)
      } else if ["-r", "--read"].contains(argument), let file = rest.first, !looksLikeOption(file) {
        ordered.append(file)
        rest.removeFirst()
      } else {
        ordered.append(argument)
      }
    }
    return ordered
  }

  /// FILE of `--read=FILE`, `-r=FILE` or `-rFILE`, of which ArgumentParser does not know the last.
  ///
  /// By scalars: a name may begin with one that combines with the character before it.
  private static func joinedFile(_ argument: String) -> String? {
    for prefix in ["--read=", "-r=", "-r"] {
      guard argument.unicodeScalars.starts(with: prefix.unicodeScalars) else { continue }
      let file = argument.unicodeScalars.dropFirst(prefix.unicodeScalars.count)
      return file.isEmpty ? nil : String(file)
    }
    return nil
  }

  private static func looksLikeOption(_ argument: String) -> Bool {
    argument != "-" && argument.hasPrefix("-")
  }
}
