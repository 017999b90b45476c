/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.driver.run.TrainedRun;

/** The pictures and ids that a page shows. Held by the driver: a bounded number, each small. */
final class Shots {

  private final Map<Integer, Shot> shots = new HashMap<>();
  private final Points points;

  private Shots(Points points) {
    this.points = points;
  }

  /**
   * Reads them.
   *
   * @param rows of pictures; any may come twice
   * @param points rows of the points of a picture of the embedding, at least one
   */
  static Shots of(TrainedRun run, IntStream rows, int[] points) {
    Catalogue catalogue = run.open().catalogue();
    int[] shown = rows.sorted().distinct().toArray();
    // One call: each reads the whole catalogue.
    int[] all = IntStream.concat(IntStream.of(shown), IntStream.of(points)).toArray();
    List<String> ids = run.open().corpus().facts().idsOf(all);
    List<Raster> tiles = PictureStage.read(run.open().context(), points, Sheet.SIDE);
    Shots read =
        new Shots(
            Points.of(catalogue, points, ids.subList(shown.length, all.length), Sheet.of(tiles)));
    List<Raster> pictures = PictureStage.read(run.open().context(), shown, Thumbnail.SIDE);
    for (int i = 0; i < shown.length; i++) {
      read.shots.put(
          shown[i],
          new Shot(
              ids.get(i),
              catalogue.className(catalogue.label(shown[i])),
              Thumbnail.of(pictures.get(i))));
    }
    return read;
  }

  /** Returns the picture of a row that was read. */
  Shot at(int row) {
    return Objects.requireNonNull(shots.get(row));
  }

  /** Returns whose the points are. */
  Points points() {
    return points;
  }
}
