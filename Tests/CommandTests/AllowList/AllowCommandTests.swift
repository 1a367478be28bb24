import Foundation
import Testing

@Suite struct AllowCommandTests {
  /// Runs `script` in a folder of its own that holds a list.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      cat > allow.txt <<'END'
      # of our own
      192.0.2.0/24                          # the printers
      192.0.2.7 side=source                 # one of them
      198.51.100.7 until=2026-01-31         # being moved
      198.51.100.7 until=2026-01-31T00:00:00Z
      203.0.113.0/28 side=destination
      203.0.113.9 port=53
      2001:db8::1-2001:db8::ff
      END
      \(script)
      status=$?; rm -rf "$folder"; exit $status
      """)
  }

  @Test func answersAreAsRecorded() throws {
    let result = try shell(
      """
      run() { echo "$ ipclust $*"; "$IPCLUST" "$@" 2>&1; echo "-> $?"; }
      printf '10.0.0.1\\n10.0.0.5/24\\nfriend\\n\\033[31m side=up\\n' > bad.txt
      run allow check allow.txt --at 2026-02-01
      run allow check --allow allow.txt --at 2026-01-30 --format json
      run allow check bad.txt
      run allow check bad.txt --format json
      run allow check missing.txt
      run allow check
      run allow check allow.txt --allow allow.txt
      run allow explain 192.0.2.7 --allow allow.txt --at 2026-01-01
      run allow explain 192.0.2.7 --allow allow.txt --side destination --at 2026-01-01
      run allow explain 198.51.100.7 --allow allow.txt --at 2026-01-30
      run allow explain 198.51.100.7 --allow allow.txt --at 2026-01-31
      run allow explain 203.0.113.9 --allow allow.txt --side source
      run allow explain 203.0.113.200 --allow allow.txt --format json
      run allow explain 2001:db8::77 --allow allow.txt --side source --format json
      run allow explain 192.0.2.7 --allow bad.txt
      run allow explain 192.0.2.7
      run allow explain 192.0.2 --allow allow.txt
      run allow explain 192.0.2.7 --allow allow.txt --side both
      run allow explain 192.0.2.7 --allow allow.txt --at never
      """)
    try Golden.expect(result.outputText, equals: "allow.txt")
  }

  @Test func aMissingStateIsSaid() throws {
    let result = try shell("\"$IPCLUST\" allow check allow.txt --state none")
    #expect(result.status == 66 && result.outputText.isEmpty)
    #expect(result.errorText.hasPrefix("ipclust: 'none': cannot find the directory"))
  }
}
