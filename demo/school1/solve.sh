#!/bin/sh
# Makes the rosters and school1.fet, solves the timetable with FET 6.8.5 and keeps the solved file. Run it in this folder.
set -eu
python3 -B make_school.py
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
fet-cl --inputfile=school1.fet --outputdir="$out" --language=ru --htmllevel=0 --timelimitseconds=120 \
  --randomseeds10=1 --randomseeds11=2 --randomseeds12=3 --randomseeds20=4 --randomseeds21=5 --randomseeds22=6
# fet-cl ends with 0 also when time ran out: only the log tells.
tail -n 1 "$out/logs/result.txt" | tee /dev/stderr | grep -q 'Simulation successful'
cp "$out/timetables/school1/school1_data_and_timetable.fet" .
