/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.vectors.Element;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.vectors.VectorBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEmbedStage {

  private static final FileTime THEN = FileTime.fromMillis(1000);

  @TempDir Path directory;

  private VectorBlocks embed(OpenRun run, float[] parameters, int[] rows, Element element) {
    return new EmbedStage(run.context(), TinyCorpus.quiet())
        .embed(
            "embed", parameters, rows, new org.apache.hadoop.fs.Path(directory.toUri()), element);
  }

  private static Path file(VectorBlocks blocks) {
    return Path.of(URI.create(blocks.path(0).toString()));
  }

  @Test
  void aFinishedBlockIsFoundAgainAndADamagedOneIsMadeAgain() throws IOException {
    try (OpenRun run = OpenRun.open(LocalSpark.session(), TinyCorpus.settings().typed())) {
      int[] rows = run.catalogue().rows(Split.TEST);
      float[] parameters = run.untrained().parameters();
      VectorBlocks blocks = embed(run, parameters, rows, Element.FLOAT);
      byte[] good = Files.readAllBytes(file(blocks));
      assertThat(blocks.whole().count()).isEqualTo(rows.length);

      Files.setLastModifiedTime(file(blocks), THEN);
      assertThat(embed(run, parameters, rows, Element.FLOAT).location())
          .isEqualTo(blocks.location());
      assertThat(Files.getLastModifiedTime(file(blocks))).isEqualTo(THEN);

      byte[] bad = good.clone();
      bad[99] ^= 1;
      Files.write(file(blocks), bad);
      assertThat(embed(run, parameters, rows, Element.FLOAT).whole().count())
          .isEqualTo(rows.length);
      assertThat(Files.readAllBytes(file(blocks))).isEqualTo(good);
    }
  }

  @Test
  void othersHaveAnotherPlace() {
    try (OpenRun run = OpenRun.open(LocalSpark.session(), TinyCorpus.settings().typed())) {
      int[] rows = run.catalogue().rows(Split.TEST);
      float[] parameters = run.untrained().parameters();
      VectorBlocks blocks = embed(run, parameters, rows, Element.FLOAT);
      float[] others = parameters.clone();
      others[0] += 1;
      assertThat(embed(run, others, rows, Element.FLOAT).location())
          .isNotEqualTo(blocks.location());
      assertThat(embed(run, parameters, rows, Element.HALF).location())
          .isNotEqualTo(blocks.location());
      assertThat(embed(run, parameters, new int[] {rows[0]}, Element.FLOAT).location())
          .isNotEqualTo(blocks.location());
      blocks.delete();
      assertThat(directory).exists();
    }
  }
}
