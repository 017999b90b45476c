/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.imports.ImportStage;
import org.anchorage.driver.imports.SourceFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpus index that docs/architecture.md draws: change both together. */
class TestWorkedIndex {

  @TempDir Path folder;

  /** Writes 16 x 16 grey pixels as a BMP of 822 bytes. */
  private void image(String name, int grey) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
    image.getRaster().setPixels(0, 0, 16, 16, filled(3 * 256, grey));
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "bmp", file.toFile());
    assertThat(file).hasSize(822);
  }

  private static int[] filled(int count, int grey) {
    int[] samples = new int[count];
    Arrays.fill(samples, grey);
    return samples;
  }

  /** Three images fill a shard. */
  private Corpus corpus() throws IOException {
    List<String> names = List.of("bee/0.bmp", "bee/1.bmp", "cat/0.bmp", "dog/0.bmp", "dog/1.bmp");
    StringBuilder list = new StringBuilder("path,label,split\n");
    for (int row = 0; row < names.size(); row++) {
      image(names.get(row), 50 * row);
      String label = names.get(row).substring(0, 3);
      list.append(
          "%s,%s,%s\n".formatted(names.get(row), label, label.equals("cat") ? "test" : "train"));
    }
    Path csv = Files.writeString(folder.resolve("list.csv"), list);
    String to = folder.resolve("corpus").toUri().toString();
    ImportSettings settings = new ImportSettings(0, 1000, 0, 2500);
    new ImportStage(LocalSpark.session(), settings, new Seed(1), TinyCorpus.quiet())
        .run(csv.toString(), SourceFormat.CSV, to, WhenExists.REFUSE);
    return Corpus.open(LocalSpark.session(), to);
  }

  @Test
  void theIndexIsTheOneDrawn() throws IOException {
    Settings settings =
        SettingsReader.defaults()
            .with(List.of("image.width=16", "image.height=16", "batch.classes=2", "batch.images=2"))
            .settings();
    CorpusIndex index =
        CorpusIndex.of(
            corpus(),
            settings,
            HadoopSettings.of(LocalSpark.session().sparkContext().hadoopConfiguration()));
    assertThat(index.shards()).containsExactly("shards/part-00000.seq", "shards/part-00001.seq");
    assertThat(index.shard()).containsExactly(0, 0, 1, 0, 1);
    assertThat(index.labels()).containsExactly(0, 0, -1, 1, 1);
    assertThat(index.classes()).isEqualTo(2);
    assertThat(index.offset()).containsExactly(87, 931, 931, 1775, 87);

    Pixels pixels = new Pixels(index);
    pixels.require(new int[] {3});
    assertThat(pixels.at(3)).hasSize(256).containsOnly(150);
  }
}
