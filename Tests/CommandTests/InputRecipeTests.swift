import Foundation
import Testing

/// Names, links, pipes and files that change: what a directory of captures may hold.
@Suite struct InputRecipeTests {
  private static let capture = "uplink-nanoseconds.pcap"
  private static let quick = "scan --format json --algorithm k-means --components 1 --threads 2"

  /// Runs `script` in a folder of its own, with a capture `b` and `$SCAN` for a quick scan, by a link
  /// because the checkout's path may hold blanks.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    let folder = URL.temporaryDirectory.appending(path: "recipe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // FileManager cannot name what is not UTF-8.
    defer { _ = try? BuiltCommand.shell("rm -rf '\(folder.path)' '\(folder.path)-program'") }
    return try BuiltCommand.shell(
      """
      ln -s "$IPCLUST" '\(folder.path)-program'
      cd '\(folder.path)' && cp '\(Captures.path(Self.capture))' b && chmod 755 . && mkdir T
      \(script)
      """, environment: ["SCAN": "\(folder.path)-program \(Self.quick)"])
  }

  private func scan(_ script: String) throws -> (ScanDocument, BuiltCommand.Result) {
    let result = try shell(script)
    return (try ScanDocument(result.output), result)
  }

  private func ignored(_ document: ScanDocument) throws -> [String] {
    try #require(document.run["ignored"] as? [[String: String]])
      .map { "\($0["path"] ?? "") \($0["reason"] ?? "")" }
  }

  private func errorClasses(_ document: ScanDocument) throws -> [String?] {
    try document.inputs.map { ($0["error"] as? [String: Any])?["class"] as? String }
  }

  // MARK: What is no file

  @Test func aDirectoryIsReadWhateverItsName() throws {
    let (empty, result) = try scan("mkdir x.pcap; $SCAN x.pcap")
    #expect(result.status == 0)
    #expect(try empty.inputs.isEmpty && ignored(empty).isEmpty)
  }

  @Test func whatIsFoundAndNoFileIsNamedButNotOpened() throws {
    let (document, result) = try scan(
      """
      ln -s b T/a; ln -s a T/b; ln -s /etc/passwd T/p.pcap; mkfifo T/f.pcap; mkdir T/below
      cp b T/x; : > T/empty; echo 'Dear reader, this is no capture at all, nor a list.' > T/text
      timeout 20 $SCAN T
      """)
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(try document.inputs.map { $0["path"] as? String } == ["T/x"])
    #expect(
      try ignored(document) == [
        "T/a symbolic-link", "T/b symbolic-link", "T/empty empty-file",
        "T/f.pcap not-regular-file", "T/p.pcap symbolic-link", "T/text not-a-capture",
      ])
  }

  // MARK: What the run itself writes

  @Test(arguments: ["-o b b", "-o ./T/../b b", "-o link b", "-o b .", "b > b"])
  func anInputIsNeverOverwritten(_ arguments: String) throws {
    let result = try shell(
      """
      cp b copy; ln -s b link; cp b all; "$IPCLUST" scan \(arguments) 2>message; echo $?
      cat message >&2
      """)
    #expect(result.outputText == "64\n", "\(result.errorText)")
    #expect(result.errorText.contains("expected another file than the inputs"))
  }

  @Test func whatIsWrittenIntoAScannedDirectoryIsNotRead() throws {
    let result = try shell(
      """
      cp b T/a; cd T
      timeout 20 "$IPCLUST" extract . > all.csv; echo $?
      timeout 20 "$IPCLUST" extract -o more.csv .; echo $?
      timeout 20 "$IPCLUST" extract --format sqlite -o rows.db .; echo $?; wc -l < all.csv
      """)
    #expect(result.outputText.hasPrefix("0\n0\n0\n407\n"), "\(result.outputText)")
  }

  @Test func whatIsNamedAndNoFileIsAnError() throws {
    let (document, result) = try scan(
      "ln -s b T/a; ln -s a T/b; : > e; timeout 20 $SCAN gone T/a /dev/zero e b")
    #expect(result.status == 66)
    let classes = try errorClasses(document)
    #expect(classes == ["not-found", "symlink-loop", "not-regular-file", "empty-file", nil])
  }

  @Test func aNamedPipeIsReadAsAStream() throws {
    let (document, result) = try scan("mkfifo f; cat b > f & timeout 20 $SCAN f; wait")
    #expect(result.status == 0)
    #expect(try document.inputs.map { $0["status"] as? String } == ["ok"])
  }

  @Test func indicesOfInputsLeaveOutWhatIsIgnored() throws {
    let (document, _) = try scan(": > T/a; cp b T/b; : > T/c; cp b T/d; $SCAN T")
    #expect(try document.inputs.map { $0["path"] as? String } == ["T/b", "T/d"])
    let addresses = try document.addresses("source", "ipv4")
    #expect(!addresses.isEmpty && addresses.allSatisfy { $0["firstInput"] as? Int == 0 })
  }

  @Test func anUnreadableFileIsCountedAndTheRestIsRead() throws {
    let (document, result) = try scan(
      """
      cp b T/read; cp b T/unreadable; chmod 000 T/unreadable; mkdir T/z; chmod 000 T/z
      if [ $(id -u) = 0 ]; then as='setpriv --reuid=65534 --clear-groups'; else as=; fi
      $as $SCAN --recursive T; status=$?; chmod 700 T/z; exit $status
      """)
    #expect(result.status == 66)
    #expect(
      try document.inputs.map { $0["path"] as? String } == ["T/read", "T/unreadable", "T/z"])
    #expect(try errorClasses(document) == [nil, "permission-denied", "permission-denied"])
  }

  // MARK: Names

  /// As printf writes them.
  private static let oddNames = [
    #"a\nb.pcap"#, #"\033[31m\033]0;x\007.pcap"#, #"\377\376.pcap"#, "-rf.pcap", #" " ' .pcap"#,
    "%%s%%n.pcap", "$(touch PWNED).pcap", "=1+1.pcap", "<img src=x onerror=alert(1)>.pcap",
    String(repeating: "a", count: 250) + ".pcap", #"\342\200\256gnp.pcap"#,
  ]

  @Test(arguments: oddNames)
  func aFileMayHaveAnyName(_ name: String) throws {
    let quoted = name.replacing("'", with: #"'\''"#)
    let result = try shell(
      """
      cp b "T/$(printf -- '\(quoted)')"; truncate -s -1 T/*
      $SCAN --format text T; printf '\\001'; $SCAN T 2> error
      """)
    let parts = result.output.split(separator: 1, maxSplits: 1)
    try #require(parts.count == 2)
    let document = try ScanDocument(try #require(parts.last))
    let input = try #require(document.inputs.first)
    #expect(input["status"] as? String == "partial")
    let exact = try BuiltCommand.shell("printf 'T/\(quoted)' | od -An -v -tx1 | tr -d ' \\n'")
    let path = try #require(input["path"] as? String)
    let hexadecimal = path.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(input["pathHex"] as? String ?? hexadecimal == exact.outputText)
    let shown = parts[0] + result.error
    #expect(shown.allSatisfy { $0 == 0x0a || ($0 >= 0x20 && $0 != 0x7f) })
    #expect(!String(decoding: shown, as: UTF8.self).unicodeScalars.contains("\u{202e}"))
  }

  @Test(arguments: ["--read=-x", "-r-x", "./-x", "-- -x"])
  func aNameMayBeginLikeAnOption(_ arguments: String) throws {
    let (document, result) = try scan("mv b ./-x; $SCAN \(arguments)")
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(try document.inputs.map { $0["status"] as? String } == ["ok"])
  }

  @Test func anEmptyNameAndAnEmptyListAreShown() throws {
    let result = try shell(
      """
      : > list; mkdir empty
      $SCAN '' > /dev/null; echo $?; $SCAN --files-from list empty > /dev/null; echo $?
      """)
    #expect(result.outputText == "66\n0\n")
    #expect(
      result.errorText == """
        ipclust: '': no such file; check the name
        ipclust: list: names no inputs
        ipclust: empty: holds no files

        """)
  }

  // MARK: What is said of damage

  /// The option is named where it changes the status, and nowhere else.
  @Test func partialResultsAreOfferedWhereTheyHelp() throws {
    let result = try shell(
      """
      head -c 10000 b > cut; head -c 10 b > header
      for arguments in cut header 'cut header' '--allow-partial cut'; do
        $SCAN $arguments 2>&1 > /dev/null | grep -c -- --allow-partial
      done
      gzip -c b | head -c 9000 > cut.gz; $SCAN cut.gz 2>&1 >/dev/null | cut -d' ' -f3-4
      """)
    #expect(result.outputText == "1\n0\n0\n0\ndecompressed byte\n", "\(result.outputText)")
  }

  @Test func findAndAListMeanTheSame() throws {
    let (document, result) = try scan(
      """
      cp b "T/$(printf 'a\\nb')"; cp b T/c
      find T -type f -print0 | sort -z | $SCAN --null --files-from -
      """)
    #expect(result.status == 0)
    #expect(try document.inputs.map { $0["path"] as? String } == ["T/a\nb", "T/c"])
  }

  // MARK: Files that change

  /// Offsets at which a record of a little-endian capture ends, from its header on.
  private static func recordEnds(_ data: Data) -> [Int] {
    var ends = [24]
    while let end = ends.last, end + 16 <= data.count {
      let length = (0..<4).reduce(0) { $0 | Int(data[end + 8 + $1]) << (8 * $1) }
      ends.append(end + 16 + length)
    }
    return ends
  }

  @Test(.timeLimit(.minutes(2))) func aGrowingFileIsReadByWholeRecords() throws {
    let data = try Captures.data(Self.capture)
    let ends = Self.recordEnds(data)
    let folder = URL.temporaryDirectory.appending(path: "growing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "x.pcap")
    try data.prefix(24).write(to: file)
    let writer = Thread {
      guard let handle = try? FileHandle(forWritingTo: file) else { return }
      _ = try? handle.seekToEnd()
      for (start, end) in zip(ends, ends.dropFirst()) {
        let middle = (start + end) / 2
        try? handle.write(contentsOf: data[start..<middle])
        try? handle.write(contentsOf: data[middle..<end])
        Thread.sleep(forTimeInterval: 0.001)
      }
    }
    writer.start()
    var previousCount = 0
    for _ in 0..<8 {
      let result = try BuiltCommand.run(
        ["scan", "--format", "json", "--algorithm", "k-means", "--components", "1", file.path])
      let input = try #require(ScanDocument(result.output).inputs.first)
      let count = try #require(input["packetCount"] as? Int)
      #expect([0, 65].contains(result.status) && !result.wasKilled)
      #expect(count >= previousCount && count < ends.count)
      #expect(
        try errorClasses(ScanDocument(result.output)).allSatisfy {
          $0 == nil || $0 == "truncated-record"
        })
      previousCount = count
    }
  }

  @Test(.timeLimit(.minutes(2))) func aFileMayShrinkOrBeReplacedWhileItIsRead() throws {
    let result = try shell(
      """
      for i in 1 2 3 4 5 6; do cat b; done > x; cp x y; cp b w
      (for i in $(seq 200); do truncate -s 30000 x; cp y x; cp b z; mv z w; done) &
      for i in 1 2 3 4 5 6 7 8 9 10; do
        $SCAN x > /dev/null 2>&1; echo $?; $SCAN w > /dev/null; echo w$?
      done
      wait
      """)
    let statuses = Set(result.outputText.split(separator: "\n"))
    #expect(statuses.isSubset(of: ["0", "65", "w0"]), "\(statuses)")
  }

  // MARK: Standard input

  @Test func aCaptureOnStandardInputIsReadAsByName() throws {
    let (byName, _) = try scan("$SCAN b")
    let (byStream, result) = try scan("cat b | $SCAN -")
    #expect(result.status == 0)
    #expect(
      try NSArray(array: byName.populations) == NSArray(array: byStream.populations))
  }
}
