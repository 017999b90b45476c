/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.step.StepInput;

/**
 * Images of four classes, each class a picture of its own under noise.
 *
 * @param images B x H x W x C in [0, 1]
 * @param labels class of each
 */
public record Batch(float[] images, int[] labels) {

  private static final int CLASSES = 4;
  private static final int IMAGES = 4;

  /** Makes a batch of 16 images as the settings want them. */
  public Batch(Settings settings) {
    this(new float[CLASSES * IMAGES * settings.image().bytes()], new int[CLASSES * IMAGES]);
    int size = settings.image().bytes();
    SplittableRandom noise = new Seed(9).generator();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = 10 + i / IMAGES;
      SplittableRandom picture = new Seed(labels[i]).generator();
      for (int k = 0; k < size; k++) {
        images[i * size + k] = (float) (0.6 * picture.nextDouble() + 0.4 * noise.nextDouble());
      }
    }
  }

  /** Returns the batch as a step takes it. */
  public StepInput input() {
    return StepInput.of(images, labels);
  }

  /**
   * Returns the architectures whose width is a setting, or which are small. ResNets have millions
   * of parameters at any setting; tests of how networks are drawn or saved need none of them.
   */
  public static List<String> narrow() {
    return Architectures.names().stream().filter(name -> !name.startsWith("resnet-")).toList();
  }

  /**
   * Returns settings of the smallest network of an architecture: the least images that it takes, of
   * 16 pixels or more, and higher than wide.
   */
  public static Settings small(String name, String... words) {
    Architecture architecture = Architectures.find(name).orElseThrow();
    int side = Math.max(16, architecture.leastSide());
    int more = Math.max(4, architecture.sideMultiple());
    List<String> all =
        new ArrayList<>(
            name.equals("c2f2")
                ? List.of("image.width=16", "image.height=18")
                : List.of(
                    "image.width=" + side,
                    "image.height=" + (side + more),
                    "image.channels=3",
                    "encoder.width=4"));
    if (architecture.hasForms()) {
      all.add("encoder.multiplier=0.1");
    }
    all.add("encoder.name=" + name);
    all.add("embedding.dim=8");
    all.addAll(List.of(words));
    return SettingsReader.defaults().with(all).settings();
  }
}
