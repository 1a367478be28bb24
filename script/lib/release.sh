# Sourced by the scripts: how a release build is made for the machine at hand. Needs $root, the
# checkout, as the working directory.
#
# The answers are the same bytes with and without these flags; only the time differs. A plain
# `swift build -c release` runs on any machine of the architecture, and so does what the scripts
# build with IPCLUST_CPU=any.

# Compiler flags for this processor: AVX2 and what comes with it where all of x86-64-v3 is there.
cpu_flags() {
  case ${IPCLUST_CPU:-this} in
    any) return ;;
    this) ;;
    *)
      printf "IPCLUST_CPU must be 'this' or 'any', but is '%s'\n" "$IPCLUST_CPU" >&2
      return 64
      ;;
  esac
  [ "$(uname -m)" = x86_64 ] && [ -r /proc/cpuinfo ] || return 0
  # The kernel calls lzcnt abm.
  for feature in avx avx2 bmi1 bmi2 f16c fma abm movbe xsave; do
    grep -m 1 '^flags' /proc/cpuinfo | grep -q -w -e "$feature" || return 0
  done
  echo '-Xcc -march=x86-64-v3'
}

# Builds product $1 with the flags that follow, and leaves its path in $binary. SWIFT_BUILD_FLAGS
# is added to every build, such as '-j 1' to leave cores to others.
release_build() {
  product=$1
  shift
  flags=$(cpu_flags)
  # Unquoted on purpose: flags are words without spaces.
  printf '$ swift build -c release --product %s\n' "$product $flags $*"
  swift build -c release --product "$product" $flags ${SWIFT_BUILD_FLAGS:-} "$@"
  binary=$(swift build -c release $flags ${SWIFT_BUILD_FLAGS:-} "$@" --show-bin-path)/$product
}
