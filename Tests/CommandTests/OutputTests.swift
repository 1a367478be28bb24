import Foundation
import Testing

@Suite struct OutputTests {
  /// Runs `script` in a folder of its own and gives what it said.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" && printf '192.0.2.1\\n192.0.2.2\\n' > list
      \(script)
      status=$?; rm -rf "$folder"; exit $status
      """)
  }

  @Test func aFullDiskIsSaidAndEndsWith74() throws {
    let result = try shell("\"$IPCLUST\" scan list > /dev/full")
    #expect(result.status == 74)
    #expect(
      result.errorText
        == "ipclust: standard output: cannot be written: no space left on device\n")
  }

  @Test func aPathThatCannotBeOpenedEndsWith73() throws {
    let result = try shell("\"$IPCLUST\" scan list -o missing/report")
    #expect(result.status == 73)
    #expect(
      result.errorText
        == "ipclust: missing/report: cannot be opened for writing: no such file or directory\n")
  }

  @Test func aFileSizeLimitEndsWith74AndLeavesTheOldFile() throws {
    let result = try shell(
      """
      echo old > report
      {
        (ulimit -f 0; exec "$IPCLUST" scan list -o report)
        echo $? $(cat report) $(ls -A)
      } 2>&1 | cat
      """)
    #expect(
      result.outputText
        == "ipclust: report: cannot be written: file too large\n74 old list report\n")
  }

  @Test func aReaderThatGoesAwayIsNoMessage() throws {
    let result = try shell("{ \"$IPCLUST\" scan list; echo $? >&2; } | true")
    // Whether the pipe is closed before or after the short report is a race.
    #expect(["0\n", "141\n"].contains(result.errorText))
  }

  @Test func closedDescriptorsAreNoMessage() throws {
    let closedOutput = try shell("\"$IPCLUST\" scan list >&-")
    #expect(closedOutput.status == 141 && closedOutput.errorText.isEmpty)
    // The report must not take the number of standard error, nor a message land in it.
    let closedError = try shell("\"$IPCLUST\" scan list -o report 2>&-; cat report")
    #expect(closedError.outputText.contains("list: "))
  }

  @Test func aFileIsReplacedWholeWithItsModeAndThroughLinks() throws {
    let result = try shell(
      """
      echo old > real; chmod 640 real; ln -s real link
      "$IPCLUST" scan --format json list -o link
      test -L link && stat -c %a real && head -c 1 real && ls -A | wc -l
      """)
    #expect(result.outputText == "640\n{3\n")
  }

  // MARK: Nothing is lost

  /// Root may change every directory, so the test gives that up where it is root.
  @Test func anInputInAClosedDirectoryIsLeftAsItIs() throws {
    let result = try shell(
      """
      mkdir closed; cp list closed/list; chmod 777 .; chmod 666 closed/list; chmod 555 closed
      if [ $(id -u) = 0 ]; then as='setpriv --reuid=65534 --clear-groups'; else as=; fi
      $as "$IPCLUST" scan --format csv closed/list -o closed/list; echo $?
      wc -l < closed/list; ls -A closed; chmod 755 closed
      """)
    #expect(result.outputText == "64\n2\nlist\n", "\(result.errorText)")
  }

  @Test(arguments: ["/dev/stdout", "/dev/fd/1", "//dev/./stdout", "/proc/self/fd/1", "link"])
  func whatTheShellOpenedIsAppendedTo(_ path: String) throws {
    let result = try shell(
      """
      ln -s /dev/stdout link; echo before > log; before=$(stat -c %i log)
      { echo more; "$IPCLUST" scan --format csv -o \(path) list; } >> log
      test $(stat -c %i log) = $before; echo $?; head -n 2 log; wc -l < log; ls -A | wc -l
      """)
    #expect(result.outputText == "0\nbefore\nmore\n5\n3\n", "\(result.errorText)")
  }

  @Test func aDanglingLinkKeepsItsPlace() throws {
    let result = try shell(
      """
      mkdir folder; ln -s folder/report link
      "$IPCLUST" scan --format csv list -o link; echo $?; test -L link; echo $?
      wc -l < folder/report
      """)
    #expect(result.outputText == "0\n0\n3\n")
  }

  @Test func aLoopOfLinksEndsWith73() throws {
    let result = try shell(
      """
      ln -s one two; ln -s two one
      "$IPCLUST" scan list -o one; echo $?; test -L one; echo $?
      """)
    #expect(result.outputText == "73\n0\n")
    #expect(
      result.errorText == "ipclust: one: cannot be opened for writing: too many levels of symbolic "
        + "links\n")
  }

  @Test func aSecondSignalLeavesNoTemporaryFile() throws {
    // Stopped, the program finds both signals waiting; a shell in the background ignores SIGINT.
    let result = try shell(
      """
      sleep 5 | env --default-signal=INT "$IPCLUST" scan -o report - &
      pid=$!
      for _ in $(seq 200); do ls -A | grep -q tmp && break; sleep 0.02; done
      kill -STOP $pid; kill -INT $pid; kill -TERM $pid; kill -CONT $pid
      wait $pid; echo $?; ls -A
      """)
    #expect(["130\nlist\n", "143\nlist\n"].contains(result.outputText))
  }

  /// What a killed process left behind, under the number that ours has.
  @Test(arguments: ["-o report", "-o report -w evidence"])
  func leftoversOfAnotherProcessAreNoObstacle(_ outputs: String) throws {
    let result = try shell(
      """
      sh -c 'touch .ipclust-report-$$.tmp .ipclust-evidence-$$.tmp
        exec "$IPCLUST" scan list \(outputs)'
      echo $?; test -s report; echo $?; ls -A | grep -c tmp
      """)
    #expect(result.outputText == "0\n0\n2\n", "\(result.errorText)")
  }

  @Test func aDatabaseNeedsAFile() throws {
    let result = try shell("\"$IPCLUST\" extract --format sqlite -o /dev/full list")
    #expect(result.status == 73)
    #expect(
      result.errorText == "ipclust: /dev/full: expected a file, because a database cannot be "
        + "streamed into a device or pipe; name a file\n")
  }

  @Test func devicesAreWrittenInPlace() throws {
    let result = try shell("\"$IPCLUST\" scan list -o /dev/null; test -c /dev/null")
    #expect(result.status == 0)
  }

  @Test func namesKeepEveryByte() throws {
    let result = try shell(
      """
      name=$(printf 'a\\377\\364\\217\\277\\200b'); cp list "$name"
      "$IPCLUST" scan --format json "$name" -o "$name.json"; ls -A | od -An -c | grep -c '377'
      grep -o '"pathHex":"[0-9a-f]*"' "$name.json"
      """)
    #expect(result.outputText.hasSuffix("\"pathHex\":\"61fff48fbf8062\"\n"))
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aSignalEndsTheWaitForAReader(_ signal: Int32, _ status: Int32) throws {
    let fifo = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)").path
    try #require(mkfifo(fifo, 0o600) == 0)
    defer { unlink(fifo) }
    let result = try BuiltCommand.run(["scan", "list", "-o", fifo], signal: signal)
    #expect(result.status == status && !result.wasKilled)
    #expect(result.errorText.isEmpty)
  }

  /// A fit that nobody could wait for, so that the signal comes while it lasts.
  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aSignalDuringTheFitIsSaid(_ signal: Int32, _ status: Int32) throws {
    let result = try BuiltCommand.run(
      ["scan", "-q", "--components", "50", "--restarts", "100000"]
        + [Captures.path("maccdc2012-known-destinations.txt")], signal: signal)
    #expect(result.status == status && !result.wasKilled)
    #expect(
      result.errorText
        == "ipclust: interrupted: the addresses read so far are listed, but not clustered\n")
    #expect(result.outputText.contains("interrupted: the addresses are listed, but not clustered"))
  }

  /// The reader would take twenty seconds.
  @Test func aReportThatCannotEndSoonAfterASignalIsGivenUp() throws {
    let result = try shell(
      """
      seq 200000 | awk '{ print "10." int($1 / 65536) "." int($1 / 256) % 256 "." $1 % 256 }' > many
      mkfifo pipe
      "$IPCLUST" extract -q --addresses-only many > pipe & child=$!
      exec 3< pipe
      head -c 65536 <&3 > /dev/null
      kill -TERM $child
      while [ $(head -c 65536 <&3 | wc -c) -gt 0 ]; do sleep 0.1; done
      wait $child
      """)
    #expect(result.status == 143)
    #expect(
      result.errorText
        == "ipclust: standard output: not written to its end, because of the interruption\n")
  }

  @Test func colorsComeOnlyWhenAskedFor() throws {
    let plain = try shell("\"$IPCLUST\" scan list")
    #expect(!plain.output.contains(0x1b))
  }
}
