/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.CorpusOrientation;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.corpus.WrittenItems;
import org.anchorage.driver.executor.CorpusIndex;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A photograph of 12 x 10 pixels whose camera was held upright. */
class TestImportOrientation {

  private static final byte[] EXIF_6 = {
    -1,
    (byte) 0xe1,
    0,
    34,
    'E',
    'x',
    'i',
    'f',
    0,
    0,
    'I',
    'I',
    42,
    0,
    8,
    0,
    0,
    0,
    1,
    0,
    0x12,
    1,
    3,
    0,
    1,
    0,
    0,
    0,
    6,
    0,
    0,
    0,
    0,
    0,
    0,
    0
  };

  @TempDir Path directory;

  private final SparkSession spark = LocalSpark.session();
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();

  private static byte[] sideways() throws Exception {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(12, 10, BufferedImage.TYPE_3BYTE_BGR), "jpg", jpeg);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(jpeg.toByteArray(), 0, 2);
    all.writeBytes(EXIF_6);
    all.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
    return all.toByteArray();
  }

  private Corpus imported(String word) throws Exception {
    Samples.put(directory, "in/a/1.jpg", sideways());
    RunSettings settings = SettingsReader.defaults().with(List.of(word)).read();
    new ImportStage(spark, settings.typed().imports(), new Seed(1), TinyCorpus.quiet())
        .run("file:" + directory.resolve("in"), SourceFormat.FOLDERS, uri(), WhenExists.REFUSE);
    return Corpus.open(spark, uri());
  }

  private String uri() {
    return "file:" + directory.resolve("out");
  }

  private RunSettings asked(String... words) {
    return SettingsReader.defaults().with(List.of("corpus=" + uri())).with(List.of(words)).read();
  }

  @ParameterizedTest
  @CsvSource({"auto,10,12,apply", "apply,10,12,apply", "ignore,12,10,ignore"})
  void theCatalogueAndTheManifestSayHowItStands(
      String orientation, int width, int height, String written) throws Exception {
    Corpus corpus = imported("image.orientation=" + orientation);

    var item = WrittenItems.of(corpus).get(0);
    assertThat(item.width()).isEqualTo(width);
    assertThat(item.height()).isEqualTo(height);
    assertThat(corpus.manifest().settings()).containsEntry("image.orientation", written);
  }

  @ParameterizedTest
  @CsvSource({"auto,APPLY", "ignore,IGNORE"})
  void aRunWritesDownWhatItsCorpusDecides(String imported, Orientation decided) throws Exception {
    Corpus corpus = imported("image.orientation=" + imported);

    RunSettings run = CorpusOrientation.decided(asked(), hadoop);

    assertThat(run.typed().image().orientation()).isEqualTo(decided);
    assertThat(run.render()).contains("orientation=" + decided.name().toLowerCase(Locale.ROOT));
    assertThat(CorpusIndex.of(corpus, asked().typed(), HadoopSettings.of(hadoop)).image())
        .isEqualTo(run.typed().image());
    RunSettings own = asked("image.orientation=apply");
    assertThat(CorpusOrientation.decided(own, hadoop)).isSameAs(own);
  }

  @Test
  void aCorpusOlderThanTheSettingIgnoresIt() throws Exception {
    Corpus corpus = imported("image.orientation=apply");
    var now = corpus.manifest();
    Map<String, String> settings = new TreeMap<>(now.settings());
    settings.remove("image.orientation");

    ImageSettings old =
        CorpusOrientation.decided(
            asked().typed().image(),
            new Manifest(
                now.kind(),
                now.formatVersion(),
                now.codeVersion(),
                now.provenance(),
                now.created(),
                now.fingerprint(),
                settings,
                now.parents(),
                now.counts(),
                now.checksums()));

    assertThat(old.orientation()).isEqualTo(Orientation.IGNORE);
  }

  @Test
  void aRunOfNoCorpusIsRefusedAsBefore() {
    assertThatThrownBy(() -> CorpusOrientation.decided(asked(), hadoop))
        .isInstanceOf(ArtifactException.class);
  }
}
