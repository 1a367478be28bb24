# Disks that refuse: EIO of fsync, ENOSPC of writes, a file system that is full, a limit on sizes.

# Whether what a look said on standard error or in its report names a file that could not be written.
names_a_place() {
  grep -q -e 'state\.db' -e "$work/state" -e 'alerts' -e 'metrics\.prom' -e 'standard output' \
    error output
}

# Lets call number $3 of $2 fail with $4 in a look from ./$1; $5 is '+' where all later calls fail,
# too.
refuse() {
  from=$1 name="$1, $2 number $3$5: $4"
  restore "$from"
  look_with_fault "$2" "error=$4:when=$3$5"
  statuses="$statuses $status"
  case $status in
    74) if names_a_place; then held; else broken "$name: no path in: $(head -n 1 error)"; fi ;;
    # Tidying up at the end, and a directory that was made durable before: nothing hangs on it.
    0) is_told_and_stored "$name" ;;
    *) broken "$name: ended with $status: $(head -n 1 error)" ;;
  esac
  if is_sound; then held; else broken "$name: the state is not sound"; fi
  if tells_what_is_stored; then held; else broken "$name: told before stored"; fi
  completes_like "$from" "$name"
}

# A look that says all went well must have done all.
is_told_and_stored() {
  if canonical >now.canonical && cmp -s "$from.canonical" now.canonical; then
    held
  else
    broken "$1: ended with 0, but not all is done: $(diff "$from.canonical" now.canonical | head -n 4)"
  fi
}

# Lets each call of $2 fail with $3 in a look from ./$1, once and from there on.
refuse_everywhere() {
  count=$(call_count "$1" "$2")
  [ "$count" -gt 0 ] || return 0
  statuses=
  for number in $(call_numbers "$count"); do
    refuse "$1" "$2" "$number" "$3" ''
    if [ -z "$quick" ]; then refuse "$1" "$2" "$number" "$3" +; fi
  done
  say "$1: $2 $3: $count calls; exit statuses:$(tally $statuses)"
}

# In a look from ./$1 the log of the database is durable before a line is added to the alerts, and
# that line before the database says that it was sent.
check_order() {
  restore "$1"
  strace -f -qq -y -o trace -e signal=none -e trace=pwrite64,fdatasync,fsync "$program" watch \
    --once --settle 0 --threads 1 --state state --alerts alerts --allow allow in >output 2>error
  verdict=$(awk '
    /state\.db-wal>/ && /pwrite64/ { if (toldUnsettled) bad = bad " noted-before-settled"; logUnsettled = 1 }
    /state\.db-wal>/ && /sync\(.*= 0/ { logUnsettled = 0 }
    /alerts>/ && /pwrite64/ { if (logUnsettled) bad = bad " told-before-durable"; toldUnsettled = 1; told++ }
    /alerts>/ && /sync\(.*= 0/ { toldUnsettled = 0 }
    END { print (bad == "" && told > 0 && !toldUnsettled && !logUnsettled) ? "ok" : "bad:" bad " " told }
  ' trace)
  if [ "$verdict" = ok ]; then held; else broken "$1: order of writes: $verdict"; fi
  say "$1: rows are durable before they are told, and told before they are noted: $verdict"
}

# A file system of $1, filled by a look from nothing; then it is given room.
fill_file_system() {
  mkdir -p small
  mount -t tmpfs -o "size=$1" none small
  undo='umount "$work/small"'
  restore none
  status=0
  "$program" watch --once --settle 0 --threads 1 --state small/state --alerts small/alerts in \
    >output 2>error || status=$?
  if [ "$status" = 74 ] && grep -q small/state error; then
    held
  else
    broken "a file system of $1: ended with $status: $(head -n 1 error)"
  fi
  say "a file system of $1: exit status $status: $(head -n 1 error)"
  mount -o remount,size=64m small
  cp -a small/state state
  if is_sound; then held; else broken "a file system of $1: the state is not sound"; fi
  "$program" watch --once --settle 0 --threads 1 --state small/state --alerts small/alerts in \
    >output 2>error || broken "with room: $(head -n 1 error)"
  rm -rf state && cp -a small/state state && cp small/alerts alerts
  canonical | sed "s|:small/alerts'|:alerts'|" >now.canonical
  if cmp -s fresh.canonical now.canonical; then
    held
  else
    broken "a file system of $1, with room: $(diff fresh.canonical now.canonical | head -n 4)"
  fi
  umount small
  undo=:
}

# A limit of $1 blocks of 512 bytes on the size of files.
limit_sizes() {
  restore "$2"
  status=0
  (ulimit -f "$1" && exec "$program" watch --once --settle 0 --threads 1 --state state \
    --alerts alerts --textfile metrics.prom --allow allow in >output 2>error) || status=$?
  case $status in
    74) if names_a_place; then held; else broken "ulimit -f $1: no path in: $(head -n 1 error)"; fi ;;
    0) is_told_and_stored "ulimit -f $1" ;;
    *) broken "ulimit -f $1: ended with $status: $(head -n 1 error)" ;;
  esac
  say "$2: ulimit -f $1: exit status $status: $(head -n 1 error)"
  if is_sound; then held; else broken "ulimit -f $1: the state is not sound"; fi
  completes_like "$2" "ulimit -f $1"
}

if needs strace sqlite3; then
  prepare_going
  check_order going
  for call in fdatasync fsync; do refuse_everywhere going "$call" EIO; done
  for call in pwrite64 write; do refuse_everywhere going "$call" ENOSPC; done
  if [ -n "$quick" ]; then
    from=going limit_sizes 100 going
  else
    for blocks in 1 8 64 100 200 400 600 800; do from=going limit_sizes "$blocks" going; done
  fi
  prepare_fresh
  if [ -z "$quick" ]; then
    check_order fresh
    for call in fdatasync fsync; do refuse_everywhere fresh "$call" EIO; done
    for call in pwrite64 write; do refuse_everywhere fresh "$call" ENOSPC; done
    for blocks in 1 8 64 100 200 400 600 800; do from=fresh limit_sizes "$blocks" fresh; done
  fi
  if needs_root; then
    fill_file_system 256k
    if [ -z "$quick" ]; then fill_file_system 64k; fill_file_system 512k; fi
  fi
fi
