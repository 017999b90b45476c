/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * What the JVM of an executor is started with, so that it holds little memory beside its heap and a
 * worker's arrays. Of what somebody has set nothing is changed.
 */
final class ExecutorJvm {

  private static final String OPTIONS = "spark.executor.extraJavaOptions";
  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w*GC\\b");
  private static final Pattern ONE_CORE = Pattern.compile("local-cluster\\[\\d+, *1 *,.*");

  private ExecutorJvm() {}

  /** Returns whether executors are this process itself, which has been started already. */
  static boolean isThisProcess(SparkConf conf) {
    String master = conf.get("spark.master");
    return master.equals("local") || master.startsWith("local[");
  }

  /** Returns the options that are set; maybe none. */
  static String options(SparkConf conf) {
    return conf.get(OPTIONS, "");
  }

  /** Adds to the options that are set. */
  static void add(SparkConf conf, String options) {
    conf.set(OPTIONS, (options(conf) + " " + options).strip());
  }

  /** Completes the options and the environment of executors in processes of their own. */
  static void prepare(SparkConf conf) {
    if (isThisProcess(conf)) {
      return;
    }
    if (isOfOneCore(conf)) {
      // One thread of its own: G1's would take the core from it, and the tables they keep, memory.
      if (!COLLECTOR.matcher(options(conf)).find()) {
        add(conf, "-XX:+UseSerialGC");
      }
      // Each arena of the C library keeps what was freed in it.
      conf.setIfMissing("spark.executorEnv.MALLOC_ARENA_MAX", "1");
    }
    if (!options(conf).contains("TrimNativeHeapInterval")) {
      // What a network took while it was made is given back to the system; from Java 17.0.9 on.
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
