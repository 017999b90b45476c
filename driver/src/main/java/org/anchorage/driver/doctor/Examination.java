/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.anchorage.core.config.SparkSettings;
import org.anchorage.driver.session.FreeSpace;
import org.anchorage.driver.session.Sparks;
import org.anchorage.worker.gpu.NvidiaSmi;
import org.anchorage.worker.step.Backend;
import org.anchorage.worker.step.Engines;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * The checks of a machine or cluster, in their order: Spark comes before the engine's library,
 * which must not be loaded before Spark has assigned a GPU. Immutable.
 */
public final class Examination {

  private final List<Check> checks;

  /** Creates an examination of these checks. */
  Examination(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * Returns the examination of this process and of its Spark cluster.
   *
   * @param settings master and properties
   * @param engine name of the engine that will compute
   * @param filesystem URI of a directory to try writing to, if any
   * @param patience how long the cluster may take to answer
   */
  public static Examination of(
      SparkSettings settings, String engine, Optional<String> filesystem, Duration patience) {
    Backend backend = Engines.named(engine).backend();
    SparkConf conf = Sparks.conf(settings, "anchorage doctor");
    String master = conf.get("spark.master");
    List<Check> checks = new ArrayList<>();
    checks.add(java());
    checks.add(
        new ProcessorCheck(Path.of("/proc/cpuinfo"), Runtime.getRuntime().availableProcessors()));
    checks.add(new ThreadsCheck(System.getenv()));
    checks.add(new NamesCheck(System.getProperty("sun.jnu.encoding", "an unknown charset")));
    checks.add(memory(backend.memoryLimits()));
    checks.add(new DiskCheck(localDirectories(conf), FreeSpace.OF_DISK));
    checks.add(new NativeCacheCheck(backend.cache()));
    checks.add(new HadoopConfCheck(System.getenv(), master, Examination::onClassPath));
    checks.add(
        new GpuCheck(new NvidiaSmi("nvidia-smi")::gpus, backend.usesGpus(), backend::complaint));
    checks.add(
        new YarnGpuCheck(
            master,
            Optional.ofNullable(conf.get("spark.executor.resource.gpu.amount", null)),
            conf.get("spark.yarn.resourceGpuDeviceName", "yarn.io/gpu"),
            yarn()));
    checks.add(
        new ClusterCheck(
            master,
            new SparkProbe(settings, engine),
            patience,
            () -> JvmReport.here("driver", "localhost", engine)));
    checks.add(
        new BackendCheck(
            () -> {
              backend.requireFast();
              return backend.library();
            },
            backend::threads));
    filesystem.ifPresent(uri -> checks.add(new FilesystemCheck(uri, Sparks.hadoop(conf))));
    return new Examination(checks);
  }

  /** Runs the checks, one after another. */
  public List<Finding> findings() {
    return checks.stream().flatMap(check -> check.findings().stream()).toList();
  }

  /** Returns the worst state among some findings; {@code OK} if there are none. */
  public static State worst(List<Finding> findings) {
    return findings.stream().map(Finding::state).max(Comparator.naturalOrder()).orElse(State.OK);
  }

  private static Check java() {
    Module own = Examination.class.getModule();
    return new JavaCheck(
        Runtime.version().feature(),
        Runtime.version().toString(),
        JavaModuleOptions.defaultModuleOptions(),
        (module, name) ->
            ModuleLayer.boot().findModule(module).map(m -> m.isOpen(name, own)).orElse(true));
  }

  private static Check memory(Backend.MemoryLimits limits) {
    long physical =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : Long.MAX_VALUE;
    return new MemoryCheck(
        Runtime.getRuntime().maxMemory(), limits.outside(), limits.process(), physical);
  }

  /** For Spark, the environment takes precedence over the property. */
  private static List<Path> localDirectories(SparkConf conf) {
    Map<String, String> environment = System.getenv();
    String all =
        Stream.of("SPARK_LOCAL_DIRS", "LOCAL_DIRS")
            .map(environment::get)
            .filter(value -> value != null && !value.isBlank())
            .findFirst()
            .orElse(conf.get("spark.local.dir", System.getProperty("java.io.tmpdir", "/tmp")));
    return Stream.of(all.split(",", -1)).map(String::strip).map(Path::of).toList();
  }

  private static Optional<URI> onClassPath(String name) {
    URL found = Thread.currentThread().getContextClassLoader().getResource(name);
    try {
      return found == null ? Optional.empty() : Optional.of(found.toURI());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Configuration yarn() {
    Configuration yarn = new Configuration();
    yarn.addResource("yarn-site.xml");
    yarn.addResource("resource-types.xml");
    return yarn;
  }
}
