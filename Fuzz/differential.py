#!/usr/bin/env python3
"""Compare counts of records with libpcap's and Wireshark's on seeded mutations of captures.

usage: Fuzz/differential.py --bin PATH [--captures DIR] [--count 10000] [--seed 1]

Changes bytes and lengths of the captures, inserts bytes and cuts ends, always alike for a seed.
Where libpcap and capinfos agree on the number of whole records, ipclust must find as many; prints
how many were compared, and the differences by what the judges say. Exits 0 when there are none but
those that docs/fuzzing.md explains. Needs capinfos, clang and libpcap.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAGIC = [bytes.fromhex(m) for m in ("a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1", "0a0d0d0a")]
# Both judges end at an option that leads out of its block; what stands before it is sound for us,
# as are frames behind a damaged block of names. docs/fuzzing.md says why.
EXPLAINED = re.compile(r"Not enough data to handle option|left in the block < NRB record")

JUDGE = r"""
#include <pcap/pcap.h>
#include <stdio.h>

int main(void) {
  char path[4096], message[PCAP_ERRBUF_SIZE];
  while (scanf("%4095s", path) == 1) {
    pcap_t *capture = pcap_open_offline(path, message);
    struct pcap_pkthdr *header;
    const u_char *bytes;
    long count = 0;
    int code = PCAP_ERROR;
    while (capture && (code = pcap_next_ex(capture, &header, &bytes)) == 1) count++;
    printf("%s %ld %s\n", path, count,
      !capture ? message : code == PCAP_ERROR_BREAK ? "ok" : pcap_geterr(capture));
    if (capture) pcap_close(capture);
  }
}
"""


def record_headers(data):
    """Offsets of the length fields of every record or block that lies whole in `data`."""
    offset = 0 if data[:4] == MAGIC[4] else 24
    if offset == 0:
        order = "little" if data[8:12] == b"\x4d\x3c\x2b\x1a" else "big"
        while offset + 12 <= len(data):
            length = int.from_bytes(data[offset + 4 : offset + 8], order)
            if length < 12 or offset + length > len(data):
                return
            yield [offset + 4], order
            offset += length
        return
    order = "little" if data[0] in (0xD4, 0x4D) else "big"
    while offset + 16 <= len(data):
        length = int.from_bytes(data[offset + 8 : offset + 12], order)
        if offset + 16 + length > len(data):
            return
        yield [offset + 8, offset + 8, offset + 12], order
        offset += 16 + length


def mutate(data, generator):
    data = bytearray(data)
    kind = generator.choice(["flip", "byte", "cut", "insert", "length", "length"])
    headers = list(record_headers(bytes(data))) if kind == "length" else []
    if headers:
        places, order = generator.choice(headers)
        at = generator.choice(places)
        value = int.from_bytes(data[at : at + 4], order)
        value = generator.choice(
            [value + 1, value - 1, value + 4, value - 4, value * 2, value // 2, 0, 0x7FFFFFFF,
             0xFFFFFFFF, 262144, 262145, value ^ 0x80000000])
        data[at : at + 4] = (value & 0xFFFFFFFF).to_bytes(4, order)
    elif kind == "byte":
        for _ in range(generator.randint(1, 4)):
            end = min(200, len(data)) if generator.random() < 0.5 else len(data)
            data[generator.randrange(end)] = generator.choice(
                [0, 1, 4, 0x7F, 0x80, 0xFF, generator.randrange(256)])
    elif kind == "cut":
        del data[generator.randrange(1, len(data)) :]
    elif kind == "insert":
        at = generator.randrange(24, len(data) + 1)
        data[at:at] = generator.randbytes(generator.randint(1, 16))
    else:
        for _ in range(generator.randint(1, 8)):
            data[generator.randrange(len(data))] ^= 1 << generator.randrange(8)
    return bytes(data)


def batches(items, count):
    return (items[start : start + count] for start in range(0, len(items), count))


def libpcap_counts(folder, paths):
    source, judge = folder / "judge.c", folder / "judge"
    source.write_text(JUDGE)
    subprocess.run(["clang", "-O1", source, "-o", judge, "-lpcap"], check=True)
    listing = "\n".join(map(str, paths))
    out = subprocess.run([judge], input=listing, capture_output=True, text=True, check=True).stdout
    lines = (line.split(" ", 2) for line in out.splitlines())
    return {path: (int(count), words) for path, count, words in lines}


def wireshark_counts(paths):
    counts = {}
    for batch in batches(paths, 1000):
        run = subprocess.run(
            ["capinfos", "-c", "-M", "-T", "-r", "-b", *batch], capture_output=True, text=True)
        for line in run.stdout.splitlines():
            path, _, count = line.rpartition(" ")
            if count.isdigit():
                counts[path] = (int(count), "ok")
        path = None
        for line in run.stderr.splitlines():
            if found := re.search(r'after reading (\d+) packets? from "([^"]+)"', line):
                path = found[2]
                counts[path] = (int(found[1]), line)
            elif found := re.search(r'The file "([^"]+)" (.*)', line):
                path = found[1]
                counts[path] = (counts.get(path, (0, ""))[0], found[2])
            elif path and line.startswith("("):
                counts[path] = (counts[path][0], line)
    return counts


def our_counts(binary, paths):
    counts = {}
    for batch in batches(paths, 250):
        run = subprocess.run(
            [binary, "scan", "--format", "json", "--allow-partial", *batch], capture_output=True)
        if run.returncode not in (0, 65):
            sys.exit(f"exit {run.returncode}: {run.stderr[-400:].decode(errors='replace')}")
        for record in json.loads(run.stdout)["run"]["inputs"]:
            skipped = sum(reason["count"] for reason in record["skipped"])
            if record["usedPacketCount"] + skipped != record["packetCount"] + record["damagedCount"]:
                sys.exit(f"{record['path']}: records are not accounted for")
            counts[record["path"]] = record["packetCount"]
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True)
    parser.add_argument("--captures", type=pathlib.Path, default=ROOT.parent / "shared/captures")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files = [f for f in sorted(options.captures.rglob("*")) if f.is_file()]
    seeds = [d for d in (f.read_bytes() for f in files if f.stat().st_size <= 40_000)
             if len(d) > 24 and d[:4] in MAGIC]
    if not seeds:
        sys.exit(f"no captures of at most 40 kB in {options.captures}")
    generator = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        paths = []
        for number in range(options.count):
            paths.append(str(folder / f"{number:06}"))
            pathlib.Path(paths[-1]).write_bytes(mutate(seeds[number % len(seeds)], generator))
        libpcap, wireshark = libpcap_counts(folder, paths), wireshark_counts(paths)
        ours = our_counts(options.bin, paths)
    agreed = [p for p in paths if p in wireshark and libpcap[p][0] == wireshark[p][0]]
    differences = collections.Counter(
        (re.sub(r"\d+", "N", libpcap[p][1]), re.sub(r"\d+", "N", wireshark[p][1]))
        for p in agreed if ours[p] != libpcap[p][0])
    equal_count = len(agreed) - differences.total()
    print(f"{len(paths)} mutations of {len(seeds)} captures, seed {options.seed}: the judges agree "
          f"on {len(agreed)}, ipclust with both on {equal_count}")
    for words, count in differences.most_common():
        print(f"  {count} × libpcap: {words[0]}; Wireshark: {words[1]}")
    sys.exit(any(not EXPLAINED.search(words[1]) for words in differences))


main()
