import Foundation
import Testing

@Suite(.serialized) struct LiveCaptureTests {
  /// Network namespaces need root and the program `ip`, senders python3.
  static let canCapture: Bool = {
    let result = try? BuiltCommand.shell(
      """
      test $(id -u) = 0 && python3 -c '' && name=ipclust-probe-$$ \
        && ip netns add $name && ip netns exec $name true && ip netns del $name
      """)
    return result?.status == 0
  }()

  /// Runs `script` with two namespaces $here and $there, joined by $iface, where 10.9.0.1 sends to
  /// 10.9.0.2 … 10.9.0.6 as long as the file `sending` lies in the folder.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      here=ipclust-here-$$; there=ipclust-there-$$; iface=veth0
      folder=$(mktemp -d); chmod 755 "$folder"; cd "$folder"
      clean() { rm -rf "$folder"; ip netns del $here; ip netns del $there; }
      trap clean EXIT
      ip netns add $here && ip netns add $there || exit 99
      ip link add $iface netns $here type veth peer name veth1 netns $there
      ip -n $here addr add 10.9.0.1/24 dev $iface
      for last in 2 3 4 5 6; do ip -n $there addr add 10.9.0.$last/24 dev veth1; done
      ip -n $here link set $iface up; ip -n $there link set veth1 up
      touch sending
      send() { timeout 30 ip netns exec $here python3 -c '
      import os, socket, time
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      while os.path.exists("sending"):
        for last in range(2, 7):
          s.sendto(b"x" * 30, ("10.9.0.%d" % last, 9999))
        time.sleep(0.02)
      '; }
      send & sender=$!
      scan() { timeout 30 ip netns exec $here "$IPCLUST" scan -i $iface "$@"; }
      \(script)
      status=$?; rm -f sending; wait $sender; exit $status
      """)
  }

  private static func addresses(_ document: ScanDocument) throws -> Set<String> {
    Set(try document.addresses("destination", "ipv4").compactMap { $0["address"] as? String })
  }

  private static let targets = Set((2...6).map { "10.9.0.\($0)" })

  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func findsTheAddressesOfTheMoment() throws {
    let result = try shell("scan --duration 2s --format json -o report; echo $? >&2; cat report")
    #expect(result.errorText == "0\n")
    let document = try ScanDocument(result.output)
    #expect(try Self.addresses(document).isSuperset(of: Self.targets))
    let input = try #require(try document.inputs.first)
    #expect(input["format"] as? String == "live" && input["path"] as? String == "veth0")
    #expect(input["linkTypes"] as? [String] == ["EN10MB"])
    #expect(input["kernelDroppedCount"] as? Int == 0)
    #expect(input["byteCount"] as? Int ?? 0 > 0 && input["status"] as? String == "ok")
  }

  /// Nobody's rights, those of whoever called sudo, or those of a user named.
  @Test(
    .enabled(if: canCapture, "not root, or no ip and python3"),
    arguments: [
      ("", "", "65534", "65534"), ("SUDO_UID=1234 SUDO_GID=1235", "", "1234", "1235"),
      ("SUDO_UID=0 SUDO_GID=0", "", "65534", "65534"), ("", "--user daemon", "1", "1"),
    ])
  func privilegesAreGoneWhilePacketsAreRead(
    _ variables: String, _ option: String, _ user: String, _ group: String
  ) throws {
    let result = try shell(
      """
      # A shell lets its background ignore SIGINT.
      env --default-signal=INT \(variables) ip netns exec $here "$IPCLUST" scan -i $iface \
        --duration 20 \(option) > report & pid=$!
      # `ip netns exec` becomes the program, so the number is its own.
      for _ in $(seq 100); do grep -q '^Seccomp:.*2' /proc/$pid/status && break; sleep 0.05; done
      grep -E '^(Uid|Gid|Groups|CapInh|CapPrm|CapEff|CapBnd|CapAmb|NoNewPrivs|Seccomp):' \
        /proc/$pid/status | tr -s ' \\t' ' '
      sleep 0.5; kill -INT $pid; wait $pid; echo $?; head -c 6 report
      """)
    let users = Array(repeating: user, count: 4).joined(separator: " ")
    let groups = Array(repeating: group, count: 4).joined(separator: " ")
    let none = "0000000000000000"
    #expect(
      result.outputText.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) } == [
        "Uid: \(users)", "Gid: \(groups)", "Groups:", "CapInh: \(none)", "CapPrm: \(none)",
        "CapEff: \(none)", "CapBnd: \(none)", "CapAmb: \(none)", "NoNewPrivs: 1", "Seccomp: 2",
        "130", "veth0:",
      ])
  }

  /// gdb can call functions in another process; not where a kernel keeps registers from it that the
  /// processor has.
  static let canMakeCalls =
    canCapture
    && (try? BuiltCommand.shell(
      """
      sleep 20 & gdb -q -batch -iex 'set debuginfod enabled off' -p $! \
        -ex 'print ((int(*)())getpid)() == '$! 2>/dev/null | grep -q '= 1$'
      """))?.status == 0

  /// Has the process that captures make system calls as a frame that took it over would, and gives
  /// what each returned, with `errno` behind it, and the status the process ended with.
  private func callsMade(_ calls: [String], _ option: String = "") throws -> [String] {
    let prints = calls.flatMap {
      ["print ((int(*)())\($0))", "print *((int*(*)(void))__errno_location)()"]
    }
    let commands = prints.map { "-ex '\($0)'" }.joined(separator: " ")
    let result = try shell(
      """
      ip netns exec $here "$IPCLUST" scan -i $iface \(option) --duration 20 > report & pid=$!
      # The first packets are read by then, so that the sandbox is entered where there is one.
      sleep 1.5
      timeout 60 gdb -q -batch -iex 'set debuginfod enabled off' -p $pid \(commands) 2>/dev/null \
        | sed -n 's/^\\$[0-9]* = //p'
      kill -TERM $pid 2>/dev/null; wait $pid; echo $?
      """)
    return result.outputText.split(separator: "\n").map(String.init)
  }

  private static let openCall = #"openat)(-100, "/etc/passwd", 0"#
  private static let socketCall = "socket)(2, 1, 0"
  private static let executeCall = #"execve)("/bin/true", 0, 0"#

  @Test(.enabled(if: canMakeCalls, "not root, or no ip, python3 and gdb that works"))
  func filesAndConnectionsAreRefusedWhilePacketsAreRead() throws {
    let refused = try callsMade([Self.openCall, Self.socketCall])
    #expect(refused == ["-1", "\(EACCES)", "-1", "\(EACCES)", "143"])
    // Without the sandbox the same calls give descriptors.
    let granted = try callsMade([Self.openCall, Self.socketCall], "--no-sandbox")
    #expect(granted.count == 5 && granted.last == "143")
    #expect(granted.count == 5 && Int(granted[0]) ?? -1 > 2 && Int(granted[2]) ?? -1 > 2)
  }

  /// 159 is 128 and SIGSYS.
  @Test(.enabled(if: canMakeCalls, "not root, or no ip, python3 and gdb that works"))
  func aProgramStartedWhilePacketsAreReadEndsTheProcess() throws {
    #expect(try callsMade([Self.executeCall]) == ["159"])
  }

  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func countAndFilterChoosePackets() throws {
    let result = try shell("scan --count 12 -f 'udp and dst host 10.9.0.4' --format json")
    let document = try ScanDocument(result.output)
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(try document.inputs.first?["packetCount"] as? Int == 12)
    #expect(try Self.addresses(document) == ["10.9.0.4"])
  }

  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func aSignalEndsTheCaptureWithItsResult() throws {
    let result = try shell(
      """
      ip netns exec $here "$IPCLUST" scan -i $iface --format json & pid=$!
      sleep 1.5; kill -TERM $pid; wait $pid
      """)
    #expect(result.status == 143)
    #expect(try Self.addresses(try ScanDocument(result.output)).isSuperset(of: Self.targets))
  }

  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func withoutSandboxItWarns() throws {
    let result = try shell("scan --no-sandbox --count 20 -o report && cat report")
    #expect(result.status == 0 && result.outputText.hasPrefix("veth0: 20 packets"))
    #expect(result.errorText.hasPrefix("ipclust: --no-sandbox: "))
    #expect(result.errorText.split(separator: "\n").count == 1)
  }

  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func anInterfaceThatGoesAwayLeavesAPartialResult() throws {
    let result = try shell(
      """
      ip netns exec $here "$IPCLUST" scan -i $iface --duration 20 --format json 2>/dev/null & pid=$!
      sleep 1; rm sending; ip -n $here link del $iface; wait $pid
      """)
    #expect(result.status == 65)
    let input = try #require(try ScanDocument(result.output).inputs.first)
    #expect(input["status"] as? String == "partial")
    let failure = input["error"] as? [String: Any]
    #expect(failure?["class"] as? String == "capture-stopped")
  }

  /// The device of all interfaces has frames with cooked headers.
  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func allInterfacesCanBeCapturedAtOnce() throws {
    let result = try shell(
      "timeout 30 ip netns exec $here \"$IPCLUST\" scan -i any --count 30 --format json")
    #expect(result.status == 0)
    let document = try ScanDocument(result.output)
    #expect(try Self.addresses(document).isSuperset(of: Self.targets))
    let linkTypes = try document.inputs.first?["linkTypes"] as? [String]
    #expect(linkTypes?.first?.hasPrefix("LINUX_SLL") == true)
  }

  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func aCapabilityIsEnoughAndIsGivenUp() throws {
    let result = try shell(
      """
      setpriv --reuid=65534 --clear-groups --inh-caps=-all true || exit 98
      ip netns exec $here setpriv --reuid=65534 --clear-groups --inh-caps=+net_raw \
        --ambient-caps=+net_raw --bounding-set=-all,+net_raw \
        "$IPCLUST" scan -i $iface --no-promiscuous --duration 20 > report & pid=$!
      for _ in $(seq 100); do grep -q '^Seccomp:.*2' /proc/$pid/status && break; sleep 0.05; done
      grep -E '^(Uid|CapPrm|CapEff|CapAmb):' /proc/$pid/status | tr -s ' \t' ' '
      kill -TERM $pid; wait $pid; echo $?
      """)
    #expect(
      result.outputText
        == """
        Uid: 65534 65534 65534 65534
        CapPrm: 0000000000000000
        CapEff: 0000000000000000
        CapAmb: 0000000000000000
        143

        """, "\(result.errorText)")
  }

  // MARK: What cannot be captured

  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func anInterfaceThatIsNoneEndsWith66() throws {
    let result = try shell("ip netns exec $here \"$IPCLUST\" scan -i nosuch -o report; echo $?; ls")
    #expect(result.outputText == "66\nsending\n")
    #expect(result.errorText.hasPrefix("ipclust: nosuch: no such interface: "))
  }

  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func missingRightsEndWith77() throws {
    let result = try shell(
      "ip netns exec $here setpriv --reuid=65534 --clear-groups \"$IPCLUST\" scan -i $iface")
    #expect(result.status == 77)
    #expect(result.errorText.hasPrefix("ipclust: veth0: not permitted to capture: "))
  }

  @Test(.enabled(if: canCapture, "not root, or no ip and python3"))
  func aFilterThatTheInterfaceCannotHaveEndsWith64() throws {
    let result = try shell("scan -f 'wlan type mgt' --count 1")
    #expect(result.status == 64)
    #expect(result.errorText.hasPrefix("ipclust: veth0: the filter makes no sense here: "))
  }
}
