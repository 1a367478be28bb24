# Outputs that are closed, little memory, few descriptors, files that cannot be read or change while
# they are.

# Checks what a run from ./going in the shell words $2 left: its status is one of $3, what it said is
# short, the state is sound, and the next look completes it. $1 says what it was.
survives() {
  restore going
  : >output
  : >error
  status=0
  (eval "$2"; exit $?) 2>/dev/null || status=$?
  survived=$status
  case " $3 " in
    *" $status "*) held ;;
    *) broken "$1: ended with $status: $(head -n 1 error)" ;;
  esac
  if [ "$(wc -l <error)" -le 1 ]; then held; else broken "$1: more than one line: $(cat error)"; fi
  if is_sound; then held; else broken "$1: the state is not sound"; fi
  if tells_what_is_stored; then held; else broken "$1: told before stored"; fi
  completes_like going "$1"
}

watch='"$program" watch --once --settle 0 --threads 1 --state state --alerts alerts
  --textfile metrics.prom --allow allow in'
watch=$(printf '%s' "$watch" | tr '\n' ' ')

closed_outputs() {
  # Whatever is opened next takes the number of what is closed.
  survives 'standard output closed' "$watch >&- 2>error" '0 74 141'
  say "standard output closed: exit status $survived"
  survives 'standard input closed' "$watch <&- >output 2>error" 0
  survives 'standard error closed' "$watch >output 2>&-" 0
  survives 'all three closed' "$watch <&- >&- 2>&-" '0 74 141'
  survives 'a full device' "$watch >/dev/full 2>error" 74
  say "a full device as standard output: exit status $survived"
  survives 'a reader that goes away' \
    "{ $watch --format json 2>error; echo \$? >ended; } | head -n 1 >output" 0
  case $(cat ended) in
    0 | 141) held ;;
    *) broken "a reader that goes away: ended with $(cat ended)" ;;
  esac
  say "a reader that goes away: exit status $(cat ended)"
}

little_memory() {
  statuses=
  for mebibytes in $1; do
    # Killed for want of memory is as good as killed.
    survives "ulimit -v of $mebibytes MiB" \
      "ulimit -v $((mebibytes * 1024)); $watch >output 2>error" '0 66 74 127 132 133 134 137 139'
    statuses="$statuses $survived"
  done
  say "ulimit -v from ${1%% *} to ${1##* } MiB: exit statuses:$(tally $statuses)"
}

few_descriptors() {
  statuses=
  for limit in $1; do
    survives "ulimit -n $limit" "(ulimit -n $limit; exec $watch) >output 2>error" '0 66 74 127'
    statuses="$statuses $survived"
    if [ "$limit" = 16 ]; then say "ulimit -n 16: exit status $survived"; fi
  done
  say "ulimit -n from ${1%% *} to ${1##* }: exit statuses:$(tally $statuses)"
}

# One of six files is not for us: it is told of, the others are counted.
unreadable_file() {
  rm -rf secret && mkdir secret
  ./captures days secret 0 2
  chmod 000 secret/day00-1.pcap
  rm -rf nobody && mkdir nobody && chown 65534:65534 nobody
  status=0
  setpriv --reuid=65534 --regid=65534 --clear-groups "$program" watch --once --settle 0 \
    --state nobody/state secret >output 2>error || status=$?
  packets=$(sqlite3 nobody/state/state.db 'SELECT sum(usedPacketCount) FROM captures')
  if [ "$status" = 66 ] && [ "$packets" = 2800 ] && grep -q 'day00-1.pcap' output error; then
    held
  else
    broken "a file of mode 000: ended with $status, $packets packets: $(cat error)"
  fi
  say "a file of mode 000: exit status $status, $packets of 3200 packets counted"
}

# Does $2 to a file while a look is reading it, and then lets another look have it in peace; there are
# as many packets as one of $3 says after that.
changed_while_read() {
  rm -rf moving && mkdir moving && ./captures days moving 0 2
  rm -rf others && mkdir others && ./captures days others 2 3
  restore none
  # Each read of the file waits, so that what is done to it falls between the first and the last.
  strace -f -qq -o /dev/null -e signal=none -e trace=read,pread64 -P "$work/moving/day00-1.pcap" \
    -e inject=read,pread64:delay_enter=400000 \
    "$program" watch --once --settle 0 --threads 1 --state state --alerts alerts "$work/moving" \
    >output 2>error &
  pid=$!
  sleep 0.6
  (cd moving && eval "$2")
  status=0
  wait "$pid" || status=$?
  case $status in
    0 | 65 | 66) held ;;
    *) broken "$1 while it is read: ended with $status: $(head -n 1 error)" ;;
  esac
  first=$(sqlite3 state/state.db 'SELECT coalesce(sum(usedPacketCount), 0) FROM captures')
  # All others, whatever became of this one.
  if [ "$first" -ge 2800 ]; then held; else broken "$1 while it is read: only $first packets"; fi
  if is_sound; then held; else broken "$1 while it is read: the state is not sound"; fi
  again=0
  "$program" watch --once --settle 0 --threads 1 --state state --alerts alerts "$work/moving" \
    >output 2>error || again=$?
  total=$(sqlite3 state/state.db 'SELECT sum(usedPacketCount) FROM captures')
  case " $3 " in
    *" $total "*) held ;;
    *) broken "$1 while it is read: counted $total packets, not one of $3" ;;
  esac
  say "$1 while it is read: exit status $status with $first packets, then $again with $total"
}

if needs sqlite3; then
  prepare_going
  closed_outputs
  if [ -n "$quick" ]; then
    few_descriptors '6 16'
    little_memory '200 400'
  else
    few_descriptors '4 5 6 7 8 9 10 11 12 13 14 15 16 20 32'
    little_memory '50 100 150 200 250 300 350 400 500 700 1000'
  fi
  if [ "$(id -u)" = 0 ] && needs setpriv; then unreadable_file; fi
  if [ -z "$quick" ] && needs strace; then
    changed_while_read 'removed' 'rm day00-1.pcap' '2800 3200'
    changed_while_read 'cut' ': >day00-1.pcap' '2800 3200'
    changed_while_read 'renamed' 'mv day00-1.pcap elsewhere.pcap' 3200
    # Of what was there before, what had been read in time.
    changed_while_read 'replaced' 'mv ../others/day02-0.pcap day00-1.pcap' '3200 3600'
    changed_while_read 'overwritten' 'cat ../others/day02-0.pcap >day00-1.pcap' '3200 3600'
    changed_while_read 'added to' 'tail -c +25 ../others/day02-0.pcap >>day00-1.pcap' 3600
  fi
fi
