/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.driver.session.KernelChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code deploy/submit-*} and {@code deploy/build-archive} would do, and what they refuse. */
@DisabledOnOs(OS.WINDOWS)
class TestSubmitScripts {

  private static final Path ROOT = Path.of(System.getProperty("anchorage.root"));
  private static final Path DEPLOY = ROOT.resolve("deploy");
  private static final String ARCHIVE = "hdfs:///apps/jars.zip";

  @TempDir Path directory;

  /** What a script said and how it ended. */
  private record Ended(int code, String out, String err) {

    /** The words that are said, without the options of the JVM, which stand in a file. */
    List<String> words() {
      return Arrays.stream(out.replace(" \\\n ", "").strip().split(" (?=([^']*'[^']*')*[^']*$)"))
          .map(word -> word.replaceAll("-XX:.*-Djava.awt.headless=true ", "JVM "))
          .toList();
    }
  }

  private Ended run(Map<String, String> environment, String script, List<String> words)
      throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    List<String> line = new ArrayList<>(List.of(DEPLOY.resolve(script).toString()));
    line.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder
        .environment()
        .keySet()
        .removeIf(key -> key.matches("(ANCHORAGE|HADOOP|YARN|SPARK)_.*|JAVA_HOME"));
    builder.environment().keySet().removeAll(KernelChoice.NAMES);
    builder.environment().put("ANCHORAGE_JAVACPP_CACHE", "/cache");
    builder.environment().put("SPARK_SUBMIT", "spark-submit");
    builder.environment().put("ANCHORAGE_CLASSPATH", System.getProperty("java.class.path"));
    builder
        .environment()
        .merge("PATH", "", (path, e) -> System.getProperty("java.home") + "/bin:" + path);
    builder.environment().putAll(environment);
    int code = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  private Ended run(String script, String... words) throws Exception {
    return run(Map.of(), script, List.of(words));
  }

