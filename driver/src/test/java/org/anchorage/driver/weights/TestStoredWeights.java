/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.run.WeightSource;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestStoredWeights {

  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private static RunSettings asked(Object weights, String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "encoder.name=mobilenet-v2",
                "encoder.multiplier=0.1",
                "encoder.weights=" + weights,
                "image.width=32",
                "image.height=32",
                "image.channels=3"));
    all.addAll(List.of(words));
    return SettingsReader.defaults().with(all).read();
  }

  @ParameterizedTest
  @CsvSource({
    "TORCHVISION, frozen, symmetric, imagenet",
    "TIMM, frozen, symmetric, imagenet",
    "KERAS, frozen, same, symmetric",
    "FOLDED, folded, same, symmetric"
  })
  void whatIsAutoFollowsFromTheNames(
      Convention convention, String batchNorm, String padding, String input) throws IOException {
    Path file = WeightSamples.mobileNet(directory.resolve("w"), convention, 0.1);
    Map<String, String> written = new StoredWeights().resolved(asked(file), HADOOP).written();
    assertThat(written)
        .containsEntry("encoder.batch-norm", batchNorm)
        .containsEntry("encoder.padding", padding)
        .containsEntry("encoder.input", input);
  }

  @Test
  void whatIsSaidStays() throws IOException {
    Path file = WeightSamples.mobileNet(directory.resolve("w"), Convention.KERAS, 0.1);
    RunSettings asked =
        asked(file, "encoder.batch-norm=folded", "encoder.padding=symmetric", "encoder.input=unit");
    RunSettings resolved = new StoredWeights().resolved(asked, HADOOP);
    assertThat(resolved.written()).isEqualTo(asked.written());
    assertThat(resolved.typed().encoder().input()).isEqualTo(InputRule.UNIT_PILLOW);
  }

  @Test
  void settingsWithoutWeightsStay() {
    RunSettings asked = asked("");
    assertThat(new StoredWeights().resolved(asked, HADOOP)).isSameAs(asked);
    assertThat(asked.typed().encoder().input()).isEqualTo(InputRule.IMAGENET);
  }

  @Test
  void theFileIsReadIntoTheNetwork() throws Exception {
    Path file = WeightSamples.mobileNet(directory.resolve("w"), Convention.TIMM, 0.1);
    RunSettings asked = new StoredWeights().resolved(asked(file.toUri()), HADOOP);
    Engine engine = Engines.of(asked.typed());
    RankingLoss loss = RankingLosses.of(asked.typed().loss(), 4);
    ParameterLayout layout = engine.layout(asked.typed(), loss);
    WeightSource source = new StoredWeights().open(asked.typed(), HADOOP);
    float[] drawn = engine.initial(asked.typed(), loss);
    float[] network = source.read(asked.typed(), layout, drawn);
    for (ParameterLayout.Range range : layout.backbone()) {
      for (int i = range.from(); i < range.to(); i++) {
        assertThat(network[i]).isEqualTo(0.5f);
      }
    }
    int head = layout.head().get(0).from();
    assertThat(network[head]).isEqualTo(drawn[head]).isNotEqualTo(0.5f);
    assertThat(source.sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
  }

  @Test
  void filesThatAreNotThereOrNoWeightsAreRefused() throws IOException {
    String none = directory.resolve("none").toString();
    assertThatThrownBy(() -> new StoredWeights().resolved(asked(none), HADOOP))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Cannot use encoder.weights = " + none + ": it cannot be read: ")
        .hasMessageEndingWith("; give the URI of a file of weights");
    assertThatThrownBy(() -> new StoredWeights().resolved(asked(directory), HADOOP))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use encoder.weights = " + directory + ": it is a directory; name a file in it");
    assertThatThrownBy(() -> new StoredWeights().resolved(asked("nofs://a/b"), HADOOP))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nofs");
    Path empty = Files.createFile(directory.resolve("empty"));
    assertThatThrownBy(() -> new StoredWeights().resolved(asked(empty), HADOOP))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use encoder.weights = "
                + empty
                + ": it is empty; copy or download the file again");
  }

  /** A disk that is not the local one. */
  public static final class Far extends RawLocalFileSystem {

    private static final URI HERE = URI.create("far:///");

    @Override
    public URI getUri() {
      return HERE;
    }
  }

  private static Configuration far() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.far.impl", Far.class.getName());
    return hadoop;
  }

  private static List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("anchorage-weights-"))
          .toList();
    }
  }

  @Test
  void aRemoteFileIsCopiedOnceAndTheCopyIsDeleted() throws IOException {
    List<Path> before = copies();
    Path file = WeightSamples.mobileNet(directory.resolve("w"), Convention.TIMM, 0.1);
    RunSettings asked = asked("far://" + file);
    try (StoredWeights weights = new StoredWeights()) {
      RunSettings resolved = weights.resolved(asked, far());
      Files.delete(file);
      assertThat(weights.resolved(resolved, far())).isSameAs(resolved);
      weights.open(resolved.typed(), far());
      assertThat(copies()).hasSize(before.size() + 1);
    }
    assertThat(copies()).isEqualTo(before);
  }

  @Test
  void aCopyIsDeletedOnceItIsRead() throws IOException {
    List<Path> before = copies();
    Path file = WeightSamples.mobileNet(directory.resolve("w"), Convention.TIMM, 0.1);
    StoredWeights weights = new StoredWeights();
    RunSettings asked = weights.resolved(asked("far://" + file), far());
    Engine engine = Engines.of(asked.typed());
    RankingLoss loss = RankingLosses.of(asked.typed().loss(), 4);
    weights
        .open(asked.typed(), far())
        .read(
            asked.typed(), engine.layout(asked.typed(), loss), engine.initial(asked.typed(), loss));
    assertThat(copies()).isEqualTo(before);
  }

  @Test
  void whatKeepsABackboneNeedsWeights() {
    assertThatThrownBy(
            () ->
                new StoredWeights().resolved(asked("", "encoder.trainable=last-stages 1"), HADOOP))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use encoder.weights = : encoder.trainable = last-stages 1 leaves the backbone as"
                + " it starts, and without weights that is random; name a file of weights, or use"
                + " all");
    assertThatThrownBy(() -> new StoredWeights().resolved(asked("", "encoder.warm-up=2"), HADOOP))
        .hasMessageContaining("encoder.warm-up = 2 leaves")
        .hasMessageEndingWith("or use 0");
  }

  @Test
  void anotherMultiplierIsRefusedByTheOneThatFits() throws IOException {
    Path file = WeightSamples.mobileNet(directory.resolve("w"), Convention.TORCHVISION, 0.35);
    assertThatThrownBy(() -> new StoredWeights().resolved(asked(file), HADOOP))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tensor features.0.0.weight is 16 x 3 x 3 x 3")
        .hasMessageEndingWith(
            "It fits encoder.name=mobilenet-v2 encoder.multiplier=0.35: use that, or other"
                + " weights");
  }
}
