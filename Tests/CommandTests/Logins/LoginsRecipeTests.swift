import Foundation
import Testing

/// Logs that others hold, guard or go on writing while they are read.
@Suite struct LoginsRecipeTests {
  private static let hasPython =
    (try? BuiltCommand.shell("python3 -c 'import sqlite3'"))?.status == 0
  private static let absence: Comment = "no python3 with sqlite3"

  /// Runs `script` beside programs in Python, of which it may start `hold.py` and `write.py`.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    try LoginsFeaturesTests.shell(
      """
      cat > make.py <<'END'
      import sqlite3, sys
      base = sqlite3.connect(sys.argv[1])
      base.execute("pragma journal_mode = " + sys.argv[2])
      base.execute("create table logs(datetime, source_ip, username, success)")
      base.execute("insert into logs values('2018-01-01 00:00:00', '192.0.2.1', 'amy', 0)")
      base.commit()
      if len(sys.argv) > 3:
          import shutil
          for end in ["", "-wal"]:
              shutil.copy(sys.argv[1] + end, sys.argv[3] + end)
      END
      cat > hold.py <<'END'
      import os, sqlite3, sys, time
      base = sqlite3.connect(sys.argv[1])
      base.execute("begin exclusive")
      open("held", "w").close()
      while os.path.exists("held"):
          time.sleep(0.05)
      END
      cat > grow.py <<'END'
      import sqlite3, sys, time
      base = sqlite3.connect(sys.argv[1])
      for minute in range(1, 60):
          row = ["2018-01-01 00:%02d:00" % minute, "192.0.2.1", "amy", 0]
          base.execute("insert into logs values(?, ?, ?, ?)", row)
          base.commit()
          time.sleep(0.02)
      END
      if [ $(id -u) = 0 ]; then as='setpriv --reuid=65534 --clear-groups'; else as=; fi
      chmod 755 .
      \(script)
      """)
  }

  // MARK: Locked and guarded

  @Test(.enabled(if: hasPython, absence))
  func aLockedDatabaseIsBusyAfterFiveSeconds() throws {
    let result = try shell(
      """
      python3 make.py a.db delete
      python3 hold.py a.db & while [ ! -e held ]; do sleep 0.05; done
      start=$(date +%s); $FEATURES --format json a.db > report; echo $?; end=$(date +%s)
      [ $((end - start)) -ge 4 ] && echo waited; rm held; wait
      grep -c '"class":"busy"' report; $FEATURES --format csv a.db | wc -l
      """)
    #expect(result.outputText == "65\nwaited\n1\n2\n", "\(result.errorText)")
    #expect(result.errorText.contains("another program is writing the database"))
  }

  @Test(.enabled(if: hasPython, absence))
  func aDirectoryThatCannotBeWrittenIsReadAndLeftAlone() throws {
    let result = try shell(
      """
      mkdir guarded; python3 make.py guarded/plain.db delete; python3 make.py guarded/log.db wal
      chmod 444 guarded/*; chmod 555 guarded
      for name in plain log; do
        $as $FEATURES --format csv guarded/$name.db > table; echo $? $(wc -l < table)
      done
      ls guarded; chmod 755 guarded
      """)
    #expect(result.outputText == "0 2\n0 2\nlog.db\nplain.db\n", "\(result.errorText)")
  }

  /// SQLite needs to write for that log, so the remedy is a copy; rows are never left out in silence.
  @Test(.enabled(if: hasPython, absence))
  func aWriteAheadLogThatCannotBeReadIsSaid() throws {
    let result = try shell(
      """
      mkdir guarded; python3 make.py a.db wal guarded/a.db
      ls guarded; cp guarded/* . ; chmod 444 guarded/*; chmod 555 guarded
      $as $FEATURES --format csv guarded/a.db > table; status=$?
      if [ -n "$as" ] || [ $(id -u) != 0 ]; then echo $status $(wc -l < table); fi
      chmod 755 guarded; $FEATURES --format csv a.db | wc -l
      """)
    #expect(result.outputText == "a.db\na.db-wal\n65 1\n2\n", "\(result.errorText)")
    #expect(result.errorText.contains("copy the database and its '-wal' file"))
  }

  // MARK: Growing

  @Test(.enabled(if: hasPython, absence), arguments: ["delete", "wal"])
  func aGrowingDatabaseGivesWholeRows(mode: String) throws {
    let result = try shell(
      """
      python3 make.py a.db \(mode); python3 grow.py a.db & writer=$!
      while kill -0 $writer 2> /dev/null; do
        $FEATURES --format csv a.db > "table-$(date +%s%N)" || echo "status $?"; sleep 0.05
      done
      wait; $FEATURES --format csv a.db > all; wc -l < all
      for table in table-*; do head -c $(wc -c < $table) all | cmp -s - $table || echo differs; done
      """)
    #expect(result.outputText == "61\n", "\(result.errorText)")
  }

  /// The last line in two halves; whatever is there belongs to the table of the whole log.
  @Test(arguments: ["csv", "syslog", "journal"])
  func aGrowingTextGivesWholeRecords(kind: String) throws {
    let result = try shell(
      """
      write() {
        [ \(kind) != csv ] || echo 'datetime,source_ip,username,success' >> grown
        for minute in $(seq 10 40); do
          time="00:$minute:00"
          case \(kind) in
            csv) line="2018-01-01 $time,192.0.2.1,amy,False" cut=25 ;;
            syslog) cut=60
              line="Jan  1 $time gate sshd[1]: Failed password for amy from 192.0.2.1 port 22 ssh2" ;;
            *) cut=90
              line='{"__REALTIME_TIMESTAMP":"'$((1514764800 + minute * 60))'000000","_COMM":"sshd",'
              line=$line'"MESSAGE":"Failed password for amy from 192.0.2.1 port 22 ssh2"}' ;;
          esac
          printf %s "$(printf %s "$line" | cut -c -$cut)" >> grown; sleep 0.01
          printf '%s\\n' "$(printf %s "$line" | cut -c $((cut + 1))-)" >> grown; sleep 0.01
        done
      }
      : > grown; write & writer=$!
      while kill -0 $writer 2> /dev/null; do
        [ -s grown ] && $FEATURES --year 2018 --format csv grown > "table-$(date +%s%N)" 2>> errors
        sleep 0.02
      done
      wait; $FEATURES --year 2018 --format csv grown > all; wc -l < all
      for table in table-*; do head -c $(wc -c < $table) all | cmp -s - $table || echo differs; done
      """)
    #expect(result.outputText == "32\n", "\(result.errorText)")
  }

  @Test func aNamedPipeIsReadAsAStream() throws {
    let result = try shell(
      "mkfifo pipe; cat log.csv > pipe & timeout 20 $FEATURES --format csv pipe | wc -l; wait")
    #expect(result.outputText == "7\n", "\(result.errorText)")
  }
}