  /** A dry run on YARN. */
  private List<String> yarn(String script, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("--dry-run", "--master", "yarn"));
    all.addAll(List.of("--archive", ARCHIVE));
    all.addAll(List.of(words));
    Ended ended = run(Map.of(), script, all);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    return ended.words();
  }

  private String conf(String text) throws IOException {
    return Files.writeString(directory.resolve("my.conf"), text).toRealPath().toString();
  }

  private static String jar() {
    return DEPLOY + "/target/anchorage-driver-0.1.0-SNAPSHOT.jar";
  }

  @Test
  void trainingInClusterMode() throws Exception {
    String conf = conf("epochs = 3\nworkers = 4 # of them\n");
    List<String> words = yarn("submit-train", conf, "corpus=hdfs:///c", "run=hdfs:///r");

    assertThat(String.join(" ", words))
        .isEqualTo(
            "spark-submit --master yarn --deploy-mode cluster --name 'anchorage train'"
                + " --class org.anchorage.driver.cli.Main"
                + " --driver-memory 4g --executor-memory 4g --files "
                + conf
                + " --conf spark.executor.cores=1 --conf spark.task.cpus=1"
                + " --conf spark.executorEnv.OMP_NUM_THREADS=1"
                + " --conf spark.executorEnv.OPENBLAS_NUM_THREADS=1"
                + " --conf spark.dynamicAllocation.enabled=false --conf spark.speculation=false"
                + " --conf spark.scheduler.minRegisteredResourcesRatio=1.0"
                + " --conf spark.scheduler.maxRegisteredResourcesWaitingTime=300s"
                + " --conf spark.driver.memoryOverhead=4g --conf spark.executor.memoryOverhead=4g"
                + " --conf 'spark.driver.extraJavaOptions="
                + "JVM -Dorg.bytedeco.javacpp.cachedir=/cache'"
                + " --conf 'spark.executor.extraJavaOptions="
                + "JVM -Dorg.bytedeco.javacpp.cachedir=/cache'"
                + " --conf spark.executor.instances=4 --conf spark.yarn.archive="
                + ARCHIVE
                + " --conf spark.yarn.maxAppAttempts=1"
                + " --conf spark.yarn.appMasterEnv.OMP_NUM_THREADS=1"
                + " --conf spark.yarn.appMasterEnv.OPENBLAS_NUM_THREADS=1 "
                + jar()
                + " train --conf my.conf corpus=hdfs:///c run=hdfs:///r --progress lines");
  }

  @Test
  void theOptionsOfTheJvmAreThoseOfTheLauncher() throws Exception {
    String options =
        String.join(" ", Files.readAllLines(DEPLOY.resolve("jvm-options.txt")))
            + " -Dorg.bytedeco.javacpp.cachedir=/cache";
    assertThat(run("submit-mine", "--dry-run", "--master", "yarn", "--archive", ARCHIVE, "r").out())
        .contains("'spark.driver.extraJavaOptions=" + options + "'")
        .contains("'spark.executor.extraJavaOptions=" + options + "'");
  }

  @Test
  void trainingInClientModeReadsTheConfigurationWhereItLies() throws Exception {
    String conf = conf("epochs=1");
    List<String> words =
        yarn("submit-train", "--deploy-mode", "client", conf, "workers=3", "--resume");

    assertThat(words)
        .containsSequence("train", "--conf", conf, "workers=3", "--resume")
        .contains("spark.executor.instances=3")
        .contains("spark.yarn.am.clientModeTreatDisconnectAsFailed=true")
        .contains("spark.yarn.am.clientModeExitOnError=true")
        .doesNotContain("--files");
  }

  @ParameterizedTest
  @CsvSource({
    "'workers = 7', '', 7",
    "'workers: 7', '', 7",
    "'workers=7', 'workers=8', 8",
    "'epochs=2', '', 2",
    "'rounds { steps = 1 }\n  workers = 5  // five', '', 5",
    "'workers = 4.0', '', 4",
    "'# workers = 9\nworkers = 5 # five', '', 5",
    "'workers = 6\n# workers = 9', '', 6",
    "'rounds { steps = 4, warm-up { epochs = 2 } }\nworkers = \"6\"', '', 6",
    "'workers = 4', 'workers = 5', 5"
  })
  void anExecutorIsAWorker(String text, String word, String executors) throws Exception {
    List<String> words = new ArrayList<>(List.of(conf(text)));
    if (!word.isEmpty()) {
      words.add(word);
    }
    assertThat(yarn("submit-train", words.toArray(String[]::new)))
        .contains("spark.executor.instances=" + executors);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workers = 0 | Cannot use workers = 0: it must be at least 1",
        "'workers = 2\nworkers = many' | Cannot use workers = many: it must be a whole number",
        "wrokers = 2 | Cannot use wrokers = 2: there is no such key (from CONF); did you mean 'workers'?",
        "'rounds { steps = none }' | Cannot use rounds.steps = none: it must be a whole number",
        "'workers = 2\nrounds {' | Cannot use --conf = CONF: it is not HOCON: ",
        "'workers = ${ANCHORAGE_NONE}' | Cannot use --conf = CONF: it is not HOCON: "
      })
  void aConfigurationIsRefusedAsTheProgramRefusesIt(String text, String complaint)
      throws Exception {
    String conf = conf(text.replace("\\n", "\n"));
    Ended ended = run("submit-train", "--dry-run", "--master", "yarn", "--archive", ARCHIVE, conf);

    assertThat(ended.err()).startsWith("submit-train: " + complaint.replace("CONF", conf));
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isEqualTo(2);
  }

  /** What the program would refuse on the cluster, minutes later. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "submit-mine hdfs:///r mine.neighbors=9 | Cannot use mine.neighbors = 9: there is no such key (from the command line); did you mean 'mine.neighbours'?",
        "submit-mine hdfs:///r mine.neighbours=many | Cannot use mine.neighbours = many: it must be a whole number",
        "submit-mine hdfs:///r --follow mine.refresh=2 | Cannot use mine.refresh = 2.0: it must lie between 0.01 and 1.0",
        "submit-mine --table t --export triplets --to e mine.search=some | Cannot use mine.search = some: use one of [",
        "submit-evaluate hdfs:///r split=tests | Cannot use evaluate.split = tests: use train, validation or test",
        "submit-import f c import.max-bad=7 | Cannot use import.max-bad = 7.0: it must lie between 0.0 and 1.0"
      })
  void settingsOverThoseOfARunAreCheckedEach(String line, String complaint) throws Exception {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    String script = words.remove(0);
    words.addAll(0, List.of("--dry-run", "--master", "yarn", "--archive", ARCHIVE));
    Ended ended = run(Map.of(), script, words);

    assertThat(ended.err()).startsWith(script + ": " + complaint);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isEqualTo(2);
  }

  /** With the run's own mine.neighbours = 100 it is right. */
  @Test
  void settingsThatMayFitTheRunAreNotRefused() throws Exception {
    assertThat(yarn("submit-mine", "hdfs:///r", "mine.rank-to=80")).contains("mine.rank-to=80");
  }

  /** The scripts lie in a checkout: in one that is not built nothing can read a configuration. */
  @Test
  void withoutTheProgramNoConfigurationIsRead() throws Exception {
    Path checkout = directory.resolve("checkout");
    Files.createDirectories(checkout.resolve("deploy/lib"));
    for (String file : List.of("pom.xml", "deploy/submit-train", "deploy/lib/submit.sh")) {
      Files.copy(ROOT.resolve(file), checkout.resolve(file));
    }
    String script = checkout.resolve("deploy/submit-train").toString();
    String conf = conf("workers = 2");
    List<String> words =
        List.of("--dry-run", "--master", "yarn", "--archive", ARCHIVE, conf, "epochs=1");

    Ended ended = run(Map.of("ANCHORAGE_CLASSPATH", ""), script, words);

    assertThat(ended.err())
        .isEqualTo(
            "submit-train: the program that reads "
                + conf
                + " is not built; run deploy/build-archive first\n");
    assertThat(ended.code()).isEqualTo(2);
  }

  @Test
  void everyOptionReachesSpark() throws Exception {
    List<String> words =
        yarn(
            "submit-train",
            "--queue",
            "training",
            "--principal",
            "anchorage@EXAMPLE.ORG",
            "--keytab",
            "/etc/anchorage.keytab",
            "--gpus",
            "1",
            "--executor-memory",
            "6g",
            "--driver-memory",
            "2g",
            "--archives",
            "hdfs:///apps/jdk.tar.gz#jdk",
            "--java-home",
            "./jdk/jdk-17",
            "--json",
            "hdfs:///r.json",
            "--conf",
            "spark.yarn.tags=night shift",
            "--conf",
            "spark.executor.memoryOverhead=9g",
            conf("workers=2"));

    assertThat(words)
        .containsSequence("--queue", "training")
        .containsSequence("--principal", "anchorage@EXAMPLE.ORG", "--keytab")
        .containsSequence("--archives", "hdfs:///apps/jdk.tar.gz#jdk")
        .containsSequence(
            "--files", directory.toRealPath() + "/my.conf," + DEPLOY + "/gpu-discovery")
        .containsSequence("--driver-memory", "2g", "--executor-memory", "6g")
        .contains("spark.driver.memoryOverhead=2g")
        .contains("spark.executor.resource.gpu.amount=1", "spark.task.resource.gpu.amount=1")
        .contains("spark.executor.resource.gpu.discoveryScript=./gpu-discovery")
        .contains("spark.driver.resource.gpu.amount=1")
        .contains("spark.driver.resource.gpu.discoveryScript=./gpu-discovery")
        .contains("spark.yarn.appMasterEnv.JAVA_HOME=./jdk/jdk-17")
        .contains("spark.executorEnv.JAVA_HOME=./jdk/jdk-17")
        .containsSequence("--json", "hdfs:///r.json")
        .containsSequence("--conf", "'spark.yarn.tags=night shift'", "--conf")
        .containsSubsequence(
            "spark.executor.memoryOverhead=6g", "spark.executor.memoryOverhead=9g");
  }

  @Test
  void nativeMemoryThatIsSetIsLeftAlone() throws Exception {
    assertThat(yarn("submit-train", conf("memory.off-heap-mb = 900")))
        .noneMatch(word -> word.startsWith("spark.executor.memoryOverhead"));
    assertThat(yarn("submit-train", conf("memory { off-heap-mb: 900 }")))
        .noneMatch(word -> word.startsWith("spark.executor.memoryOverhead"));
    assertThat(yarn("submit-train", conf("// off-heap-mb = 900\nworkers = 2")))
        .contains("spark.executor.memoryOverhead=4g");
    assertThat(yarn("submit-mine", "r", "memory.off-heap-mb=900"))
        .noneMatch(word -> word.startsWith("spark.executor.memoryOverhead"));
  }

  @Test
  void miningEvaluatingAndImporting() throws Exception {
    assertThat(yarn("submit-mine", "hdfs:///r", "mine.neighbours=60", "--to", "t", "--replace"))
        .endsWith(
            jar(),
            "mine",
            "--run",
            "hdfs:///r",
            "mine.neighbours=60",
            "--to",
            "t",
            "--replace",
            "--progress",
            "lines")
        .contains("spark.executor.instances=2");
    assertThat(yarn("submit-mine", "hdfs:///r", "--follow"))
        .endsWith(jar(), "mine", "--run", "hdfs:///r", "--follow", "--progress", "lines");
    assertThat(yarn("submit-mine", "hdfs:///r", "--export", "triplets", "--to", "hdfs:///e"))
        .containsSubsequence("mine", "--run", "hdfs:///r", "--to", "hdfs:///e")
        .endsWith("--export", "triplets", "--progress", "lines");
    List<String> exported =
        List.of("--export", "n-tuples", "--format", "csv", "--negatives", "3", "--with", "scores");
    List<String> export =
        new ArrayList<>(List.of("--table", "hdfs:///t", "memory.off-heap-mb=900"));
    export.addAll(List.of("--replace", "--to", "e"));
    export.addAll(exported);
    List<String> run = new ArrayList<>(List.of("mine", "--table", "hdfs:///t"));
    run.addAll(List.of("memory.off-heap-mb=900", "--to", "e", "--replace"));
    run.addAll(exported);
    run.addAll(List.of("--progress", "lines"));
    assertThat(yarn("submit-mine", export.toArray(String[]::new)))
        .endsWith(run.toArray(String[]::new))
        .noneMatch(word -> word.startsWith("spark.executor.memoryOverhead"));
    assertThat(yarn("submit-evaluate", "--executors", "5", "hdfs:///r", "split=test"))
        .endsWith(jar(), "evaluate", "--run", "hdfs:///r", "split=test", "--progress", "lines")
        .contains("spark.executor.instances=5");
    assertThat(yarn("submit-import", "hdfs:///photos", "hdfs:///c", "import.test-classes=0.2"))
        .endsWith(
            jar(),
            "import",
            "--from",
            "hdfs:///photos",
            "--to",
            "hdfs:///c",
            "import.test-classes=0.2",
            "--progress",
            "lines");
  }

  /** In cluster mode the driver has not the environment of the one who submits. */
  @Test
  void theDriverUsesTheKernelsOfTheOneWhoSubmits() throws Exception {
    Map<String, String> kernels =
        KernelChoice.NAMES.stream().collect(toMap(name -> name, name -> "of_" + name));
    for (String master : List.of("yarn", "k8s://https://host:6443")) {
      List<String> words = new ArrayList<>(List.of("--dry-run", "--master", master));
      words.addAll(List.of("--archive", ARCHIVE, "r"));
      Map<String, String> environment = new HashMap<>(kernels);
      environment.put("ANCHORAGE_IMAGE", "registry/anchorage:1");
      String driver =
          master.equals("yarn") ? "spark.yarn.appMasterEnv." : "spark.kubernetes.driverEnv.";
      assertThat(run(environment, "submit-mine", words).words())
          .containsAll(
              KernelChoice.NAMES.stream().map(name -> driver + name + "=of_" + name).toList());
    }
  }

  @Test
  void otherMasters() throws Exception {
    List<String> kubernetes =
        run(
                Map.of("ANCHORAGE_IMAGE", "registry/anchorage:1"),
                "submit-mine",
                List.of("--dry-run", "--master", "k8s://https://host:6443", "--gpus", "1", "r"))
            .words();
    assertThat(kubernetes)
        .contains("spark.kubernetes.container.image=registry/anchorage:1")
        .contains("spark.executor.instances=2", "spark.kubernetes.driverEnv.OMP_NUM_THREADS=1")
        .contains("spark.executor.resource.gpu.vendor=nvidia.com")
        .contains("spark.executor.resource.gpu.discoveryScript=/opt/anchorage/gpu-discovery")
        .contains("local:/opt/anchorage/anchorage-driver-0.1.0-SNAPSHOT.jar")
        .noneMatch(word -> word.startsWith("spark.yarn"));
    List<String> standalone =
        run(
                "submit-mine",
                "--dry-run",
                "--master",
                "spark://host:7077",
                "--deploy-mode",
                "client",
                "r")
            .words();
    assertThat(standalone)
        .contains("spark.cores.max=2", jar())
        .contains("'spark.executor.extraClassPath=/opt/anchorage/jars/*'")
        .noneMatch(word -> word.matches("spark\\.(yarn|kubernetes).*"));
  }

  @Test
  void theLineIsWhatIsRun() throws Exception {
    Path submit = directory.resolve("submit");
    program(submit, "for w in \"$@\"; do echo \"<$w>\"; done\nexit 7");
    Map<String, String> environment =
        Map.of("SPARK_SUBMIT", submit.toString(), "HADOOP_CONF_DIR", "/etc/hadoop");
    List<String> words =
        List.of("--master", "yarn", "--archive", ARCHIVE, "run'1", "spark.conf.\"a b\"=$HOME c");

    Ended real = run(environment, "submit-mine", words);
    assertThat(real.err()).isEmpty();
    assertThat(real.code()).isEqualTo(7);
    List<String> dry = new ArrayList<>(words);
    dry.add(0, "--dry-run");
    Path line =
        Files.writeString(directory.resolve("line"), run(environment, "submit-mine", dry).out());
    Process pasted = new ProcessBuilder("bash", line.toString()).start();
    assertThat(new String(pasted.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(real.out());
    assertThat(real.out()).contains("<run'1>\n<spark.conf.\"a b\"=$HOME c>\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "submit-mine r | give --master yarn, k8s://HOST:PORT or spark://HOST:PORT",
        "submit-mine --master local r | cannot use --master local; give yarn,",
        "submit-mine --master yarn r | give --archive URI, e.g. hdfs:///apps/anchorage/anchorage-jars-",
        "submit-mine --master yarn --archive a | give a run; see submit-mine --help",
        "submit-mine --master yarn --archive a x=1 | give a run; see submit-mine --help",
        "submit-mine --master yarn --archive a r s | cannot use s; write a setting, key=value",
        "submit-mine --master yarn --archive a r spark.master=x | cannot use spark.master=x; give --master",
        "submit-mine --master yarn --archive a r --resume | there is no option --resume",
        "submit-evaluate --master yarn --archive a r --follow | there is no option --follow",
        "submit-mine --master yarn --archive a r --follow --to t | --follow writes mined/round-N in the run; leave out --to, --replace, --table and --export",
        "submit-mine --master yarn --archive a r --table t --export triplets --to e | --table is not mined again; leave out r",
        "submit-mine --master yarn --archive a --table t | --table wants --export too: triplets, n-tuples or labelled-pairs",
        "submit-mine --master yarn --archive a --table t --export triplets | --export wants --to URI too",
        "submit-mine --master yarn --archive a --table t --export triplets --to e x=1 s | cannot use s; write a setting, key=value",
        "submit-mine --master yarn --archive a r --export triples --to e | cannot use --export triples; give triplets, n-tuples or labelled-pairs",
        "submit-mine --master yarn --archive a r --export triplets --to e --format json | cannot use --format json; give parquet or csv",
        "submit-mine --master yarn --archive a r --export triplets --to e --with ids | cannot use --with ids; give scores, classes or scores,classes",
        "submit-mine --master yarn --archive a r --export triplets --to e --negatives 0 | cannot use --negatives 0; give a whole number from 1",
        "submit-mine --master yarn --archive a r --with scores | --format, --negatives and --with belong to --export; give it too",
        "submit-evaluate --master yarn --archive a r --export triplets | there is no option --export",
        "submit-mine --master yarn --archive a r --queue | --queue wants a value",
        "submit-mine --master yarn --archive a --deploy-mode x r | cannot use --deploy-mode x; give client or cluster",
        "submit-mine --master yarn --archive a --executors 0 r | cannot use --executors 0; give a whole number from 1",
        "submit-mine --master yarn --archive a --executor-memory 4 r | cannot use --executor-memory 4; write e.g. 4g",
        "submit-mine --master yarn --archive a --conf x r | cannot use --conf x; write a Spark property",
        "submit-mine --master yarn --archive a --principal p r | --principal wants --keytab FILE too",
        "submit-mine --master yarn --archive a --keytab k r | --keytab wants --principal NAME too",
        "submit-mine --master yarn --archive a --gpus 2 r | cannot use --gpus 2; an executor is one worker",
        "submit-mine --master yarn --archive a --json x r | cannot use --json x with --deploy-mode cluster",
        "submit-mine --master yarn --archive a r | set HADOOP_CONF_DIR to where core-site.xml",
        "submit-mine --master k8s://h r | give --image NAME",
        "submit-mine --master spark://h --queue q r | --queue is YARN's",
        "submit-train --master yarn --archive a | give a configuration; see submit-train --help",
        "submit-train --master yarn --archive a run=r | give a configuration before run=r",
        "submit-train --master yarn --archive a none.conf | there is no configuration at none.conf",
        "submit-train --master yarn --archive a --executors 3 x | there is no option --executors",
        "submit-import --master yarn --archive a x | give FROM (the images) and CORPUS (where to write it)",
        "build-archive --too x | cannot use --too; see build-archive --help"
      })
  void wrongUseIsExplained(String line, String complaint) throws Exception {
    List<String> words = List.of(line.split(" "));
    Ended ended = run(Map.of(), words.get(0), words.subList(1, words.size()));
    assertThat(ended.err()).startsWith(words.get(0) + ": " + complaint);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit-train",
        "submit-mine",
        "submit-evaluate",
        "submit-import",
        "build-archive"
      })
  void helpSucceeds(String script) throws Exception {
    Ended help = run(script, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith("Usage: " + script);
    assertThat(help.err()).isEmpty();
  }

  @Test
  void whatTheArchiveIsMadeOf() throws Exception {
    Path uname = directory.resolve("bin/uname");
    Files.createDirectories(uname.getParent());
    program(uname, "[ \"$1\" = -s ] && echo Darwin || echo arm64");
    List<String> words = List.of("--dry-run", "--to", "/t", "--", "-Pother");
    String path = directory.resolve("bin") + ":" + System.getenv("PATH");

    Ended elsewhere = run(Map.of("PATH", path), "build-archive", words);

    assertThat(elsewhere.err()).isEmpty();
    assertThat(elsewhere.code()).isZero();
    assertThat(elsewhere.out().lines())
        .containsExactly(
            "mkdir -p /t",
            "mvn -B -q -Dquick -f "
                + ROOT
                + "/pom.xml -Dlauncher.classpath=/t/classpath.txt -Djavacpp.platform=linux-x86_64"
                + " -Dnd4j.classifier=linux-x86_64-onednn-avx2 -Pother package",
            "rm -rf /t/jars",
            "mkdir /t/jars",
            "# then a copy of each jar of /t/classpath.txt to /t/jars",
            "cp " + ROOT + "/driver/target/anchorage-driver-0.1.0-SNAPSHOT.jar /t/",
            "jar -cM0f /t/anchorage-jars-0.1.0-SNAPSHOT.zip -C /t/jars .");
  }

  @Test
  void everyJarIsGathered() throws Exception {
    Path home = directory.resolve("home");
    Files.createDirectories(home.resolve("deploy"));
    Files.copy(DEPLOY.resolve("build-archive"), home.resolve("deploy/build-archive"));
    Files.writeString(home.resolve("pom.xml"), "<version>1.2</version>\n<version>7</version>\n");
    Files.createDirectories(home.resolve("driver/target"));
    Files.writeString(home.resolve("driver/target/anchorage-driver-1.2.jar"), "driver");
    Files.writeString(directory.resolve("a.jar"), "a");
    Files.writeString(directory.resolve("b.jar"), "b");
    Path bin = Files.createDirectory(directory.resolve("bin"));
    program(
        bin.resolve("mvn"),
        "printf '%s' '" + directory + "/a.jar:" + directory + "/b.jar' > t/classpath.txt");
    program(bin.resolve("jar"), "echo \"$@\"; touch \"$2\"");
    ProcessBuilder builder = new ProcessBuilder("bash", "home/deploy/build-archive", "--to", "t");
    builder.environment().remove("JAVA_HOME");
    builder.environment().merge("PATH", "", (path, e) -> bin + ":" + path);
    Path out = directory.resolve("out");
    builder.directory(directory.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());

    assertThat(builder.start().waitFor()).isZero();
    try (Stream<Path> jars = Files.list(directory.resolve("t/jars"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString())).containsOnly("a.jar", "b.jar");
    }
    assertThat(directory.resolve("t/anchorage-driver-1.2.jar")).hasContent("driver");
    assertThat(Files.readString(out))
        .contains("-cM0f " + directory.toRealPath() + "/t/anchorage-jars-1.2.zip -C ");
  }

  private static void program(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void withoutTheJarsNothingIsSubmitted() throws Exception {
    Ended ended = run(Map.of("SPARK_HOME", "/nowhere"), "spark-submit", List.of());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "spark-submit: there are no jars at /nowhere/jars; run deploy/build-archive first\n");
  }
}
