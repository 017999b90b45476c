/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TestEngines {

  private static Settings settings(String... words) {
    return SettingsReader.defaults().with(List.of(words)).settings();
  }

  @Test
  void theSettingsNameOne() {
    assertThat(Engines.of(settings()).name()).isEqualTo("nd4j");
    assertThat(Engines.of(settings("encoder.engine=dl4j-stock")).name()).isEqualTo("dl4j-stock");
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> Engines.of(settings("encoder.engine=torch")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "Cannot use encoder.engine = torch: there is no engine of this name on the class path,"
                + " only ")
        .hasMessageContainingAll("dl4j-stock", "nd4j")
        .hasMessageEndingWith("; choose one of these, or add the engine's jar");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // Other systems do not tell.
  void whatIsLoadedIsNamed() {
    String library = Engines.named("nd4j").backend().library();

    assertThat(Engines.loaded()).extracting(Backend::name).containsExactly("nd4j");
    assertThat(Engines.loaded().get(0).loaded()).contains(library);
  }

  /** In a JVM of its own, for this one may have computed already. */
  @Test
  void askingWhatIsLoadedLoadsNothing() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process probe =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Probe.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(probe.waitFor()).as(said).isZero();
    assertThat(said).contains("loaded: []\nloaded: []");
  }

  /** The program of that JVM. */
  static final class Probe {

    private Probe() {}

    public static void main(String[] words) {
      System.out.println("loaded: " + Engines.loaded());
      // A second look would find what the first one loaded.
      System.out.println("loaded: " + Engines.loaded());
    }
  }

  @Test
  void aBatchHasARowAndALabelForEachImage() {
    assertThatThrownBy(() -> new StepInput(new int[3], new float[8], new int[2], Targets.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A batch has one row and one label for each image, not 3 rows and 2 labels; pass"
                + " equally many");
    assertThat(StepInput.of(new float[8], new int[2]).rows()).containsExactly(0, 1);
  }
}
