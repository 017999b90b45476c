/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * Options of an executor's JVM that keep its memory beside the heap and a worker's arrays small.
 * Options set by the user are left alone.
 */
final class ExecutorJvm {

  private static final String OPTIONS = "spark.executor.extraJavaOptions";
  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w*GC\\b");
  private static final Pattern ONE_CORE = Pattern.compile("local-cluster\\[\\d+, *1 *,.*");

  private ExecutorJvm() {}

  /** Returns whether this process itself is the executor: it is running already. */
  static boolean isThisProcess(SparkConf conf) {
    String master = conf.get("spark.master");
    return master.equals("local") || master.startsWith("local[");
  }

  /** Returns the options that are set; may be empty. */
  static String options(SparkConf conf) {
    return conf.get(OPTIONS, "");
  }

  /** Adds to the options that are set. */
  static void add(SparkConf conf, String options) {
    conf.set(OPTIONS, (options(conf) + " " + options).strip());
  }

  /** Adds to the options and the environment of executors in separate processes. */
  static void prepare(SparkConf conf) {
    if (isThisProcess(conf)) {
      return;
    }
    if (isOfOneCore(conf)) {
      // G1's threads would take the only core from the worker, and their tables memory.
      if (!COLLECTOR.matcher(options(conf)).find()) {
        add(conf, "-XX:+UseSerialGC");
      }
      // Each arena of the C library keeps the memory that was freed in it.
      conf.setIfMissing("spark.executorEnv.MALLOC_ARENA_MAX", "1");
    }
    if (!options(conf).contains("TrimNativeHeapInterval")) {
      // Returns memory to the system that a network needed only while it was made; Java 17.0.9+.
      add(conf, "-XX:+IgnoreUnrecognizedVMOptions -XX:TrimNativeHeapInterval=10000");
    }
  }

  private static boolean isOfOneCore(SparkConf conf) {
    String master = conf.get("spark.master");
    boolean byDefault =
        master.startsWith("yarn") || master.startsWith("k8s") || ONE_CORE.matcher(master).matches();
    return conf.getInt("spark.executor.cores", byDefault ? 1 : 0) == 1;
  }
}
