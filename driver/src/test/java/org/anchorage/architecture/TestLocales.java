/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.anchorage.core.config.Colour;
import org.anchorage.core.config.MineSearch;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.mine.Searched;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.mining.cells.Recall;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Callers of the library do not run Main, which sets the locale. Under ar-EG digits are others,
 * under de-DE the point of a fraction is a comma. Tests of one process run one after another, so no
 * other test sees the default that is set here.
 */
class TestLocales {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "de-DE"})
  void figuresAreWrittenAlike(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));

    assertThat(new Searched(MineSearch.Kind.CELLS, 1024, 16, new Recall(1900, 2000)).inWords())
        .isEqualTo(
            "by cells: 1,024 cells, 16 probed by each image, recall 0.950 (1,900 of 2,000 neighbours"
                + " of a sample)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "de-DE"})
  void filesHaveTheSameNames(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));

    assertThat(VectorBlocks.name(12)).isEqualTo("part-00012.vec");
    assertThat(GenerationWriter.name(3)).isEqualTo("g-00003");
    assertThat(new RunDirectory("file:///run", new Configuration(false)).mined(2).getName())
        .isEqualTo("epoch-0002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "de-DE"})
  void refusalsNameTheSameValues(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));

    assertThatThrownBy(() -> new Colour(256, 0, 12))
        .hasMessage("There is no colour of red 256, green 0, blue 12; use 0 to 255 for each");
  }
}
