# A clock that jumps between looks: nothing may be told again, no file lost.

# Makes the files of ./stash and ./in as they were before all looks, with the same inodes, in which
# the state recognises a file, and the same times.
rewind_files() {
  if [ ! -d stash ]; then
    mkdir stash
    ./captures days stash 0 10
    cp stash/day09-3.pcap whole
    touch -d '2026-01-01' stash/*
  fi
  for file in in/*; do
    [ ! -e "$file" ] || mv "$file" stash
  done
  head -c 10000 whole >stash/day09-3.pcap
  touch -d '2026-01-01' stash/day09-3.pcap
}

# A look by a clock that is $1 seconds from ours.
look_at_clock() {
  CLOCK_SHIFT=$1 LD_PRELOAD=./clock.so "$program" watch --once --threads 1 --state state \
    --alerts alerts --textfile metrics.prom in >output 2>error \
    || broken "clock $1 s away: ended with $?: $(head -n 1 error)"
  # Else the clock was not put anywhere, and nothing would be shown.
  awk -v expected=$(($(date +%s) + $1)) '
    /^ipclust_watch_last_run_timestamp_seconds/ { away = $2 - expected }
    END { exit !(away != "" && away > -300 && away < 300) }' metrics.prom \
    || broken "clock $1 s away: $(grep last_run_timestamp metrics.prom | tail -n 1)"
}

# Four looks, between which files arrive and one grows, by clocks that are $1, $2, $3 and $4 seconds
# from ours.
look_four_times() {
  rewind_files
  restore none
  mv stash/day0[0-7]* in
  look_at_clock "$1"
  mv stash/day08* in
  look_at_clock "$2"
  mv stash/day09* in
  look_at_clock "$3"
  tail -c +10001 whole >>in/day09-3.pcap
  touch -d '2026-01-02' in/day09-3.pcap
  look_at_clock "$4"
  # Whether a file was settled when it was read is the clock's to say, and nothing follows from it.
  canonical | sed "s/,'growing',/,'complete',/" >now.canonical
}

# As four looks by the right clock, and with no negative figure.
jump() {
  look_four_times "$@"
  if cmp -s clock.canonical now.canonical; then
    held
  else
    broken "clocks $*: $(diff clock.canonical now.canonical | head -n 4)"
  fi
  if grep -q '^[^#].* -[0-9]' metrics.prom; then
    broken "clocks $*: a negative figure: $(grep '^[^#].* -[0-9]' metrics.prom | head -n 1)"
  else
    held
  fi
  look_at_clock "$1"
  if [ ! -s output ]; then held; else broken "clocks $*: a fifth look tells: $(head -n 1 output)"; fi
  say "clocks $* s away: $(wc -l <alerts) alerts, as by the right clock"
}

if needs sqlite3; then
  day=86400
  years=315569520
  use_files clock || true
  look_four_times 0 0 0 0
  mv now.canonical clock.canonical
  [ "$(wc -l <alerts)" = 3 ] || broken "expected three alerts, but found $(wc -l <alerts)"
  jump 0 -$day $day 0
  if [ -z "$quick" ]; then
    jump 0 $day -$day 0
    jump 0 -$years $years -$day
    jump $years -$years 0 $day
    jump $years $years $years -$years
  fi
fi
