# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The submit scripts share this: options, checks, and the spark-submit line.
# A script sources it, calls submit_options "$@", sets `command` and `program`, and calls submit.
set -euo pipefail

deploy="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
script="$(basename "$0")"
version="$(sed -n -e '/<version>/{s:.*<version>\(.*\)</version>.*:\1:p;q;}' "$deploy/../pom.xml")"
# The folder of the jars on the nodes of a standalone cluster, and in an image for Kubernetes.
node_home=/opt/anchorage

dry_run='' master='' mode='' gpus=0 queue='' principal='' keytab='' archive="${ANCHORAGE_ARCHIVE:-}"
image="${ANCHORAGE_IMAGE:-}" executors='' executor_memory=4g driver_memory=4g java_home='' archives=''
json='' resume='' replace='' follow='' to='' off_heap=0 table='' export='' format='' negatives='' with=''
javacpp_cache="${ANCHORAGE_JAVACPP_CACHE:-/var/tmp/anchorage-javacpp-$(id -un)}"
properties=() words=()

# Wrong use exits 2, as everywhere in Anchorage.
wrong() {
  echo "$script: $1" >&2
  exit 2
}

options_help() {
  cat <<HELP
  --master URL           yarn, k8s://HOST:PORT or spark://HOST:PORT; required
  --deploy-mode MODE     cluster (default): the driver runs on the cluster; client: it runs here
  --dry-run              print the spark-submit line and do nothing
  --executor-memory SIZE heap of an executor (default $executor_memory); the script asks for as much again, for
                         ND4J's memory outside the heap
  --driver-memory SIZE   the same for the driver (default $driver_memory)
  --gpus N               GPUs of an executor, 0 (default) or 1
  --queue NAME           YARN queue
  --principal P --keytab FILE   Kerberos
  --archive URI          the archive of deploy/build-archive, on HDFS; for YARN (default: \$ANCHORAGE_ARCHIVE)
  --image NAME           container image, for Kubernetes (default: \$ANCHORAGE_IMAGE)
  --archives URI#NAME    an archive to unpack beside each container, e.g. a JDK; for YARN
  --java-home DIR        Java 17 on the nodes, e.g. ./NAME/jdk-17; for YARN
  --json URI             also write the result there, as JSON
  --conf KEY=VALUE       any other Spark property; it wins over those that this script sets
HELP
}

# Reads options into the variables above, and other words into `words`. The first argument names the
# options that only the calling script has.
submit_options() {
  local own=" $1 "
  shift
  while [ $# -gt 0 ]; do
    local option="$1" value=''
    shift
    case "$option" in
      --resume | --replace | --follow)
        [[ "$own" == *" $option "* ]] || wrong "there is no option $option; see $script --help"
        printf -v "${option#--}" yes
        continue
        ;;
      --dry-run)
        dry_run=yes
        continue
        ;;
      -h | --help)
        usage
        echo
        options_help
        exit 0
        ;;
      --executors | --to | --table | --export | --format | --negatives | --with)
        [[ "$own" == *" $option "* ]] || wrong "there is no option $option; see $script --help"
        ;;
      --master | --deploy-mode | --gpus | --queue | --principal | --keytab | --archive | --image | \
        --executor-memory | --driver-memory | --archives | --java-home | --json | --conf) ;;
      -*) wrong "there is no option $option; see $script --help" ;;
      *)
        words+=("$option")
        continue
        ;;
    esac
    [ $# -gt 0 ] && [ -n "$1" ] || wrong "$option wants a value; see $script --help"
    value="$1"
    shift
    case "$option" in
      --deploy-mode) mode="$value" ;;
      --executor-memory) executor_memory="$value" ;;
      --driver-memory) driver_memory="$value" ;;
      --java-home) java_home="$value" ;;
      --conf)
        [[ "$value" == ?*=* ]] || wrong "cannot use --conf $value; write a Spark property, KEY=VALUE"
        properties+=("$value")
        ;;
      *) printf -v "${option#--}" '%s' "$value" ;;
    esac
  done
  check_options
}

