/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.driver.corpus.ClassRun;
import org.anchorage.driver.corpus.ShardImages;
import org.anchorage.driver.corpus.WrittenShard;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.SmallPicture;
import org.apache.hadoop.conf.Configuration;

/** Makes small pictures of the first images of some classes. Not thread-safe. */
final class Pictures {

  private static final int A_CLASS = 6;
  private static final int SIDE = 96;

  private final String corpus;
  private final Configuration hadoop;
  private final SmallPicture small;

  /**
   * Reads from a corpus's directory.
   *
   * @param settings of the import: its largest image, and which way photographs stand
   */
  Pictures(String corpus, Configuration hadoop, ImportSettings settings) {
    this.corpus = corpus;
    this.hadoop = hadoop;
    this.small =
        new SmallPicture(
            SIDE,
            settings.maxPixels(),
            new ImageSettings(SIDE, SIDE, 3, false, Fit.PAD).with(settings.orientation()));
  }

  /** Returns at most {@value #A_CLASS} pictures of each class. */
  List<ImportFacts.Picture> of(List<String> classes, List<WrittenShard> shards) {
    List<ImportFacts.Picture> pictures = new ArrayList<>();
    try (ShardImages images = new ShardImages(corpus, hadoop)) {
      for (String name : classes) {
        int left = A_CLASS;
        for (WrittenShard shard : shards) {
          left -= take(name, shard, left, images, pictures);
        }
      }
    }
    return pictures;
  }

  private int take(
      String name,
      WrittenShard shard,
      int most,
      ShardImages images,
      List<ImportFacts.Picture> pictures) {
    int place = 0;
    int taken = 0;
    for (ClassRun run : shard.runs()) {
      for (int i = 0; run.className().equals(name) && i < run.items() && taken < most; i++) {
        pictures.add(
            new ImportFacts.Picture(
                Shown.text(name), run.split().written(), small(images.read(shard, place + i))));
        taken++;
      }
      place += run.items();
    }
    return taken;
  }

  private byte[] small(byte[] encoded) {
    try {
      return small.of(encoded);
    } catch (BadImageException e) {
      throw new IllegalStateException("An image was good before: " + e.getMessage(), e);
    }
  }
}
