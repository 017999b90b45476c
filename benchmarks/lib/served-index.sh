# SPDX-License-Identifier: Apache-2.0
# For benchmarks/serve and benchmarks/soak: an index of drawn characters, images to search by, a server.
small=(image.width=28 image.height=28 image.channels=1 image.invert=true encoder.name=c2f2 embedding.dim=128)

# served_index HOME DIRECTORY COUNT SEED: makes DIRECTORY/index-COUNT-SEED if it is not there, and says its name.
served_index() {
  local home="$1" place="$2" count="$3" seed="$4"
  local index="$place/index-$count-$seed" corpus="$place/corpus-$count-$seed" run="$place/run-$count-$seed"
  if [ ! -e "$index/manifest.json" ]; then
    mkdir -p "$place"
    "$home/anchorage" import --replace --from "strokes:train=$((count / 20)),test=20,items=20,seed=$seed" --to "$corpus" > "$place/import.log" 2>&1
    "$home/anchorage" train corpus="$corpus" run="$run" seed="$seed" epochs=0 evaluate.restarts=0 "${small[@]}" > "$place/train.log" 2>&1
    "$home/anchorage" index --run "$run" --split train --replace --to "$index" > "$place/index.log" 2>&1
  fi
  echo "$index"
}

# start_server HOME LOG OPTIONS: starts a server on a free port; sets server (its process) and address.
start_server() {
  local home="$1" log="$2"
  shift 2
  ANCHORAGE_JAVA_OPTIONS="${ANCHORAGE_JAVA_OPTIONS:--Xmx1g}" "$home/anchorage" serve --port 0 "$@" > "$log" 2>&1 &
  server=$!
  trap 'kill "$server" 2> /dev/null || true' EXIT
  address=
  while [ -z "$address" ]; do
    kill -0 "$server" 2> /dev/null || { cat "$log" >&2; exit 1; }
    sleep 0.1
    address="$(sed -nE 's/^Serving .* on (http:[^;]*);.*/\1/p' "$log")"
  done
}

# load_java CLASS ARGUMENTS: runs a class of the benchmarks.
load_java() {
  local home="$1" class="$2" jar
  shift 2
  jar="$(ls "$home"/benchmarks/target/anchorage-benchmarks-*.jar | head -1)"
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -XX:+UseSerialGC -cp "$jar:$(cat "$home/benchmarks/target/classpath.txt")" "org.anchorage.benchmarks.$class" "$@"
}
