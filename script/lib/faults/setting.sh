# Sourced by script/faults: what its sections have in common. Needs $program, $library, $quick and
# $work, a new directory in which everything happens.

failure_count=0
check_count=0
skip_count=0
began=$(date +%s)

# Where a section put something that a removal of $work does not take away.
undo=:

clean_up() {
  eval "$undo"
  cd /
  rm -rf "$work"
}

begin_section() {
  printf '\n== %s (%s s)\n' "$1" "$(($(date +%s) - began))"
  section=$1
}

say() { printf '%s\n' "$*"; }

# Counts a promise that was checked and held.
held() { check_count=$((check_count + 1)); }

# Counts and tells of one that did not; goes on, since the others are of interest too.
broken() {
  check_count=$((check_count + 1))
  failure_count=$((failure_count + 1))
  printf 'faults: %s: %s\n' "$section" "$*" >&2
}

skipped() {
  skip_count=$((skip_count + 1))
  say "skipped: $*"
}

# Whether all of these programs are there; tells of those that are not.
needs() {
  for needed in "$@"; do
    if ! command -v "$needed" >/dev/null 2>&1; then
      skipped "'$needed' is not installed"
      return 1
    fi
  done
}

needs_root() {
  [ "$(id -u)" = 0 ] || { skipped 'only root can do this' && return 1; }
}

end_report() {
  printf '\nfaults: %s of %s promises held, %s parts skipped (%s s)\n' \
    "$((check_count - failure_count))" "$check_count" "$skip_count" "$(($(date +%s) - began))"
  [ "$failure_count" = 0 ]
}

make_tools() {
  for tool in captures measure sender; do clang -O1 -o "$tool" "$library/$tool.c"; done
  clang -O1 -shared -fPIC -o clock.so "$library/clock.c"
}

# Milliseconds of a clock that only goes forward as nobody sets it here.
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# How often each of the words $@ is there, as ' 0 (2 times) 74 (9 times)'.
tally() {
  for word in "$@"; do say "$word"; done | sort | uniq -c | while read -r times word; do
    printf ' %s (%s times)' "$word" "$times"
  done
}

# MARK: a look

# Looks at directory ./in with the state ./state, and says nothing but `output` and `error`.
look() {
  "$program" watch --once --settle 0 --threads 1 --state state --alerts alerts \
    --textfile metrics.prom --allow allow "$@" in >output 2>error
}

# Runs `look` and puts its exit status into $status.
try_look() {
  status=0
  look "$@" || status=$?
}

# Makes ./in, ./state and ./alerts anew as they lie in ./$1, without looking at ./in again: its files
# keep their numbers and times.
restore() {
  rm -rf state alerts metrics.prom .ipclust-*
  if [ -d "$1/state" ]; then cp -a "$1/state" state; fi
  if [ -f "$1/alerts" ]; then cp -a "$1/alerts" alerts; fi
}

# Keeps what is there under the name $1.
keep() {
  rm -rf "$1"
  mkdir "$1"
  if [ -d state ]; then cp -a state "$1/state"; fi
  if [ -f alerts ]; then cp -a alerts "$1/alerts"; fi
}

# What has to be the same however often a run was ended: all rows and all alerts, but for what is
# drawn at random when a state is made.
canonical() {
  rm -rf copy
  cp -a state copy
  sqlite3 copy/state.db .dump \
    | sed -e "s/\([(,]\)'[0-9a-f]\{64\}'/\1'finding'/g" \
      -e "s/('stateId','[0-9a-f]\{32\}')/('stateId','state')/"
  say '-- alerts'
  if [ -f alerts ]; then sed -e 's/[0-9a-f]\{64\}/finding/g' alerts; fi
}

# Whether the state as it lies is sound; looked at in a copy, where nothing is tidied up.
is_sound() {
  rm -rf copy
  cp -a state copy
  # Killed before there was one.
  [ -f copy/state.db ] || return 0
  [ "$(sqlite3 copy/state.db 'PRAGMA integrity_check; PRAGMA foreign_key_check;' 2>&1)" = ok ]
}

# Whether every alert that is told of stands in the state.
tells_what_is_stored() {
  [ -s alerts ] || return 0
  rm -rf copy
  cp -a state copy
  sqlite3 copy/state.db 'SELECT id FROM findings' 2>&1 | sort >stored-ids
  grep -o '"id":"[0-9a-f]\{64\}"' alerts | sed 's/"id":"\(.*\)"/\1/' | sort >told-ids
  [ -z "$(comm -13 stored-ids told-ids)" ]
}

