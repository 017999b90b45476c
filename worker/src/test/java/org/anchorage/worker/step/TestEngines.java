/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;

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
        .hasMessage(
            "Cannot use encoder.engine = torch: there is no engine of this name on the class path,"
                + " only dl4j-stock, nd4j; choose one of these, or add the engine's jar");
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
