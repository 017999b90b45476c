/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;

/**
 * What one batch holds. Immutable.
 *
 * @param sampler how classes are drawn; default {@link Sampler#CLASSES}
 * @param classes P, at least 2: classes in a batch, or pairs; default 32
 * @param images K, at least 2: images of each class in a batch; exactly 2 for pairs; default 4
 * @param smallClasses what becomes of a class with fewer than K images; default refuse
 */
public record BatchSettings(Sampler sampler, int classes, int images, SmallClasses smallClasses)
    implements Serializable {

  /** How the classes of a batch are drawn. */
  public enum Sampler {
    /** P distinct classes, K images each. */
    CLASSES,
    /** P pairs, one a class; a class comes again only where there are fewer classes than pairs. */
    PAIRS
  }

  /** What becomes of a class with fewer than K images. */
  public enum SmallClasses {
    /** The plan is refused, so that nothing is left out unseen. */
    REFUSE,
    /**
     * Its images are repeated within the batch; a repeated image is a positive at distance zero.
     */
    REPEAT,
    /** It is not trained on. */
    SKIP
  }

  public BatchSettings {
    Check.atLeast("batch.classes", classes, 2);
    Check.atLeast("batch.images", images, 2);
    if (sampler == Sampler.PAIRS && images != 2) {
      throw new ConfigurationException(
          "batch.images", images, "batch.sampler = pairs takes 2 images of a class; set it to 2");
    }
  }

  /** Returns the images in a batch: P x K. */
  public int size() {
    return classes * images;
  }
}
