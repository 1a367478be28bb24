import Foundation
import Settings
import Testing

@testable import ipclust

@Suite struct ConfigurationTests {
  /// Runs `script` in a folder of its own that holds a list of addresses.
  private func shell(
    _ script: String, environment: [String: String] = [:]
  ) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      for i in $(seq 1 30); do printf '192.168.%d.%d\\n' $((i % 3)) $((i * 7)); done > list
      \(script)
      status=$?; rm -rf "$folder"; exit $status
      """, environment: environment)
  }

  // MARK: Schema

  @Test func everyCommandIsKnown() {
    let paths = CommandSchema.make().commands.map { $0.path.joined(separator: " ") }
    for path in ["scan", "extract", "logins train", "model show", "allow check", "feedback"] {
      #expect(paths.contains(path))
    }
    #expect(!paths.contains("logins") && !paths.contains("help"))
  }

  @Test func optionsAreAsDeclared() throws {
    let schema = CommandSchema.make()
    let scan = try #require(schema.command(at: ["scan"]))
    let filter = try #require(scan.option(named: "filter"))
    #expect(filter.spellings == ["-f", "--filter"] && filter.kind == .value)
    #expect(scan.option(named: "quiet")?.kind == .flag)
    #expect(scan.option(named: "components")?.defaultText == "auto")
    #expect(scan.option(named: "side")?.defaultText == "both")
    for name in ["read", "files-from", "null", "interface", "help", "version", "config", "input"] {
      #expect(scan.option(named: name)?.isConfigurable == false, "\(name)")
    }
    let follow = try #require(schema.command(at: ["logins", "follow"]))
    #expect(follow.option(named: "update")?.inverse == "--no-update")
    #expect(follow.option(named: "no-update") == nil)
    let train = try #require(schema.command(at: ["logins", "train"]))
    #expect(train.option(named: "grid")?.kind == .values)
    #expect(train.option(named: "classifier")?.isRequired == true)
  }

  @Test func noTwoOptionsShareAVariable() {
    let schema = CommandSchema.make()
    let count = schema.commands.reduce(0) { $0 + $1.configurable.count }
    #expect(schema.variables.count == count + schema.commonOptions.count + 1)
  }

  /// Whoever can be refused for a value must be asked by `config check`.
  @Test func everyCommandWithValuesOfItsOwnCanBeChecked() throws {
    for command in CommandSchema.make().commands where command.path.first != "config" {
      let standIns = command.options.filter(\.isRequired).map {
        $0.kind == .positional ? "x" : "--\($0.name)=x"
      }
      let parsed = try Command.parseAsRoot(command.path + standIns)
      #expect(parsed is any CheckableWork, "\(command.path)")
    }
  }

  @Test(arguments: [
    ("model.show", "format"), ("model.verify", "format"), ("allow.check", "at"),
    ("allow.explain", "side"), ("feedback", "until"),
  ])
  func valuesOfSmallCommandsAreChecked(command: String, option: String) throws {
    let result = try shell(
      """
      printf '[\(command)]\n\(option) = "nonsense"\n' > c.toml
      "$IPCLUST" config check c.toml; echo "-> $?"
      """)
    #expect(result.outputText.contains("\(option)"), "\(result.outputText)\(result.errorText)")
    #expect(result.outputText.hasSuffix("-> 78\n"), "\(result.outputText)\(result.errorText)")
  }

  // MARK: Precedence

  @Test func optionsOverrideTheEnvironmentAndThatTheFile() throws {
    let result = try shell(
      """
      printf '[scan]\\nseed = 1\\n[common]\\nthreads = 1\\n' > c.toml
      seed() { "$IPCLUST" scan --algorithm k-means --format json "$@" list | grep -o '"seed": *[0-9]*' | head -1; }
      seed
      seed --config c.toml
      (export IPCLUST_CONFIG=c.toml; seed)
      (export IPCLUST_SEED=2; seed --config c.toml)
      (export IPCLUST_SEED=2 IPCLUST_SCAN_SEED=3; seed --config=c.toml)
      (export IPCLUST_SCAN_SEED=3; seed --seed 4 --config c.toml)
      """)
    let seeds = result.outputText.split(separator: "\n").compactMap {
      Int($0.drop { !$0.isNumber })
    }
    #expect(seeds == [100, 1, 1, 2, 3, 4], "\(result.outputText)\(result.errorText)")
  }

  @Test func flagsOfTheFileCanBeOff() throws {
    let result = try shell(
      """
      printf '[scan]\\nplot = true\\n' > c.toml
      "$IPCLUST" scan --algorithm k-means --config c.toml list | wc -l
      IPCLUST_SCAN_PLOT=0 "$IPCLUST" scan --algorithm k-means --config c.toml list | wc -l
      """)
    let counts = result.outputText.split(separator: "\n").compactMap { Int($0) }
    try #require(counts.count == 2)
    #expect(counts[0] > counts[1] + 10)
  }

  // MARK: Faults

  static let faulty = """
    [scan]
    threshhold = "fdr:0.05"
    threads = 0
    elbow = "1:5"
    side = "sources"
    quiet = "yes"
    read = "x"

    [skan]
    seed = 1

    [logins.train]
    classifier = "sdg"
    seed = -1

    [logins.detect]
    seed = -1
    top = 1.5

    [extract]
    format = "sqlite"

    [common]
    seed = "many"
    """

  @Test func answersAreAsRecorded() throws {
    let result = try shell(
      """
      run() { echo "$ ipclust $*"; "$IPCLUST" "$@" 2>&1; echo "-> $?"; }
      cat > bad.toml <<'END'
      \(Self.faulty)
      END
      printf '[scan]\\nseed = \\n' > broken.toml
      printf '[scan]\\nside = "sources"\\n' > side.toml
      printf '[scan]\\nthreshold = "fdr:0.05"\\n' > rule.toml
      printf '[scan]\\nseed = 7\\nfilter = "tcp port 443"\\n[common]\\nquiet = true\\n' > good.toml
      run config check bad.toml
      run config check bad.toml --format json
      run config check broken.toml
      run config check good.toml
      run config check missing.toml
      run config check --config good.toml good.toml
      run config check
      run config show
      run config show scan --config good.toml
      run config show logins simulate --config good.toml --format json
      run config show skan --config good.toml
      run scan --config bad.toml list
      run scan --config broken.toml list
      run scan --config missing.toml list
      run scan --config side.toml list
      run scan --config= list
      run scan --config rule.toml --algorithm k-means list
      run scan list --config
      (export IPCLUST_SCAN_SIDE=up; run scan list)
      (export IPCLUST_SCAN_SIED=up; run scan list)
      (export IPCLUST_QUIET=maybe IPCLUST_SCAN_TOP=x IPCLUST_CPU=native; run config check good.toml)
      """)
    try Golden.expect(result.outputText, equals: "config.txt")
  }

  @Test func helpComesWithoutALookAtTheFile() throws {
    let result = try shell("\"$IPCLUST\" scan --help --config missing.toml")
    #expect(result.status == 0 && result.outputText.contains("--threshold"))
  }

  @Test func secretsStayInTheFile() throws {
    // No command takes one yet; the rule is that of names.
    let option = SettingsSchema.Option(name: "webhook-secret", spellings: [], kind: .value)
    #expect(option.isSecret)
  }
}
