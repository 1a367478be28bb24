# SIGKILL before every call that writes; then the next look has to end as if there had been none.

# Kills the look from ./$1 before its $3rd call of $2; fails where that call is not made.
kill_at() {
  restore "$1"
  look_with_fault "$2" "signal=KILL:when=$3"
  case $status in
    137) ;;
    0) return 1 ;;
    *) broken "$1, $2 number $3: ended with $status: $(head -n 1 error)" && return 0 ;;
  esac
  if is_sound; then held; else broken "$1, $2 number $3: the state is not sound"; fi
  if tells_what_is_stored; then held; else broken "$1, $2 number $3: told before stored"; fi
  completes_like "$1" "$1, killed at $2 number $3"
}

kill_everywhere() {
  from=$1
  for call in $writing_calls; do
    count=$(call_count "$from" "$call")
    [ "$count" -gt 0 ] || continue
    killed=0
    for number in $(call_numbers "$count"); do
      if kill_at "$from" "$call" "$number"; then killed=$((killed + 1)); fi
    done
    say "$from: $call: $count calls, killed at $killed"
    [ "$killed" -gt 0 ] || broken "$from: $call: nothing was killed"
  done
}

# Kills the look from ./$1 after delays of up to $3 milliseconds, $2 times.
kill_at_random() {
  from=$1 killed=0
  for delay in $(random_delays "$2" "$3"); do
    restore "$from"
    status=0
    (
      timeout -s KILL "$delay" "$program" watch --once --settle 0 --threads 1 --state state \
        --alerts alerts --textfile metrics.prom --allow allow in >output 2>error
      exit $?
    ) 2>/dev/null || status=$?
    [ "$status" = 0 ] || killed=$((killed + 1))
    is_sound || broken "$from, killed after $delay s: the state is not sound"
    completes_like "$from" "$from, killed after $delay s"
  done
  say "$from: killed after $killed of $2 random delays, else done before"
}

if needs strace sqlite3; then
  prepare_going
  kill_everywhere going
  if [ -z "$quick" ]; then
    kill_at_random going "$random_kills" 600
    prepare_fresh
    kill_everywhere fresh
    kill_at_random fresh "$random_kills" 1500
  fi
fi
