import Records
import Testing

@testable import ipclust

@Suite struct RawArgumentsTests {
  @Test func everyByteComesBack() {
    for byte in UInt8.min...UInt8.max {
      for bytes in [[byte], [0x61, byte, 0x80], [0xf4, 0x8f, 0xbf, byte], [0xc3, byte, 0xff]] {
        #expect(RawArguments.bytes(of: RawArguments.text(of: bytes)) == bytes)
      }
    }
  }

  @Test func everyScalarComesBack() {
    for value in stride(from: UInt32(0), through: 0x10_ffff, by: 1) {
      guard value < 0x3000 || value > 0x10_f000, let scalar = Unicode.Scalar(value) else {
        continue
      }
      let bytes = Array(String(scalar).utf8)
      #expect(RawArguments.bytes(of: RawArguments.text(of: bytes)) == bytes)
    }
  }

  @Test func ordinaryTextIsLeftAlone() {
    #expect(RawArguments.text(of: Array("site – é.pcap".utf8)) == "site – é.pcap")
  }
}

@Suite struct InputArgumentsTests {
  @Test(arguments: [
    (["scan", "-r", "a", "b", "--read", "c"], ["a", "b", "c"]),
    (["scan", "b", "-r", "a", "--side", "source", "-r", "-"], ["b", "a", "-"]),
    (["scan", "--read=a", "b"], ["a", "b"]),
    (["scan", "b", "--read=a", "-r=c", "-rd", "e"], ["b", "a", "c", "d", "e"]),
    (["scan", "b", "--read=-", "-ra=b", "-r\u{301}", "c"], ["b", "-", "a=b", "\u{301}", "c"]),
    (["scan", "b", "--plot", "-ra", "-q", "--read=c"], ["b", "a", "c"]),
    (["scan", "b", "-r-a"], ["-a", "b"]),
    (["scan", "b", "--", "-r", "a"], ["b", "-r", "a"]),
  ])
  func inputsKeepTheirOrder(_ arguments: [String], _ expected: [String]) throws {
    let command = try Command.parseAsRoot(InputArguments.inOrder(arguments))
    let scan = try #require(command as? ScanCommand)
    #expect(try scan.inputs.requests() == expected.map { .path(InputPath($0)) })
  }

  @Test(arguments: [
    ["scan", "b", "--files-from", "a", "c"], ["scan", "b", "--files-from=a", "c"],
    ["scan", "-r", "b", "--recursive", "--files-from", "a", "-rc"],
  ])
  func listsKeepTheirOrder(_ arguments: [String]) throws {
    let command = try Command.parseAsRoot(InputArguments.inOrder(arguments))
    let scan = try #require(command as? ScanCommand)
    #expect(
      try scan.inputs.requests() == [
        .path(InputPath("b")), .list(InputPath("a"), isNullTerminated: false),
        .path(InputPath("c")),
      ])
  }

  @Test(arguments: ["-0", "--null"])
  func namesOfAListMayEndInAZeroByte(_ option: String) throws {
    let command = try Command.parseAsRoot(
      InputArguments.inOrder(["scan", option, "--files-from", "-"]))
    let scan = try #require(command as? ScanCommand)
    #expect(try scan.inputs.requests() == [.list(.standardInput, isNullTerminated: true)])
    #expect(throws: (any Error).self) {
      let command = try Command.parseAsRoot(InputArguments.inOrder(["scan", option, "a"]))
      _ = try (command as? ScanCommand)?.inputs.requests()
    }
  }

  @Test func standardInputIsNamedOnce() throws {
    for arguments in [["-", "-"], ["-", "--files-from", "-"]] {
      let command = try Command.parseAsRoot(InputArguments.inOrder(["scan"] + arguments))
      #expect(throws: (any Error).self) { try (command as? ScanCommand)?.inputs.requests() }
    }
  }

  @Test func aMissingFileIsLeftToTheParser() {
    #expect(InputArguments.inOrder(["scan", "-r"]) == ["scan", "-r"])
    #expect(InputArguments.inOrder(["scan", "-r", "--side"]) == ["scan", "-r", "--side"])
  }

  /// `-o a` would overwrite an input.
  @Test(arguments: [["-r", "a"], ["-ra"], ["--read=a"]])
  func anInputIsNeverTheValueOfAnotherOption(_ arguments: [String]) {
    for option in ["-o", "--output", "--seed"] {
      // A number takes what follows, whatever it begins with, and is then found to be none.
      #expect(throws: (any Error).self) {
        let command = try Command.parseAsRoot(InputArguments.inOrder(["scan", option] + arguments))
        _ = try (command as? ScanCommand)?.plan()
      }
    }
  }

  @Test func everyFlagIsKnownToTakeNoValue() throws {
    let ofLogins = ["features", "explore", "detect", "train", "evaluate", "threshold", "update"]
      .map { ["logins", $0] }
    let commands = [["scan"], ["extract"], ["diff"], ["logins", "follow"]] + ofLogins
    let help = try commands.map { try BuiltCommand.run($0 + ["--help"]).outputText }
      .joined(separator: "\n")
    let names = help.split(separator: "\n").flatMap { line -> [String] in
      guard line.hasPrefix("  -"), !line.contains("<") else { return [] }
      let words = line.split { " ,/".contains($0) }
      return words.prefix { $0.hasPrefix("-") }.map { String($0) }
    }
    let endingTheProgram = ["--version", "-h", "--help"]
    #expect(names.contains("--plot"))
    #expect(
      Set(names).subtracting(endingTheProgram) == InputArguments.flags.subtracting(["-qv", "-vq"]))
  }
}
