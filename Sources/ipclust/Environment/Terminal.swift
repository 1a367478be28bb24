import Glibc
import Reporting

/// What the place that text goes to can show.
///
/// Away from a terminal nothing depends on the environment, so that the same scan writes the same
/// bytes under every locale and in every window.
struct Terminal {
  let width: Int
  let height: Int
  let isUnicode: Bool
  let wantsColor: Bool
  let isATerminal: Bool

  /// - Parameter descriptor: where text goes, or nil for a file named by the user.
  init(descriptor: Int32?) {
    guard let descriptor, isatty(descriptor) == 1 else {
      (width, height, isUnicode, wantsColor, isATerminal) = (80, 24, true, false, false)
      return
    }
    var size = winsize()
    // Left at 0 × 0, which is unknown, where the terminal has no size to tell.
    _ = ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    width = Self.extent(reported: size.ws_col, variable: Environment["COLUMNS"]) ?? 80
    height = Self.extent(reported: size.ws_row, variable: Environment["LINES"]) ?? 24
    isATerminal = true
    isUnicode = Self.hasUnicodeLocale
    // https://no-color.org: set and not empty.
    wantsColor = Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"
  }

  /// Lines for one plot, so that its title and its legend can be seen at once.
  var plotHeight: Int { max(16, height - 2) }

  /// Columns or lines as the terminal tells them, or else the environment; nil when neither makes
  /// sense.
  static func extent(reported: UInt16, variable: String?) -> Int? {
    // Wider than any wall of screens; a plot takes memory for every cell.
    let plausible = 1...10_000
    if plausible.contains(Int(reported)) { return Int(reported) }
    return variable.flatMap { Int($0) }.flatMap { plausible.contains($0) ? $0 : nil }
  }

  /// The first of the variables that is set decides, as POSIX has it.
  private static var hasUnicodeLocale: Bool {
    let name = Environment["LC_ALL"] ?? Environment["LC_CTYPE"] ?? Environment["LANG"] ?? "C"
    let codeset = name.lowercased().filter { $0 != "-" }
    return codeset.contains("utf8")
  }
}

/// Variables of the environment; empty ones count as unset.
enum Environment {
  static subscript(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Keeps Dispatch from the system's log, which it tells of every thread of its own that only root
  /// may let go first. What the user has set stays.
  static func quietDispatch() { _ = own }

  /// Names of the variables that are set here, which other programs do not get.
  static let own: Set<String> = {
    let name = "LIBDISPATCH_LOG"
    guard getenv(name) == nil, setenv(name, "NO", 0) == 0 else { return [] }
    return [name]
  }()
}

enum Processors {
  /// Those that are switched on; at least one.
  static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
