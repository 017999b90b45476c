/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.driver.corpus.TinyCorpus;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run is told in confidence is in nothing that it says or writes. */
class TestSecretsStaySecret {

  private static final String SECRET = "open-sesame";
  private static final List<String> TOLD =
      List.of(
          "spark.conf.spark.hadoop.fs.s3a.secret.key=" + SECRET,
          "spark.conf.spark.hadoop.fs.azure.account.key.store=" + SECRET,
          "spark.conf.spark.authenticate.secret=" + SECRET,
          "spark.conf.spark.ssl.keyPassword=" + SECRET,
          "spark.master=local[2]");

  @TempDir Path directory;

  @BeforeEach
  void withoutSpark() {
    TinyCorpus.location();
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  private void assertSilent(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(TOLD);
    words.add("spark.conf.spark.eventLog.enabled=true");
    words.add("spark.conf.spark.eventLog.dir=" + directory.toUri());
    words.add("--json=" + directory.resolve(command[0] + ".json"));
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(words.toArray(String[]::new))).isZero();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).isNotEmpty().doesNotContain(SECRET);
  }

  @Test
  void nothingThatIsWrittenHoldsThem() throws IOException {
    String run = directory.resolve("run").toString();
    List<String> train = new ArrayList<>(List.of("train", "run=" + run, "epochs=1"));
    train.addAll(TinyCorpus.words());
    assertSilent(train.toArray(String[]::new));
    assertSilent("mine", "--run", run, "--to", directory.resolve("table").toString());
    assertSilent("doctor", "--filesystem", directory.toUri().toString());

    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files)
        .anyMatch(file -> file.endsWith("run.conf"))
        .anyMatch(file -> file.endsWith("manifest.json"))
        .anyMatch(file -> file.toString().contains("local-"))
        .noneMatch(file -> contains(file, secret));
  }

  private static boolean contains(Path file, byte[] wanted) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.contains(new String(wanted, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