# Checks that a look now ends as the one did that ./$1.canonical was taken from; $2 says what was
# before.
completes_like() {
  try_look
  if [ "$status" != 0 ]; then
    broken "$2: the next look ends with $status: $(head -n 1 error)"
  elif ! canonical >now.canonical || ! cmp -s "$1.canonical" now.canonical; then
    broken "$2: the next look leaves something else: $(diff "$1.canonical" now.canonical | head -n 4)"
  else
    held
  fi
}

# $1 delays of up to $2 milliseconds in seconds, the same every time.
random_delays() {
  awk -v count="$1" -v most="$2" 'BEGIN { srand(1); while (count--) print rand() * most / 1000 }'
}

# MARK: what is looked at

# Puts the files that are called $1 into the place of ./in, as they are: a state knows them by their
# numbers. Fails where they have not been made yet, with an empty ./in.
use_files() {
  if [ -n "$files" ]; then mv in "in-$files"; fi
  if [ -f allow ]; then mv allow "allow-$files"; fi
  files=$1
  if [ -d "in-$1" ]; then
    mv "in-$1" in
    mv "allow-$1" allow
  else
    mkdir in
    : >allow
    return 1
  fi
}

# Those in ./in.
files=

# Ten days that nobody has looked at.
prepare_fresh() {
  ! use_files fresh || return 0
  ./captures days in 0 10
  restore none
  keep fresh
  take_reference fresh
}

# A state that knows eight days, and whatever can happen to files since: two vanished, one was
# compressed, one has grown, days and small files were added, more than share one transaction.
prepare_going() {
  ! use_files going || return 0
  printf '%s\n' '172.31.3.3  # known to all' >allow
  ./captures days in 0 8
  head -c 12000 in/day07-3.pcap >cut && mv cut in/day07-3.pcap
  restore none
  try_look
  [ "$status" = 0 ] || broken "the first look ends with $status: $(cat error)"
  keep going
  rm in/day00-0.pcap in/day00-1.pcap
  gzip -n in/day01-0.pcap
  mkdir new && ./captures days new 7 10 && ./captures many new 150
  # In place, as a writer does it.
  tail -c +12001 new/day07-3.pcap >>in/day07-3.pcap
  rm new/day07-*
  mv new/* in && rmdir new
  take_reference going
}

# Looks, from ./$1, as it goes without faults, and keeps what that leaves.
take_reference() {
  try_look
  [ "$status" = 0 ] || broken "without faults it ends with $status: $(cat error)"
  is_sound || broken 'without faults the state is not sound'
  canonical >"$1.canonical"
  alert_count=$(wc -l <alerts)
  [ "$alert_count" -ge 2 ] || broken "expected two alerts or more, but found $alert_count"
  restore "$1"
}

# How often the system call $2 happens in a look from ./$1.
call_count() {
  from=$1 call=$2
  restore "$from"
  strace -f -qq -o trace -e signal=none -e trace="?$call" "$program" watch --once \
    --settle 0 --threads 1 --state state --alerts alerts --textfile metrics.prom --allow allow in \
    >output 2>error || broken "$call: traced, it ends otherwise: $(head -n 1 error)"
  grep -c "$call(" trace || true
}

# The numbers of the calls to tamper with, of $1: all, or a few with --quick.
call_numbers() {
  awk -v count="$1" -v most="${quick:+2}" 'BEGIN {
    step = most && count > most ? count / most : 1
    for (number = (1 + step) / 2; number < count + 0.5; number += step) print int(number + 0.5)
  }'
}

# The calls that write, by all their names on all processors.
writing_calls='pwrite64 write fdatasync fsync rename renameat renameat2 ftruncate unlink unlinkat'

# Looks with the calls $1 tampered with as strace's -e inject says in $2, and puts the exit status
# into $status.
look_with_fault() {
  status=0
  # A subshell that stays, because a shell tells of the kill of what it waits for.
  (
    strace -f -qq -o trace -e signal=none -e trace="$1" -e inject="$1:$2" \
      "$program" watch --once --settle 0 --threads 1 --state state --alerts alerts \
      --textfile metrics.prom --allow allow in >output 2>error
    exit $?
  ) 2>/dev/null || status=$?
}
