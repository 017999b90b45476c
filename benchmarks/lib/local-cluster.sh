# SPDX-License-Identifier: Apache-2.0
# Sourced by benchmarks that run on executors in processes of their own. Set home to the repository's root, and place to a directory
# for Spark's files, and build first. Then local_cluster EXECUTORS [MB HEAP] sets the array cluster: the settings of executors of
# one core and 2 GB (heap and the memory of networks), or so much. The driver has a heap of 1 GB.

# What a local cluster asks of its machine.
export SPARK_HOME="$place/spark" SPARK_SCALA_VERSION=2.12 SPARK_LOCAL_IP=127.0.0.1
mkdir -p "$SPARK_HOME/jars"
export ANCHORAGE_JAVA_OPTIONS="-Xmx1g -XX:+UseSerialGC"

local_cluster() {
  local jar
  jar="$(ls "$home"/driver/target/anchorage-driver-*.jar | head -1)"
  cluster=("spark.master=local-cluster[$1,1,${2:-2048}]" "spark.conf.spark.executor.memory=${3:-1200m}"
    "spark.conf.spark.executor.extraClassPath=$jar:$(cat "$home/driver/target/classpath.txt")"
    "spark.conf.spark.local.dir=$place/local")
}
