# A state that cannot be used: read-only, locked, damaged, of a newer version. It is said before
# anything is read or told, and the state stays as it is.

# Looks under strace where that is installed, with the words in $launcher before the program; puts
# the exit status in $status and the time it took in $elapsed, in milliseconds.
refused_look() {
  rm -f alerts metrics.prom
  started=$(milliseconds)
  status=0
  $launcher "$program" watch --once --settle 0 --threads 1 --state "$1" --alerts alerts \
    --textfile metrics.prom in >output 2>error || status=$?
  elapsed=$(($(milliseconds) - started))
}

# Checks that the look just made ended with $2, said $3, read no capture and told nobody; $1 says what
# was the matter.
refused_with() {
  if [ "$status" = "$2" ]; then held; else broken "$1: ended with $status, not $2: $(cat error)"; fi
  if grep -q -e "$3" error; then held; else broken "$1: '$3' is not in: $(head -n 1 error)"; fi
  if [ "$(wc -l <error)" = 1 ]; then held; else broken "$1: more than one line: $(cat error)"; fi
  if [ ! -s alerts ] && [ ! -e metrics.prom ] && [ ! -s output ]; then
    held
  else
    broken "$1: somebody was told"
  fi
  if [ ! -f trace ] || ! grep -q 'in/day' trace; then held; else broken "$1: captures were read"; fi
  rm -f trace
  say "$1: exit status $status after $elapsed ms: $(head -n 1 error)"
}

# What a state consists of, to see that nothing changes.
bytes_of() {
  (cd "$1" && cat state.db state.db-wal 2>/dev/null | cksum)
}

# What follows is said to look as a user without rights.
read_only() {
  mkdir -p empty && chmod 555 empty
  launcher="$traced setpriv --reuid=65534 --regid=65534 --clear-groups"
  refused_look empty
  refused_with 'a directory of mode 0555' 74 empty
  restore going
  chown -R 65534:65534 state && chmod 444 state/* && chmod 555 state
  before=$(bytes_of state)
  refused_look state
  refused_with 'a state of mode 0555' 74 state
  [ "$(bytes_of state)" = "$before" ] || broken 'a state of mode 0555 changed'
  chmod 700 state
  restore going
  launcher=$traced
  mkdir -p bound && mount --bind state bound && mount -o remount,ro,bind bound
  undo='umount "$work/bound"'
  refused_look bound
  umount bound && undo=:
  refused_with 'a read-only mount' 74 bound
}

locked() {
  restore going
  launcher=$traced
  flock state/lock sleep 30 &
  holder=$!
  while flock -n state/lock true; do sleep 0.05; done
  refused_look state
  refused_with 'another scan' 75 state/lock
  if [ "$elapsed" -le 1000 ]; then held; else broken "another scan: said after $elapsed ms"; fi
  { kill "$holder" && wait "$holder"; } 2>/dev/null || true
  restore going
  mkfifo statements
  sqlite3 state/state.db <statements >/dev/null 2>&1 &
  holder=$!
  exec 9>statements
  echo 'BEGIN EXCLUSIVE; SELECT 1;' >&9
  while sqlite3 state/state.db 'BEGIN IMMEDIATE' 2>/dev/null; do sleep 0.05; done
  refused_look state
  refused_with 'another program' 75 state.db
  if [ "$elapsed" -ge 5000 ] && [ "$elapsed" -le 7000 ]; then
    held
  else
    broken "another program: said after $elapsed ms"
  fi
  exec 9>&-
  wait "$holder" || true
  rm statements
  completes_like going 'no longer locked'
}

# Refused with $3 and the word $2 where the bytes are as $1 says, and no byte of them changes.
kept() {
  launcher=$traced
  before=$(bytes_of state)
  refused_look state
  refused_with "$1" "$3" "$2"
  if [ "$(bytes_of state)" = "$before" ]; then held; else broken "$1: the state changed"; fi
}

damaged() {
  restore going
  pages=$(($(wc -c <state/state.db) / 4096))
  # The middle of the second page and of one in the midst, which are tables or indices.
  for page in 1 $((pages / 2)); do
    restore going
    head -c 2000 /dev/zero | tr '\0' '\377' \
      | dd of=state/state.db bs=1 seek=$((page * 4096)) conv=notrunc status=none
    kept "page $((page + 1)) of $pages overwritten" damaged 74
  done
  restore going
  head -c 10000 state/state.db >cut && cat cut >state/state.db
  kept 'the database cut' damaged 74
  restore going
  : >state/state.db
  kept 'the database empty' 'SQLite database' 74
  restore going
  sqlite3 state/state.db "PRAGMA user_version = $(($(sqlite3 state/state.db 'PRAGMA user_version') + 1))"
  kept 'a newer version' 'newer' 78
  restore going
  sqlite3 state/state.db 'PRAGMA application_id = 7'
  kept "another program's database" 'another program' 74
}

if needs sqlite3 flock; then
  traced=
  if command -v strace >/dev/null; then
    traced='strace -f -qq -o trace -e signal=none -e trace=openat'
  fi
  prepare_going
  damaged
  if [ -z "$quick" ]; then locked; fi
  if needs_root && needs setpriv; then read_only; fi
fi
