import Detection
import Glibc
import Records
import Reporting

/// Lines on standard error: place, what was expected, what was found, remedy.
enum Message {
  /// Writes one line; nothing is left to be done if even that is refused.
  static func show(_ text: String) {
    try? Output.write(Array("ipclust: \(text)\n".utf8), to: Descriptors.error)
  }

  /// Writes what was wrong with the arguments.
  static func usage(_ text: String) {
    let escaped = escape(text)
    show(escaped.prefix(1).lowercased() + escaped.dropFirst())
  }

  /// Writes on one line what has words of the user in it.
  static func showText(_ text: String) { show(escape(text)) }

  private static func escape(_ text: String) -> String {
    let line = text.split(separator: "\n").joined(separator: " ")
    return TerminalText.escape(bytes: RawArguments.bytes(of: line))
  }

  /// Writes a line for every input that was damaged or unusable; with `isVerbose` for all.
  ///
  /// - Parameter canAllowPartial: whether --allow-partial is still to be given.
  static func show(
    _ inputs: [InputSummary], ignored: [IgnoredInput], isVerbose: Bool, canAllowPartial: Bool
  ) {
    // Beside an input that gave nothing the option would change nothing.
    let wouldHelp = canAllowPartial && inputs.allSatisfy { $0.status != .error }
    if isVerbose {
      for input in ignored {
        show(TerminalText.name(of: input.path) + ": ignored: " + input.reason.rawValue)
      }
    }
    for input in inputs {
      if input.status != .ok {
        let remedy =
          wouldHelp && input.failure != nil ? "; --allow-partial takes what could be read" : ""
        show(text(of: input) + remedy)
      } else if isVerbose {
        show(TerminalText.name(of: input.path) + ": " + kind(of: input))
      }
    }
  }

  /// The system's words for `errorNumber`, in our case.
  static func text(ofError errorNumber: Int32) -> String {
    let text = String(cString: strerror(errorNumber))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// `site.pcap: record 1841, byte 99123: record header needs 16 bytes, …`.
  static func text(of input: InputSummary) -> String {
    var parts = [TerminalText.name(of: input.path)]
    let place = [
      input.failure?.record.map { "record \($0)" },
      input.failure?.byteOffset.map { "\(input.byteWord) \($0)" },
    ].compactMap { $0 }
    if !place.isEmpty { parts.append(place.joined(separator: ", ")) }
    if let failure = input.failure {
      parts.append(TerminalText.escape(failure.message))
    } else {
      parts.append(TerminalText.escape(input.note ?? "some of it could not be read"))
    }
    return parts.joined(separator: ": ")
  }

  private static func kind(of input: InputSummary) -> String {
    var words = [input.format?.rawValue ?? "of no known format"]
    if let compression = input.compression, compression != .none {
      words.append(compression.rawValue)
    }
    words += input.linkTypes.map { TerminalText.escape($0) }
    words.append("\(input.packetCount) records, \(input.usedPacketCount) used")
    return words.joined(separator: ", ")
  }
}
