import ArgumentParser
import Records
import Reporting
import Scanning

/// What is read.
struct InputArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A capture, log or list to read, or a directory of them; '-' is standard input.",
      valueName: "input"),
    completion: .file())
  var arguments: [String] = []

  @Option(
    name: [.customShort("r"), .customLong("read")],
    help: ArgumentHelp(
      "The same as an INPUT, for hands that know tcpdump; may be repeated.", valueName: "file"),
    completion: .file())
  var read: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read the inputs that LIST names, one a line; '-' is standard input; may be repeated.",
      valueName: "list"), completion: .file())
  var filesFrom: [String] = []

  @Flag(
    name: [.customShort("0"), .customLong("null")],
    help: "The names in LIST end in a zero byte, as 'find -print0' writes them.")
  var isNullTerminated = false

  @Flag(help: "Read all files below a directory, not only its own.")
  var recursive = false

  @Flag(help: "Exit with 0 although an input was damaged, if part of it could be read.")
  var allowPartial = false

  /// Whether nothing was given that could be read.
  var isEmpty: Bool { arguments.isEmpty && read.isEmpty && filesFrom.isEmpty }

  /// What is to be read, in the order given.
  func requests() throws -> [InputRequest] {
    let names = filesFrom.map { Self.listMark + $0 } + read + arguments
    let requests = names.map(request)
    if requests.isEmpty {
      throw ValidationError("expected an INPUT: a file, a directory, or '-' for standard input")
    }
    if requests.count(where: \.readsStandardInput) > 1 {
      throw ValidationError("expected '-' at most once: standard input can be read only once")
    }
    if isNullTerminated, !requests.contains(where: \.isList) {
      throw ValidationError("expected --files-from LIST with --null, which says how its names end")
    }
    return requests
  }

  /// The inputs that `requests` mean, without what this run writes.
  ///
  /// - Parameter output: the file to write; nil for standard output.
  func sources(of requests: [InputRequest], besides output: [UInt8]?) throws -> [InputSource] {
    let own = OwnOutput(
      path: output.map { InputPath(bytes: $0) }, standardOutput: Descriptors.output)
    let sources = Scan.sources(
      of: requests, isRecursive: recursive, isCancelled: { Interruption.status != nil })
    if sources.isEmpty, Interruption.status == nil {
      for request in requests { Message.show(Self.emptiness(of: request)) }
    }
    if let path = own.firstConflict(in: sources) {
      throw ValidationError(
        "--output: expected another file than the inputs, but found '\(path.text)', which would be "
          + "overwritten; name another, or move it away")
    }
    return own.ignored(in: sources)
  }

  /// What is said of a list or directory that gave nothing to read, which is no error.
  private static func emptiness(of request: InputRequest) -> String {
    switch request {
    case .path(let path): TerminalText.name(of: path) + ": holds no files"
    case .list(let path, _): TerminalText.name(of: path) + ": names no inputs"
    }
  }

  private func request(_ argument: String) -> InputRequest {
    let isList = argument.unicodeScalars.starts(with: Self.listMark.unicodeScalars)
    let name = isList ? String(argument.unicodeScalars.dropFirst()) : argument
    let path = InputPath(bytes: RawArguments.bytes(of: name))
    return isList ? .list(path, isNullTerminated: isNullTerminated) : .path(path)
  }

  /// Stands before the name of a list among the INPUTs; no argument of a process can hold it.
  private static let listMark = "\0"

  /// The options that take no value; what follows any other is left to ArgumentParser.
  static let flags: Set = [
    "--allow-partial", "--recursive", "--null", "-0", "--plot", "-q", "--quiet", "-v", "--verbose",
    "-qv", "-vq", "--no-progress", "--inner", "--addresses-only", "--no-sandbox",
    "--no-promiscuous", "--hash", "--compat", "--update", "--no-update", "--once",
    "--fail-on-change",
  ]

  /// `arguments` with every `-r FILE`, `-rFILE`, `-r=FILE`, `--read FILE` and `--read=FILE` as a
  /// plain INPUT, and every `--files-from LIST` as one with a mark before it.
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
      } else if let file = joinedValue(argument, of: ["--read=", "-r=", "-r"]) {
        ordered.append(looksLikeOption(file) ? "--read=" + file : file)
      } else if let list = joinedValue(argument, of: ["--files-from="]) {
        ordered.append(listMark + list)
      } else if argument == "--files-from", let list = rest.first, !looksLikeOption(list) {
        ordered.append(listMark + list)
        rest.removeFirst()
      } else if ["-r", "--read"].contains(argument), let file = rest.first, !looksLikeOption(file) {
        ordered.append(file)
        rest.removeFirst()
      } else {
        ordered.append(argument)
      }
    }
    return ordered
  }

  /// FILE of `--read=FILE`, `-r=FILE` or `-rFILE`, of which ArgumentParser does not know the last,
  /// and LIST likewise.
  ///
  /// By scalars: a name may begin with one that combines with the character before it.
  private static func joinedValue(_ argument: String, of prefixes: [String]) -> String? {
    for prefix in prefixes {
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

extension InputRequest {
  fileprivate var isList: Bool {
    if case .list = self { true } else { false }
  }

  fileprivate var readsStandardInput: Bool {
    switch self {
    case .path(let path), .list(let path, _): path == .standardInput
    }
  }
}
