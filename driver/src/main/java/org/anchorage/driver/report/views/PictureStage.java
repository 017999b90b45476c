/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.driver.run.RunContext;

/**
 * Reads small pictures of some images, as a Spark job: executors decode and shrink them. The driver
 * gets at most 3 x side x side bytes an image.
 */
final class PictureStage {

  private static final int ROWS_A_TASK = 256;

  private PictureStage() {}

  /**
   * Returns pictures in the order of the rows.
   *
   * @param rows of the catalogue; few
   * @param side the larger side of the largest picture, in pixels
   */
  static List<Raster> read(RunContext context, int[] rows, int side) {
    RunContext.Shared shared = context.shared();
    List<int[]> parts = new ArrayList<>();
    for (int from = 0; from < rows.length; from += ROWS_A_TASK) {
      parts.add(Arrays.copyOfRange(rows, from, Math.min(rows.length, from + ROWS_A_TASK)));
    }
    return context
        .spark()
        .parallelize(parts, Math.max(1, parts.size()))
        .setName("pictures")
        .map(part -> shrunk(shared.pixels(), part, side))
        .collect()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<Raster> shrunk(Pixels pixels, int[] rows, int side) {
    pixels.requireIfKept(rows);
    ImageSettings image = pixels.index().image().decoded();
    List<Raster> pictures = new ArrayList<>();
    for (int row : rows) {
      pictures.add(
          new Raster(image.width(), image.height(), image.channels(), pixels.at(row)).shrunk(side));
    }
    return pictures;
  }
}
