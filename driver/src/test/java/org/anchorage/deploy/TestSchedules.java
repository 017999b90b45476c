/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import org.anchorage.driver.cli.Main;
import org.anchorage.driver.session.KernelChoice;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Schedules and examples: that they can be read, and that what they name exists. */
@DisabledOnOs(OS.WINDOWS)
class TestSchedules {

  private static final Path ROOT = Path.of(System.getProperty("anchorage.root"));
  private static final Path DEPLOY = ROOT.resolve("deploy");
  private static final Path SCHEDULES = DEPLOY.resolve("schedules");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z_]+)\\}?");
  private static final Pattern PROPERTY = Pattern.compile("`(spark\\.[A-Za-z.-]*[A-Za-z])`");

  @TempDir Path directory;

  /** What a program said and how it ended. */
  private record Ended(int code, String out) {}

  private Ended run(Map<String, String> environment, List<String> words) throws Exception {
    Path out = directory.resolve("said");
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().keySet().removeAll(KernelChoice.NAMES);
    builder.environment().putAll(environment);
    int code = builder.redirectOutput(out.toFile()).start().waitFor();
    return new Ended(code, Files.readString(out));
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  private static Map<String, String> environment() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    for (String line : Files.readAllLines(SCHEDULES.resolve("mine.env"))) {
      if (!line.startsWith("#")) {
        environment.put(
            line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
    }
    return environment;
  }

  /** The command behind the lock, with its variables' values. */
  private static List<String> locked(String command) throws IOException {
    assertThat(command)
        .contains("flock --nonblock --conflict-exit-code 75 /var/lib/anchorage/mine.lock ");
    String submit = command.substring(command.indexOf("/opt/anchorage/deploy/submit-mine"));
    Map<String, String> environment = environment();
    Matcher matcher = VARIABLE.matcher(submit.replace("\"", ""));
    String full =
        matcher.replaceAll(
            found -> {
              assertThat(environment).containsKey(found.group(1));
              return Matcher.quoteReplacement(environment.getOrDefault(found.group(1), ""));
            });
    return List.of(full.strip().split(" +"));
  }

  private static String cronCommand() throws IOException {
    String line =
        Files.readAllLines(SCHEDULES.resolve("cron/anchorage-mine")).stream()
            .filter(text -> text.matches("[0-9*].*"))
            .findFirst()
            .orElseThrow();
    List<String> words = List.of(line.split(" ", 7));
    assertThat(words.subList(0, 5)).allMatch(word -> word.matches("[0-9*,/-]+"));
    assertThat(words.get(5)).isEqualTo("anchorage");
    // cron makes a percent sign the end of the line.
    assertThat(words.get(6)).contains(". /etc/anchorage/mine.env").doesNotContain("%");
    return words.get(6);
  }

  private static Map<String, String> unit(String name) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    String section = "";
    for (String line : Files.readAllLines(SCHEDULES.resolve("systemd/" + name))) {
      if (line.startsWith("[")) {
        section = line.substring(1, line.indexOf(']')) + ".";
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String key = line.substring(0, line.indexOf('='));
        entries.put(section + key, line.substring(line.indexOf('=') + 1));
      }
    }
    return entries;
  }

  private static String serviceCommand() throws IOException {
    return unit("anchorage-mine.service").getOrDefault("Service.ExecStart", "");
  }

  @Test
  void cronAndSystemdMineTheSameUnderOneLock() throws IOException {
    assertThat(locked(cronCommand())).isEqualTo(locked(serviceCommand()));
    assertThat(unit("anchorage-mine.service"))
        .containsEntry("Service.Type", "oneshot")
        .containsEntry("Service.EnvironmentFile", "/etc/anchorage/mine.env")
        .containsEntry("Service.SuccessExitStatus", "75");
    assertThat(unit("anchorage-mine.timer"))
        .containsEntry("Timer.Unit", "anchorage-mine.service")
        .containsEntry("Install.WantedBy", "timers.target");
  }

  @Test
  void systemdReadsTheUnits() throws Exception {
    assumeTrue(isThere("systemd-analyze") && Files.isExecutable(Path.of("/usr/bin/flock")));
    Ended ended =
        run(
            Map.of(),
            List.of(
                "systemd-analyze",
                "verify",
                SCHEDULES.resolve("systemd/anchorage-mine.service").toString(),
                SCHEDULES.resolve("systemd/anchorage-mine.timer").toString()));

    assertThat(ended.out()).doesNotContain("anchorage-mine");
    assertThat(ended.code()).isZero();
  }

  /** Whether the program takes these words: it ends for want of the run, not for its use. */
  private void assertUnderstood(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    words.set(words.indexOf("--run") + 1, directory.resolve("no run").toString());
    assertThat(Main.run(words.toArray(String[]::new))).as(arguments.toString()).isEqualTo(1);
  }

  private static void assertKnown(String property) {
    // Loads the core's entries; those of YARN and Kubernetes are in jars that need not be here.
    assertThat(
            List.of(
                org.apache.spark.internal.config.package$.MODULE$,
                org.apache.spark.internal.config.Network$.MODULE$,
                org.apache.spark.internal.config.UI$.MODULE$))
        .doesNotContainNull();
    boolean elsewhere =
        Stream.of(
                "spark.yarn.",
                "spark.kubernetes.",
                "spark.kerberos.",
                "spark.executorEnv.",
                "spark.hadoop.",
                "spark.conf.",
                "spark.sql.")
            .anyMatch(property::startsWith);
    boolean resource =
        property.matches("spark\\.(executor|task|driver|worker)\\.resource\\.gpu\\..*");
    assertThat(elsewhere || resource || ConfigEntry.findEntry(property) != null)
        .as("Spark has a property " + property)
        .isTrue();
  }

  @Test
  void airflowSubmitsWhatTheProgramUnderstands() throws Exception {
    JsonNode operator = airflow();

    assertThat(Class.forName(operator.path("java_class").asText())).isEqualTo(Main.class);
    assertThat(operator.path("application").asText())
        .endsWith("/anchorage-driver-" + version("") + ".jar");
    assertUnderstood(
        StreamSupport.stream(operator.path("application_args").spliterator(), false)
            .map(JsonNode::asText)
            .toList());
    operator.path("conf").fieldNames().forEachRemaining(TestSchedules::assertKnown);
    assertThat(operator.path("conf").path("spark.driver.extraJavaOptions").asText())
        .contains("--add-opens=java.base/java.nio=ALL-UNNAMED")
        .contains("-Dorg.bytedeco.javacpp.cachedir=/");
  }

  /** What the DAG gives its operator, by Python with an Airflow that only takes notes. */
  private JsonNode airflow() throws Exception {
    assumeTrue(isThere("python3"));
    Path airflow = Files.createDirectories(directory.resolve("stub/airflow"));
    Files.writeString(
        airflow.resolve("__init__.py"),
        """
        class DAG:
            def __init__(self, **settings):
                assert settings["max_active_runs"] == 1 and not settings["catchup"]
            def __enter__(self):
                return self
            def __exit__(self, *failure):
                pass
        """);
    Path at = airflow;
    for (String name : List.of("providers", "apache", "spark", "operators")) {
      at = Files.createDirectory(at.resolve(name));
      Files.writeString(at.resolve("__init__.py"), "");
    }
    Files.writeString(
        at.resolve("spark_submit.py"),
        """
        import json
        class SparkSubmitOperator:
            def __init__(self, **words):
                print(json.dumps(words, default=str))
        """);
    Ended ended =
        run(
            Map.of(
                "PYTHONPATH", directory.resolve("stub").toString(),
                "PYTHONDONTWRITEBYTECODE", "1",
                "ANCHORAGE_HOME", ROOT.toString()),
            List.of("python3", SCHEDULES.resolve("airflow/anchorage_mine.py").toString()));
    assertThat(ended.code()).as(ended.out()).isZero();
    return new ObjectMapper().readTree(ended.out());
  }

  @Test
  void theSparkOperatorRunsWhatTheProgramUnderstands() throws Exception {
    String text =
        Files.readString(
            SCHEDULES.resolve("kubernetes/scheduled-mine.yaml"), StandardCharsets.UTF_8);
    Map<String, Object> application = new Yaml().load(text);
    JsonNode json = new ObjectMapper().valueToTree(application);

    assertThat(json.path("apiVersion").asText()).isEqualTo("sparkoperator.k8s.io/v1beta2");
    assertThat(json.path("kind").asText()).isEqualTo("ScheduledSparkApplication");
    JsonNode spec = json.path("spec");
    assertThat(spec.path("concurrencyPolicy").asText()).isEqualTo("Forbid");
    assertThat(spec.path("schedule").asText().split(" ", -1)).hasSize(5);
    JsonNode template = spec.path("template");
    assertThat(Class.forName(template.path("mainClass").asText())).isEqualTo(Main.class);
    assertThat(template.path("mainApplicationFile").asText())
        .endsWith("/anchorage-driver-" + version("") + ".jar");
    assertThat(template.path("sparkVersion").asText()).isEqualTo(version("spark."));
    template.path("sparkConf").fieldNames().forEachRemaining(TestSchedules::assertKnown);
    List<String> arguments = new ArrayList<>();
    template.path("arguments").forEach(word -> arguments.add(word.asText()));
    assertUnderstood(arguments);
    for (String part : List.of("driver", "executor")) {
      assertThat(template.path(part).path("env").toString()).contains("OMP_NUM_THREADS");
    }
  }

  private static String version(String of) throws IOException {
    Matcher matcher =
        Pattern.compile("<" + of + "version>(.*)</" + of + "version>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void theScriptsTakeTheSchedulesWords() throws Exception {
    Path script = DEPLOY.resolve("submit-mine");
    assumeTrue(Files.isExecutable(script));
    List<String> words = new ArrayList<>(locked(cronCommand()));
    words.set(0, script.toString());
    words.add("--dry-run");
    Ended ended = run(environment(), words);
    assertThat(ended.code()).as(ended.out()).isZero();

    Map<String, String> submitted = new TreeMap<>();
    Matcher matcher =
        Pattern.compile("--conf '?(spark\\.[\\w.]+)=([^'\n]*?)'? \\\\").matcher(ended.out());
    while (matcher.find()) {
      submitted.put(matcher.group(1), matcher.group(2));
    }
    Map<String, String> scheduled = new TreeMap<>();
    airflow()
        .path("conf")
        .fields()
        .forEachRemaining(entry -> scheduled.put(entry.getKey(), entry.getValue().asText()));
    Stream.of(submitted, scheduled)
        .forEach(map -> map.replaceAll((key, value) -> value.replaceAll("cachedir=\\S+", "")));
    assertThat(scheduled).isEqualTo(submitted);
  }

  @Test
  void examplesForYarnAreXml() throws Exception {
    Map<String, Integer> properties = new TreeMap<>();
    for (String name : List.of("resource-types", "yarn-site-gpu", "capacity-scheduler")) {
      Path file = DEPLOY.resolve("yarn/examples/" + name + ".xml");
      properties.put(
          name,
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getElementsByTagName("property")
              .getLength());
    }
    assertThat(properties).containsEntry("resource-types", 1);
    assertThat(properties.values()).allMatch(count -> count > 0);
    assertThat(Files.readString(DEPLOY.resolve("yarn/examples/capacity-scheduler.xml")))
        .contains("org.apache.hadoop.yarn.util.resource.DominantResourceCalculator");
  }

  @Test
  void propertiesThatThePagesNameExist() throws IOException {
    for (String page : List.of("gpu.md", "security.md", "schedules/README.md")) {
      Matcher matcher = PROPERTY.matcher(Files.readString(DEPLOY.resolve(page)));
      while (matcher.find()) {
        if (!matcher.group(1).equals("spark.conf")) {
          assertKnown(matcher.group(1));
        }
      }
    }
  }
}
