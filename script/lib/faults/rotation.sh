# tcpdump writes and rotates captures while they are watched: every packet is counted exactly once.

# Two network namespaces, joined by a wire, of which 10.9.0.1 sends to 10.9.0.2 to 10.9.0.6.
make_network() {
  here=ipclust-here-$$ there=ipclust-there-$$
  undo='stop_all; ip netns del $here; ip netns del $there'
  ip netns add "$here" && ip netns add "$there" || return 1
  ip link add veth0 netns "$here" type veth peer name veth1 netns "$there" || return 1
  ip -n "$here" addr add 10.9.0.1/24 dev veth0
  for last in 2 3 4 5 6; do ip -n "$there" addr add 10.9.0.$last/24 dev veth1; done
  ip -n "$here" link set veth0 up && ip -n "$there" link set veth1 up
}

writer='' stayer=''
stop_all() {
  for process in $writer $stayer; do kill "$process" 2>/dev/null || true; done
}

# Looks once a second at ./in until ./done is there, with a state of its own.
look_again_and_again() {
  while [ ! -e done ]; do
    "$program" watch --once --settle 1 --threads 1 --state looks --alerts looks.alerts in \
      >>looks.output 2>>looks.error || say "$?" >>looks.statuses
    sleep 1
  done
}

# What the state $1 has counted: all packets, those of the sender, days whose counts differ.
counted() {
  sqlite3 -separator ' ' "$1/state.db" "SELECT
    (SELECT coalesce(sum(usedPacketCount), 0) FROM captures),
    (SELECT coalesce(sum(packetCount), 0) FROM addresses WHERE hex(address) = '0A090001')"
}

# How many packets tcpdump has written as $@ says: what it captured, all of which it kept up with; but
# where the number of files is limited the packet that would begin another ends it, so there the files
# are counted, which all remain.
written_packets() {
  case " $* " in
    *' -G 1 -W '*)
      for file in in/*; do gzip -dcf "$file" | tcpdump -n -r - 2>/dev/null; done | wc -l
      ;;
    *) sed -n 's/^\([0-9]*\) packets captured$/\1/p' tcpdump.said ;;
  esac
}

# Lets tcpdump write as $@ says while $packet_count packets are sent and the directory is watched in
# both ways; compares what was counted with what tcpdump says it captured.
rotate() {
  rm -rf looks stays done looks.* stays.* in/*
  chmod 777 in
  ip netns exec "$here" tcpdump -n -i veth0 -Z root "$@" 'udp port 9999' >tcpdump.said 2>&1 &
  writer=$!
  for _ in $(seq 50); do grep -q 'listening on' tcpdump.said && break; sleep 0.1; done
  "$program" watch --interval 1 --settle 1 --threads 1 --state stays --alerts stays.alerts in \
    >stays.output 2>stays.error &
  stayer=$!
  : >looks.statuses
  look_again_and_again &
  looker=$!
  ip netns exec "$here" ./sender "$packet_count" "$rate" || broken 'the sender ended early'
  sleep 2
  kill -INT "$writer" 2>/dev/null || true
  wait "$writer" || true
  # What it left to a program to compress; where it is not limited, it leaves the last as it is.
  case " $* " in
    *' -W 5 -z '*) for _ in $(seq 300); do ls in | grep -q 'pcap$' || break; sleep 0.1; done ;;
    *) sleep 2 ;;
  esac
  touch done
  wait "$looker" || true
  kill "$stayer" && wait "$stayer" || true
  writer='' stayer=''
  written=$(written_packets "$@")
  captured=$(sed -n 's/^\([0-9]*\) packets captured$/\1/p' tcpdump.said)
  for state in looks stays; do
    "$program" watch --once --settle 0 --threads 1 --state "$state" --alerts "$state.alerts" in \
      >output 2>error || broken "$*: the last look ends with $?: $(head -n 1 error)"
    found=$(counted "$state")
    if [ "$written" -gt 1000 ] && [ "$found" = "$written $written" ]; then
      held
    else
      broken "tcpdump $*, $state: wrote $written of $captured, counted $found"
    fi
  done
  say "tcpdump $*: $captured captured, $written written, ${found% *} counted by looks and by one that stays; $(ls in | wc -l) files, $(sqlite3 looks/state.db 'SELECT count(*) FROM captures') captures; $(wc -l <looks.statuses) looks ended otherwise than with 0$(tally $(cat looks.statuses))"
}

if [ -n "$quick" ]; then
  skipped 'left out by --quick'
elif needs sqlite3 tcpdump ip gzip && needs_root; then
  if make_network; then
    use_files rotation || true
    packet_count=3000 rate=300
    rotate -G 1 -w 'in/%s.pcap'
    rotate -G 1 -z gzip -w 'in/%s.pcap'
    rotate -G 1 -W 5 -z gzip -w 'in/%s.pcap'
    rotate -G 1 -W 5 -w 'in/%s.pcap'
    # About 3 s a file; twice round the ring.
    packet_count=10000
    rotate -C 1 -W 5 -w in/ring.pcap
    rotate -C 1 -z gzip -w in/sized.pcap
    rotate -U -C 1 -W 5 -w in/ring.pcap
    eval "$undo"
    undo=:
  else
    skipped 'network namespaces cannot be made'
  fi
fi
