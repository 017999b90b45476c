/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.imports.ImportPage;
import org.anchorage.driver.imports.ImportStage;
import org.anchorage.driver.imports.Samples;
import org.anchorage.driver.imports.SourceFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestImportWriter {

  /** Most bytes of a page but its scripts and pictures. */
  private static final int TEXT = 200_000;

  @TempDir Path directory;

  @Test
  void aPageShowsClassesExamplesWhatIsLeftOutAndDuplicates() throws Exception {
    for (int i = 0; i < 9; i++) {
      Samples.put(directory, "in/train/<b>a" + (i % 3) + "/" + i + ".png", Samples.png(i));
    }
    Samples.put(directory, "in/train/<b>a0/more.png", Samples.png(99));
    Samples.put(directory, "in/test/other/copy.png", Samples.png(0));
    Samples.put(directory, "in/test/other/broken.png", new byte[7]);
    Samples.put(directory, "in/beside/x/1.png", Samples.png(5));

    String page = page("in");

    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("&lt;b&gt;a0")
        .doesNotContain("<b>a")
        .contains("<dt>train</dt><dd>10 of 3 classes</dd>")
        .contains("<dt>test</dt><dd>1 of 1 classes</dd>")
        .contains("The smallest class has 1 images")
        .contains("and the largest 4.")
        .contains("<th scope=\"row\">unreadable</th>")
        .contains("<td>test/other/broken.png</td>")
        .contains("1 images are ignored, because they are in no split")
        .contains("1 images have the bytes of one before them: 1 in another class, 1 in another")
        .contains("<td>test/other/copy.png</td><td>other</td><td>train/&lt;b&gt;a0/0.png</td>");
    assertThat(page.split("data:image/jpeg;base64,", -1)).hasSize(12);
    assertThat(page("in")).isEqualTo(page);
  }

  @Test
  void aPageIsBoundedWhateverTheNumberOfClasses() throws Exception {
    for (int i = 0; i < 1000; i++) {
      Samples.put(directory, "many/" + i + " class".repeat(40) + "/1.png", Samples.png(i));
    }

    String page = page("many");

    assertThat(page).contains("The table has the largest and the smallest 200 classes.");
    assertThat(page.replaceAll("(?s)<script.*", "").replaceAll("base64,[^\"]*", "").length())
        .isLessThan(TEXT);
  }

  private String page(String from) throws Exception {
    Path out = directory.resolve("out");
    new ImportStage(
            LocalSpark.session(),
            new ImportSettings(0.9, 100_000_000, 0, 1 << 20),
            new Seed(1),
            TinyCorpus.quiet())
        .showing(ImportWriter::html)
        .run(
            "file:" + directory.resolve(from),
            SourceFormat.AUTO,
            "file:" + out,
            WhenExists.REPLACE);
    return Files.readString(out.resolve(ImportPage.FILE));
  }
}
