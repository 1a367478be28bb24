# SIGKILL after random delays: what falls between calls, too.

# Kills the look from ./$1 after delays of up to $3 milliseconds, $2 times.
kill_at_random() {
  from=$1 killed=0
  for delay in $(random_delays "$2" "$3"); do
    restore "$from"
    status=0
    # Waited for, because the lock is held until the last of it is gone.
    (
      "$program" watch --once --settle 0 --threads 1 --state state --alerts alerts \
        --textfile metrics.prom --allow allow in >output 2>error &
      sleep "$delay"
      kill -KILL $! || true
      wait $!
    ) 2>/dev/null || status=$?
    [ "$status" = 0 ] || killed=$((killed + 1))
    is_sound || broken "$from, killed after $delay s: the state is not sound"
    completes_like "$from" "$from, killed after $delay s"
  done
  say "$from: killed after $killed of $2 random delays, else done before"
}

if [ -n "$quick" ]; then
  skipped 'left out by --quick'
elif needs sqlite3; then
  prepare_going
  kill_at_random going "$random_kills" 600
  prepare_fresh
  kill_at_random fresh "$random_kills" 1500
fi
