# SIGTERM and SIGINT, once and twice, to a look and to a program that stays.

# Starts the program with what follows beside --once's options, and puts its number in $pid.
start_watch() {
  # A shell lets its background ignore SIGINT.
  env --default-signal=INT,TERM "$program" watch --settle 0 --threads 1 --state state \
    --alerts alerts --allow allow "$@" in >output 2>error &
  pid=$!
}

# Puts the exit status of $pid in $status, and since when $started was in $elapsed.
await() {
  status=0
  wait "$pid" || status=$?
  elapsed=$(($(milliseconds) - started))
}

# Ends a look from ./going after $2 seconds by signal $1, which must give status $3.
end_look() {
  restore going
  start_watch --once
  sleep "$2"
  started=$(milliseconds)
  kill -s "$1" "$pid" 2>/dev/null || true
  await
  case $status in
    "$3") ended=$((ended + 1)) ;;
    0) ;;
    *) broken "SIG$1 after $2 s: ended with $status: $(head -n 1 error)" ;;
  esac
  if [ "$elapsed" -le 2000 ]; then held; else broken "SIG$1 after $2 s: ended $elapsed ms later"; fi
  [ "$elapsed" -le "$slowest" ] || slowest=$elapsed
  if is_sound; then held; else broken "SIG$1 after $2 s: the state is not sound"; fi
  completes_like going "SIG$1 after $2 s"
}

# Ends $1 looks by signal $2 after random delays; their status must be $3.
end_looks() {
  ended=0 slowest=0
  for delay in $(random_delays "$1" 800); do end_look "$2" "$delay" "$3"; done
  say "SIG$2: $ended of $1 looks ended with $3, the others were done before; at most $slowest ms"
}

# Ends a program that stays by signal $1, which must give status $2.
end_staying() {
  restore going
  start_watch --interval 1
  for _ in $(seq 100); do [ ! -s output ] || break; sleep 0.1; done
  sleep 0.3
  started=$(milliseconds)
  kill -s "$1" "$pid"
  await
  if [ "$status" = "$2" ] && [ "$elapsed" -le 2000 ]; then
    held
  else
    broken "SIG$1 while it stays: ended with $status after $elapsed ms"
  fi
  say "SIG$1 while it stays: exit status $status after $elapsed ms"
  completes_like going "SIG$1 while it stays"
}

# Ends a look that cannot hurry, for a program that it runs does not end, by two signals.
end_twice() {
  restore going
  printf '#!/bin/sh\ntrap "" TERM INT\ntouch "%s/begun"\nexec sleep 20\n' "$work" >stubborn
  chmod +x stubborn
  rm -f begun
  start_watch --once --exec "$work/stubborn"
  for _ in $(seq 100); do [ ! -e begun ] || break; sleep 0.1; done
  kill -s "$1" "$pid"
  sleep 0.02
  started=$(milliseconds)
  kill -s "$1" "$pid" 2>/dev/null || true
  await
  if [ "$status" = "$2" ] && [ "$elapsed" -le 500 ]; then
    held
  else
    broken "SIG$1 twice: ended with $status after $elapsed ms"
  fi
  say "SIG$1 twice: exit status $status, $elapsed ms after the second"
  if is_sound; then held; else broken "SIG$1 twice: the state is not sound"; fi
  # Without the command, which is another sink, all is told that is told without it.
  completes_alerts "SIG$1 twice"
}

completes_alerts() {
  try_look
  sed 's/[0-9a-f]\{64\}/finding/g' alerts >now.alerts
  sed -n '/^-- alerts$/,$p' going.canonical | tail -n +2 >going.alerts
  if [ "$status" = 0 ] && cmp -s going.alerts now.alerts; then
    held
  else
    broken "$1: the next look ends with $status and $(wc -l <now.alerts) alerts"
  fi
}

if needs sqlite3; then
  prepare_going
  looks=40
  [ -z "$quick" ] || looks=2
  end_looks "$looks" TERM 143
  end_looks "$looks" INT 130
  end_staying TERM 143
  if [ -z "$quick" ]; then end_staying INT 130; fi
  end_twice TERM 143
  if [ -z "$quick" ]; then end_twice INT 130; fi
fi
