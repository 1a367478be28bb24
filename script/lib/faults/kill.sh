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
    for number in $(call_numbers "$count" 2); do
      if kill_at "$from" "$call" "$number"; then killed=$((killed + 1)); fi
    done
    say "$from: $call: $count calls, killed at $killed"
    [ "$killed" -gt 0 ] || broken "$from: $call: nothing was killed"
  done
}

if needs strace sqlite3; then
  prepare_going
  kill_everywhere going
  if [ -z "$quick" ]; then
    prepare_fresh
    kill_everywhere fresh
  fi
fi