check_options() {
  case "$master" in
    yarn | k8s://?* | spark://?*) ;;
    '') wrong "give --master yarn, k8s://HOST:PORT or spark://HOST:PORT" ;;
    *) wrong "cannot use --master $master; give yarn, k8s://HOST:PORT or spark://HOST:PORT" ;;
  esac
  case "${mode:=cluster}" in
    client | cluster) ;;
    *) wrong "cannot use --deploy-mode $mode; give client or cluster" ;;
  esac
  case "$gpus" in
    0 | 1) ;;
    *) wrong "cannot use --gpus $gpus; an executor is one worker, which uses one GPU; give 1 and set workers" ;;
  esac
  [ -z "$executors" ] || count --executors "$executors"
  size --executor-memory "$executor_memory"
  size --driver-memory "$driver_memory"
  [ -z "$principal" ] || [ -n "$keytab" ] || wrong "--principal wants --keytab FILE too"
  [ -z "$keytab" ] || [ -n "$principal" ] || wrong "--keytab wants --principal NAME too"
  if [ "$master" = yarn ]; then
    [ -n "$archive" ] ||
      wrong "give --archive URI, e.g. hdfs:///apps/anchorage/anchorage-jars-$version.zip; deploy/build-archive makes it"
  else
    [ -z "$queue" ] || wrong "--queue is YARN's; leave it out with --master $master"
  fi
  if [[ "$master" == k8s://* ]]; then
    [ -n "$image" ] || wrong "give --image NAME; docs/cluster.md says what it must hold"
  fi
  if [ "$mode" = cluster ] && [ -n "$json" ] && [[ "$json" != *://* ]]; then
    wrong "cannot use --json $json with --deploy-mode cluster, where it would lie on some node; give a URI, e.g. hdfs:///..."
  fi
}

count() {
  [[ "$2" =~ ^[1-9][0-9]{0,5}$ ]] || wrong "cannot use $1 $2; give a whole number from 1"
}

size() {
  [[ "$2" =~ ^[1-9][0-9]*[mg]$ ]] || wrong "cannot use $1 $2; write e.g. 4g or 1536m"
}

# Checks that all words from the second on are settings.
settings() {
  local word
  for word in "$@"; do
    [[ "$word" == ?*=* ]] || wrong "cannot use $word; write a setting, key=value"
    [[ "$word" != spark.master=* ]] || wrong "cannot use $word; give --master"
  done
}

# Prints where the program's classes lie on this machine: where deploy/build-archive gathered them, or where
# ./anchorage built them. ANCHORAGE_CLASSPATH names another place.
class_path() {
  local gathered="$deploy/target" built="$deploy/../driver/target" jar="anchorage-driver-$version.jar"
  if [ -n "${ANCHORAGE_CLASSPATH:-}" ]; then
    echo "$ANCHORAGE_CLASSPATH"
  elif [ -f "$gathered/$jar" ] && [ -d "$gathered/jars" ]; then
    echo "$gathered/$jar:$gathered/jars/*"
  elif [ -f "$built/$jar" ] && [ -f "$built/classpath.txt" ]; then
    echo "$built/$jar:$(cat "$built/classpath.txt")"
  else
    wrong "the program that reads ${conf_file:-the settings} is not built; run deploy/build-archive first"
  fi
}

# Prints what the program's command `settings` prints, or refuses what it refuses.
settings_command() {
  local java="${JAVA_HOME:+$JAVA_HOME/bin/}java" path line
  command -v "$java" >/dev/null || wrong "there is no java at $java; install a JDK 17 or set JAVA_HOME to one"
  path="$(class_path)" || exit 2
  line=("$java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$path"
    org.anchorage.driver.cli.Main settings "$@")
  # A JVM may say things on standard error that are no complaint: they are shown only when it fails.
  "${line[@]}" 2>/dev/null || wrong "$("${line[@]}" 2>&1 | grep -v '^Picked up ')"
}

# Prints the values of keys, a line each, as the program reads them from conf_file with the words over it.
values_of() {
  local key gets=()
  for key in "$@"; do
    gets+=(--get "$key")
  done
  settings_command --conf "$conf_file" "${words[@]:1}" "${gets[@]}"
}

# Checks settings that go over those of a run, which may not be readable from here: each key and value by itself.
check_each() {
  [ $# = 0 ] || settings_command --each "$@"
}

# Checks settings that go over the defaults.
check_all() {
  [ $# = 0 ] || settings_command "$@" >/dev/null
}

# Reads `executors` and `off_heap` from conf_file and the words: an executor is a worker.
read_settings() {
  local values
  values="$(values_of workers memory.off-heap-mb)"
  { read -r executors && read -r off_heap; } <<<"$values"
  # Whole numbers may be written 4.0 too; the program has checked that they are whole.
  LC_ALL=C printf -v executors '%.0f' "$executors"
  LC_ALL=C printf -v off_heap '%.0f' "$off_heap"
  count "workers =" "$executors"
}

# Prints the words of jvm-options.txt and a cache for ND4J's natives that outlives a container. The natives are
# unpacked once a node; a YARN user often has no home to unpack them to.
jvm_options() {
  local words
  words="$(grep -v '^#' "$deploy/jvm-options.txt" | tr '\n' ' ')"
  echo "$words-Dorg.bytedeco.javacpp.cachedir=$javacpp_cache"
}

# Makes the line of spark-submit options that all commands share.
spark_options() {
  local options jar="$deploy/target/anchorage-driver-$version.jar" files=() name
  options="$(jvm_options)"
  line=(--master "$master" --deploy-mode "$mode" --name "anchorage $command"
    --class org.anchorage.driver.cli.Main
    --driver-memory "$driver_memory" --executor-memory "$executor_memory")
  [ -z "$queue" ] || line+=(--queue "$queue")
  [ -z "$principal" ] || line+=(--principal "$principal" --keytab "$keytab")
  [ -z "$archives" ] || line+=(--archives "$archives")
  [ "$mode" = client ] || [ -z "$conf_file" ] || [[ "$master" == spark://* ]] || files+=("$conf_file")
  [ "$gpus" = 0 ] || [ "$master" != yarn ] || files+=("$deploy/gpu-discovery")
  [ ${#files[@]} = 0 ] || line+=(--files "$(IFS=, && echo "${files[*]}")")

  # A worker is one task, alone in its executor, on one thread. Many workers are faster than many threads.
  property spark.executor.cores=1
  property spark.task.cpus=1
  for name in OMP_NUM_THREADS OPENBLAS_NUM_THREADS; do
    property "spark.executorEnv.$name=1"
  done
  # A round waits for all its workers. On fewer executors they take turns; a second copy of a task takes a core from them.
  property spark.dynamicAllocation.enabled=false
  property spark.speculation=false
  property spark.scheduler.minRegisteredResourcesRatio=1.0
  property spark.scheduler.maxRegisteredResourcesWaitingTime=300s
  # JavaCPP lets natives grow until the process has twice its heap. Ask the cluster for that much.
  property "spark.driver.memoryOverhead=$driver_memory"
  off_heap_is_set || property "spark.executor.memoryOverhead=$executor_memory"
  property "spark.driver.extraJavaOptions=$options"
  property "spark.executor.extraJavaOptions=$options"
  case "$master" in
    yarn) yarn_options ;;
    k8s://*) kubernetes_options ;;
    *) standalone_options ;;
  esac
  if [ "$gpus" != 0 ]; then
    property "spark.executor.resource.gpu.amount=$gpus"
    property "spark.task.resource.gpu.amount=$gpus"
    # The driver makes the first network, and a build for CUDA has no library for the CPU.
    property "spark.driver.resource.gpu.amount=$gpus"
    name="$node_home/gpu-discovery"
    [ "$master" != yarn ] || name=./gpu-discovery
    property "spark.executor.resource.gpu.discoveryScript=$name"
    [ "$mode" = cluster ] || name="$deploy/gpu-discovery"
    property "spark.driver.resource.gpu.discoveryScript=$name"
  fi
  for name in ${properties[@]+"${properties[@]}"}; do
    property "$name"
  done
  [ "$mode" = client ] || [ "$master" = yarn ] || jar="local:$node_home/anchorage-driver-$version.jar"
  line+=("${ANCHORAGE_JAR:-$jar}")
}

# Tells whether the settings limit a worker's native memory: the overhead follows from that limit.
# A command without a configuration has only its words to say so.
off_heap_is_set() {
  local word
  for word in ${words[@]+"${words[@]}"}; do
    [ -n "$conf_file" ] || [[ "$word" != memory.off-heap-mb=* ]] || off_heap="${word#*=}"
  done
  [ "$off_heap" != 0 ]
}

property() {
  line+=(--conf "$1")
}

yarn_options() {
  local name
  property "spark.executor.instances=$executors"
  property "spark.yarn.archive=$archive"
  # A job writes its result once. A second attempt would only find the result there.
  property spark.yarn.maxAppAttempts=1
  for name in OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 ${java_home:+"JAVA_HOME=$java_home"}; do
    property "spark.yarn.appMasterEnv.$name"
  done
  kernels spark.yarn.appMasterEnv
  [ -z "$java_home" ] || property "spark.executorEnv.JAVA_HOME=$java_home"
  if [ "$mode" = client ]; then
    # Without these YARN calls a dead driver a success.
    property spark.yarn.am.clientModeTreatDisconnectAsFailed=true
    property spark.yarn.am.clientModeExitOnError=true
  fi
}

kubernetes_options() {
  property "spark.executor.instances=$executors"
  property "spark.kubernetes.container.image=$image"
  property spark.kubernetes.driverEnv.OMP_NUM_THREADS=1
  property spark.kubernetes.driverEnv.OPENBLAS_NUM_THREADS=1
  kernels spark.kubernetes.driverEnv
  node_class_path
  [ "$gpus" = 0 ] || property spark.executor.resource.gpu.vendor=nvidia.com
}

# Gives the driver the kernels that the libraries use here. The driver gives them to its executors.
kernels() {
  local name
  for name in DNNL_MAX_CPU_ISA ONEDNN_MAX_CPU_ISA OPENBLAS_CORETYPE OPENBLAS_L2_SIZE; do
    [ -z "${!name:-}" ] || property "$1.$name=${!name}"
  done
}

standalone_options() {
  property "spark.cores.max=$executors"
  node_class_path
}

node_class_path() {
  [ "$mode" = client ] || property "spark.driver.extraClassPath=$node_home/jars/*"
  property "spark.executor.extraClassPath=$node_home/jars/*"
}

# Prints a word so that a shell reads it back as it is.
quoted() {
  if [[ "$1" =~ ^[A-Za-z0-9_@%+=:,./#-]+$ ]]; then
    printf '%s' "$1"
  else
    printf "'%s'" "${1//\'/\'\\\'\'}"
  fi
}

print_line() {
  quoted "$spark_submit"
  while [ $# -gt 0 ]; do
    printf ' \\\n  '
    quoted "$1"
    # An option and its value stay together.
    if [[ "$1" == --* ]] && [ $# -gt 1 ] && [[ "$2" != --* ]]; then
      shift
      printf ' '
      quoted "$1"
    fi
    shift
  done
  echo
}

# Submits `command` with the words in `program`; conf_file, if any, goes with the driver.
submit() {
  local line=() spark_submit="${SPARK_SUBMIT:-$deploy/spark-submit}"
  spark_options
  line+=("$command" ${program[@]+"${program[@]}"} ${json:+--json "$json"} --progress lines)
  if [ -n "$dry_run" ]; then
    print_line "${line[@]}"
    exit 0
  fi
  if [ "$master" = yarn ] && [ -z "${HADOOP_CONF_DIR:-}${YARN_CONF_DIR:-}" ]; then
    wrong "set HADOOP_CONF_DIR to where core-site.xml and yarn-site.xml lie"
  fi
  [ -z "$keytab" ] || [ -r "$keytab" ] || wrong "cannot read --keytab $keytab"
  [ "$gpus" = 0 ] || [ "$master" != yarn ] || [ -x "$deploy/gpu-discovery" ] ||
    wrong "there is no program at $deploy/gpu-discovery, which --gpus needs"
  export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
  exec "$spark_submit" "${line[@]}"
}
