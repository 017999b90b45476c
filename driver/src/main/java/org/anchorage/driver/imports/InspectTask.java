/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.core.corpus.Item;
import org.anchorage.worker.image.ImageLoader;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inspects the images of some leaves on an executor, and leaves the good ones and the bad ones in
 * files. A leaf that was inspected before a failure is not inspected again.
 *
 * @param work where files lie
 * @param maxPixels an image with more is bad
 * @param orientation whether photographs are measured upright
 * @param cores of the task
 */
record InspectTask(Work work, long maxPixels, Orientation orientation, int cores)
    implements Function<List<Leaf>, List<Inspected>> {

  private static final Logger LOG = LoggerFactory.getLogger(InspectTask.class);

  @Override
  public List<Inspected> call(List<Leaf> leaves) throws IOException {
    Configuration hadoop = work.hadoop();
    List<Inspected> results = new ArrayList<>();
    try (Requests requests = new Requests()) {
      for (Leaf leaf : leaves) {
        WorkFile done = work.done(leaf, hadoop);
        @Nullable LeafDone result = done.find(LeafDone.class);
        if (result == null || isDamaged(leaf, result.inspected(), hadoop)) {
          result = inspected(leaf, hadoop, requests);
          done.writeObject(result);
        }
        results.add(result.inspected());
      }
    }
    return results;
  }

  /** Returns whether an earlier import has left damaged files. */
  private boolean isDamaged(Leaf leaf, Inspected result, Configuration hadoop) throws IOException {
    WorkFile damaged =
        damaged(work.inspected(leaf, hadoop), result.bad() > 0 ? work.bad(leaf, hadoop) : null);
    if (damaged != null) {
      LOG.warn("{} is damaged or gone; its images are inspected anew", damaged.place());
    }
    return damaged != null;
  }

  /**
   * Returns which of a leaf's files is damaged, or null. The images of a shard that is written are
   * freed. If they are inspected anew for the sake of the bad ones, they lie there again until the
   * shard's task frees them.
   *
   * @param bad null if no image of the leaf is bad
   */
  static @Nullable WorkFile damaged(WorkFile images, @Nullable WorkFile bad) throws IOException {
    if (images.exists() && !images.isWhole()) {
      return images;
    }
    return bad == null || bad.isWhole() ? null : bad;
  }

  /**
   * Inspects leaves anew, whose images are freed.
   *
   * @throws ImportException if their images have changed
   */
  void again(List<Leaf> leaves, Configuration hadoop) throws IOException {
    try (Requests requests = new Requests()) {
      for (Leaf leaf : leaves) {
        long before = work.done(leaf, hadoop).readObject(LeafDone.class).inspected().good();
        if (inspected(leaf, hadoop, requests).inspected().good() != before) {
          throw changed();
        }
      }
    }
  }

  /** Says that a shard would be made of other images than before. */
  static ImportException changed() {
    return new ImportException(
        "Images changed while they were imported: a damaged shard was made again, with"
            + " others; import again when nobody changes them");
  }

  private LeafDone inspected(Leaf leaf, Configuration hadoop, Requests requests)
      throws IOException {
    Inspected result = new Inspected();
    List<?> images = work.listed(leaf, hadoop).readObject(ArrayList.class);
    List<Bad> bad = new ArrayList<>();
    List<Copy> good = new ArrayList<>();
    try (Containers containers = new Containers(hadoop)) {
      Inspectors inspectors =
          new Inspectors(containers, requests, new ImageLoader(maxPixels, orientation), cores);
      work.inspected(leaf, hadoop)
          .write(
              out -> {
                inspectors.inspect(
                    images.stream().map(image -> (Staged) image).iterator(),
                    inspection -> take(inspection, out, leaf, good, bad));
                GoodImage.writeEnd(out);
              });
    }
    good.forEach(each -> result.addGood());
    bad.forEach(result::add);
    if (!bad.isEmpty()) {
      work.bad(leaf, hadoop)
          .write(
              out -> {
                for (Bad each : bad) {
                  BadLine.write(each, out);
                }
              });
    }
    return new LeafDone(result, good);
  }

  private static void take(
      Inspection inspection, DataOutputStream out, Leaf leaf, List<Copy> good, List<Bad> bad)
      throws IOException {
    @Nullable Item item = inspection.item();
    @Nullable Bad why = inspection.bad();
    if (item != null) {
      new GoodImage(item, inspection.encoded()).write(out);
      good.add(Copy.of(item, leaf, good.size()));
    } else if (why != null) {
      bad.add(why);
    }
  }
}
