# 100 000 files, a third each empty, of a header alone, and of one packet.

# Looks at ./in as $1, in at most $2 seconds, with at most 64 open files and 300 MiB.
measured_look() {
  (ulimit -n 64 && exec ./measure took "$program" watch --once --state state --alerts alerts in \
    >output 2>error) || true
  read -r status seconds processor_seconds kibibytes <took
  say "$1 look: exit status $status, $seconds s, $processor_seconds s of processors, $((kibibytes / 1024)) MiB"
  if [ "$status" = 0 ]; then held; else broken "$1 look: ended with $status: $(head -n 1 error)"; fi
  if [ "${seconds%.*}" -lt "$2" ]; then held; else broken "$1 look: took $seconds s, not $2 s"; fi
  if [ $((kibibytes / 1024)) -le 300 ]; then held; else broken "$1 look: took $kibibytes KiB"; fi
}

if [ -n "$quick" ]; then
  skipped 'left out by --quick'
elif needs sqlite3; then
  use_files many || true
  ./captures many in 100000
  restore none
  measured_look first 60
  # Each third file has a packet; those without any are one and the same capture.
  packets=$(sqlite3 state/state.db 'SELECT sum(usedPacketCount) FROM captures')
  if [ "$packets" = 33333 ]; then held; else broken "counted $packets packets, not 33333"; fi
  measured_look second 5
fi
