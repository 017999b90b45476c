/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.anchorage.driver.cli.Main;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.session.MiniHadoop;
import org.anchorage.driver.weights.WeightSamples;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The commands on YARN, over HDFS: in client mode in this process, and in cluster mode as {@code
 * deploy/submit-*} submit them. The two go on side by side, since most of it is waiting.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class YarnIT {

  private static final Path WORK = Path.of("target", "yarn").toAbsolutePath();
  private static final Path CONF = WORK.resolve("tiny.conf");
  private static final Path WEIGHTS = WORK.resolve("drawn.safetensors");
  private static final String JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private static MiniHadoop hadoop;
  private static Outcome local;
  private static Future<Outcome> client;
  private static Future<Outcome> cluster;
  private static Future<Ended> failing;

  /**
   * What the commands gave, but for times and places: {@code trained} of a network that is drawn,
   * {@code tuned} of a backbone with a file's weights, which is then evaluated.
   */
  private record Outcome(
      JsonNode imported,
      RunOutcome trained,
      JsonNode mined,
      RunOutcome tuned,
      JsonNode evaluated) {}

  /** How a program ended, and what it said. */
  private record Ended(int code, String said) {}

  /** Runs a command that must succeed. */
  private interface Runner {
    void run(List<String> words) throws Exception;
  }

  @BeforeAll
  static void start() throws Exception {
    assumeThat(MiniHadoop.onLoopback())
        .as("the host's name is a loopback address; MiniYARNCluster would listen on another")
        .isTrue();
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    Files.createDirectories(WORK);
    List<String> settings = new ArrayList<>(TinyCorpus.words());
    settings.removeIf(word -> word.startsWith("corpus="));
    // Rounds up to both workers: executors load the plugin, and nothing depends on the clock.
    settings.addAll(
        List.of("mining=classes", "mine.group=3", "rounds.quorum=0.75", "rounds.gather-mb=0"));
    Files.write(CONF, settings);
    WeightSamples.drawn(WEIGHTS, 0.1);
    // In cluster mode all is in other processes: it goes on beside what this process runs.
    hadoop = MiniHadoop.start(WORK, Path.of(System.getenv("HADOOP_CONF_DIR")));
    String root = hadoop.client().get("fs.defaultFS") + "/";
    emptyArchive(root + "apps/jars.zip");
    Configuration configuration = hadoop.configuration();
    cluster = THREADS.submit(() -> flow(root + "cluster/", configuration, YarnIT::submitted));
    failing =
        THREADS.submit(
            () ->
                submit(
                    List.of(
                        "train", "--conf", CONF.toString(), "corpus=", "run=" + root + "failed")));
    LocalSpark.session().stop();
    local =
        flow(
            Files.createTempDirectory(WORK, "local").toUri().toString(),
            new Configuration(),
            words -> here(words, List.of("spark.master=local[2]")));
    client = THREADS.submit(() -> onYarn(root, configuration));
  }

  /** Imports, trains, mines, tunes a backbone and evaluates it without its file of weights. */
  private static Outcome flow(String place, Configuration hadoop, Runner runner) throws Exception {
    runner.run(
        List.of(
            "import",
            "--from",
            TinyCorpus.STROKES,
            "--to",
            place + "corpus",
            "--json",
            place + "i.json"));
    runner.run(
        List.of(
            "train",
            "--conf",
            CONF.toString(),
            "corpus=" + place + "corpus",
            "run=" + place + "run"));
    runner.run(
        List.of(
            "mine", "--run", place + "run", "--to", place + "mined", "--json", place + "m.json"));
    org.apache.hadoop.fs.Path weights = new org.apache.hadoop.fs.Path(place, "weights");
    FileSystem files = weights.getFileSystem(hadoop);
    files.copyFromLocalFile(new org.apache.hadoop.fs.Path(WEIGHTS.toUri()), weights);
    List<String> tune = new ArrayList<>(List.of("train", "--conf", CONF.toString()));
    tune.addAll(List.of("corpus=" + place + "corpus", "run=" + place + "tuned"));
    tune.addAll(List.of("encoder.weights=" + weights, "encoder.trainable=last-stages 1"));
    tune.addAll(TinyCorpus.backboneWords());
    tune.addAll(List.of("epochs=1", "mining=none"));
    runner.run(tune);
    files.delete(weights, false);
    runner.run(List.of("evaluate", "--run", place + "tuned", "--json", place + "e.json"));
    return new Outcome(
        json(place + "i.json", hadoop),
        outcome(place + "run", hadoop),
        json(place + "m.json", hadoop),
        outcome(place + "tuned", hadoop),
        json(place + "e.json", hadoop));
  }

  private static RunOutcome outcome(String uri, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path run = new org.apache.hadoop.fs.Path(uri);
    return RunOutcome.of(new RunLog(run, hadoop).read(), run, hadoop);
  }

  /** Reads a result, without what tells one flow from another. */
  private static JsonNode json(String uri, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      ObjectNode result = (ObjectNode) JSON.readTree(in);
      return result.remove(Set.of("seconds", "to", "run", "corpus", "location"));
    }
  }

  private static void here(List<String> words, List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    all.addAll(List.of("--progress", "lines"));
    assertThat(Main.run(all.toArray(String[]::new))).as(String.join(" ", words)).isZero();
  }

  /** Client mode: the properties are those that spark-submit would set. */
  private static Outcome onYarn(String root, Configuration configuration) throws Exception {
    Map<String, String> properties = new TreeMap<>(sparkProperties());
    hadoop.client().forEach((key, value) -> properties.put("spark.hadoop." + key, value));
    properties.put("spark.master", "yarn");
    properties.put("spark.submit.deployMode", "client");
    properties.put("spark.yarn.archive", root + "apps/jars.zip");
    properties.put("spark.executor.memory", "512m");
    properties.put("spark.driver.host", "localhost");
    properties.put("spark.driver.bindAddress", "127.0.0.1");
    properties.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    properties.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    properties.forEach(System::setProperty);
    try {
      return flow(
          root + "client/",
          configuration,
          words -> {
            System.setProperty("spark.executor.instances", executors(words));
            here(words, List.of());
          });
    } finally {
      properties.keySet().forEach(System::clearProperty);
      System.clearProperty("spark.executor.instances");
    }
  }

  /** What both modes need where the class path stands for the archive, on a host of its own. */
  private static Map<String, String> sparkProperties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put("spark.ui.enabled", "false");
    properties.put("spark.driver.extraClassPath", System.getProperty("java.class.path"));
    properties.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    properties.put("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1");
    properties.put("spark.yarn.appMasterEnv.SPARK_LOCAL_IP", "127.0.0.1");
    properties.put("spark.yarn.appMasterEnv.SPARK_LOCAL_HOSTNAME", "localhost");
    properties.put("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"));
    properties.put("spark.yarn.appMasterEnv.JAVA_HOME", System.getProperty("java.home"));
    properties.put("spark.yarn.am.memory", "512m");
    properties.put("spark.executorEnv.JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
    properties.put("spark.yarn.appMasterEnv.JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
    properties.put("spark.yarn.report.interval", "500ms");
    properties.put("spark.yarn.scheduler.heartbeat.interval-ms", "500");
    properties.put("spark.sql.shuffle.partitions", "2");
    return properties;
  }

  /** An executor takes longer to start than most commands take. */
  private static String executors(List<String> words) {
    return words.get(0).equals("train") ? "2" : "1";
  }

  private static void submitted(List<String> words) throws Exception {
    Ended ended = submit(words);
    assertThat(ended.code()).as(ended.said()).isZero();
  }

  /**
   * Cluster mode, by the script of the command: it wants places where the command wants options.
   */
  private static Ended submit(List<String> words) throws Exception {
    String command = words.get(0);
    Set<String> implied =
        command.equals("import") ? Set.of("--from", "--to") : Set.of("--run", "--conf");
    Path deploy = Path.of(System.getProperty("anchorage.root"), "deploy");
    List<String> line = new ArrayList<>();
    line.add(deploy.resolve("submit-" + command).toString());
    line.addAll(List.of("--master", "yarn", "--deploy-mode", "cluster", "--queue", "training"));
    line.addAll(List.of("--archive", hadoop.client().get("fs.defaultFS") + "/apps/jars.zip"));
    line.addAll(List.of("--driver-memory", "768m", "--executor-memory", "512m"));
    if (!command.equals("train")) {
      line.addAll(List.of("--executors", executors(words)));
    }
    sparkProperties().forEach((key, value) -> line.addAll(List.of("--conf", key + "=" + value)));
    words.stream().skip(1).filter(word -> !implied.contains(word)).forEach(line::add);
    Path said = Files.createTempFile(WORK, command, ".log");
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("ANCHORAGE_JAR", jar().toString());
    environment.put("ANCHORAGE_CLASSPATH", System.getProperty("java.class.path"));
    environment.put("ANCHORAGE_JAVACPP_CACHE", WORK.resolve("javacpp").toString());
    environment.put("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
    environment.put("SPARK_DIST_CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectOutput(said.toFile()).start();
    try {
      return new Ended(process.waitFor(), Files.readString(said));
    } finally {
      process.destroy();
    }
  }

  /** The jar that the module was packed into before these tests. */
  private static Path jar() throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("target"), "anchorage-driver-*.jar")) {
      return files.iterator().next().toAbsolutePath();
    }
  }

  private static void emptyArchive(String uri) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
    FileSystem files = path.getFileSystem(hadoop.configuration());
    try (OutputStream out = files.create(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("empty"));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    THREADS.shutdownNow();
    if (hadoop != null) {
      hadoop.close();
    }
    // Executors of later tests in this process must not look for this cluster.
    for (String file : List.of("core-site.xml", "yarn-site.xml")) {
      Files.deleteIfExists(Path.of(System.getenv("HADOOP_CONF_DIR"), file));
    }
  }

  @Test
  void clientModeIsOneMachineBitForBit() throws Exception {
    assertSame(client.get(), local);
  }

  @Test
  void clusterModeIsOneMachineBitForBit() throws Exception {
    assertSame(cluster.get(), local);
  }

  private static void assertSame(Outcome distributed, Outcome local) {
    assertThat(distributed.imported()).isEqualTo(local.imported());
    assertThat(distributed.imported().path("items").asInt()).isEqualTo(80);
    assertThat(distributed.trained()).isEqualTo(local.trained());
    assertThat(distributed.trained().metrics()).hasSize(3);
    assertThat(distributed.mined()).isEqualTo(local.mined());
    assertThat(distributed.mined().path("images").asInt()).isEqualTo(48);
    assertThat(distributed.tuned()).isEqualTo(local.tuned());
    assertThat(distributed.tuned().metrics()).hasSize(2);
    assertThat(distributed.evaluated()).isEqualTo(local.evaluated());
    assertThat(distributed.evaluated().path("trained").path("recall_at_1").asDouble())
        .isEqualTo(local.tuned().metrics().get(1).get("recall_at_1"));
  }

  /**
   * Here these classes are of the mini cluster; on a cluster they are of the archive, which holds
   * the jars of the launcher's class path.
   */
  @Test
  void whatYarnLoadsByNameIsInTheArchive() throws Exception {
    String[] jars = Files.readString(Path.of("target", "classpath.txt")).strip().split(":", -1);
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = Path.of(jars[i]).toUri().toURL();
    }
    try (URLClassLoader archive = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      for (String name :
          List.of(
              "org.apache.hadoop.yarn.server.webproxy.amfilter.AmIpFilter",
              "org.apache.spark.deploy.yarn.ApplicationMaster",
              "org.apache.spark.deploy.yarn.ExecutorLauncher",
              "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend")) {
        assertThat(archive.loadClass(name).getDeclaredConstructors()).as(name).isNotNull();
      }
    }
  }

  /** YARN would call a driver that exits early a failure whatever its code, and say no more. */
  @Test
  void aFailureOnTheClusterIsAFailureHereAndSaysWhy() throws Exception {
    Ended ended = failing.get();
    assertThat(ended.code()).as(ended.said()).isEqualTo(1);
    assertThat(ended.said()).contains("exit code 2: Cannot use corpus = : name a corpus");
  }
}
