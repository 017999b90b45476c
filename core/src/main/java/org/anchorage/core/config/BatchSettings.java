/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * What one batch holds. Immutable.
 *
 * @param sampler how images are drawn; default {@link Sampler#CLASSES}
 * @param classes P, at least 2: classes, pairs or tuples in a batch; default 32
 * @param images K, at least 2: images of each class in a batch; exactly 2 for pairs; for tuples 2
 *     (anchor, positive) or 3 (and negative); default 4
 * @param smallClasses how to treat a class with fewer than K images; default refuse; without effect
 *     on tuples
 * @param hierarchy which classes are siblings, for {@link Sampler#HIERARCHY} only
 * @param tuples URI of the list of {@link Sampler#TUPLES}; empty (default) for the other samplers
 * @param strength how strongly {@link Sampler#WEIGHTED} prefers confused classes, 0 (not at all) to
 *     1; default 0.5
 */
public record BatchSettings(
    Sampler sampler,
    int classes,
    int images,
    SmallClasses smallClasses,
    Hierarchy hierarchy,
    String tuples,
    double strength)
    implements Serializable {

  public static final Key SAMPLER = Key.fixed("batch.sampler");
  public static final Key CLASSES = Key.fixed("batch.classes");
  public static final Key IMAGES = Key.fixed("batch.images");
  public static final Key SMALL_CLASSES = Key.fixed("batch.small-classes");
  public static final Key SUPER_CLASSES = Key.fixed("batch.hierarchy.super-classes");
  public static final Key ATTRIBUTE = Key.fixed("batch.hierarchy.attribute");
  public static final Key SEPARATOR = Key.fixed("batch.hierarchy.separator");
  public static final Key TUPLES = Key.fixed("batch.tuples");
  public static final Key STRENGTH = Key.fixed("batch.weighted.strength");

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(
          SAMPLER,
          CLASSES,
          IMAGES,
          SMALL_CLASSES,
          SUPER_CLASSES,
          ATTRIBUTE,
          SEPARATOR,
          TUPLES,
          STRENGTH);

  /** How the images of a batch are drawn. */
  public enum Sampler {
    /** P distinct classes, K images each. */
    CLASSES,
    /** P pairs, one of each class; a class repeats only if there are fewer classes than pairs. */
    PAIRS,
    /** P distinct classes of S super-classes, P / S each, so that siblings meet. */
    HIERARCHY,
    /** As CLASSES, but a class comes more often the more it was confused with others. */
    WEIGHTED,
    /** P tuples of a list that the user gives. */
    TUPLES
  }

  /** How a class with fewer than K images is treated. */
  public enum SmallClasses {
    /** The plan is refused, so that no class is left out unnoticed. */
    REFUSE,
    /**
     * Its images are repeated within the batch; a repeated image is a positive at distance zero.
     */
    REPEAT,
    /** It is not trained on. */
    SKIP
  }

  /**
   * Which classes are siblings: those of one super-class.
   *
   * @param superClasses S, at least 1: super-classes in a batch; default 4
   * @param attribute of the items that names their super-class; empty (default) if the name of the
   *     class does
   * @param separator the name of a class up to its first separator names its super-class; default /
   */
  public record Hierarchy(int superClasses, String attribute, String separator)
      implements Serializable {

    public Hierarchy {
      Bounds.atLeast(SUPER_CLASSES, superClasses, 1);
      if (attribute.isEmpty() && separator.isEmpty()) {
        throw new ConfigurationException(
            SEPARATOR,
            separator,
            "give the text that ends the super-class in a class's name, or the attribute that holds"
                + " it (batch.hierarchy.attribute)");
      }
    }
  }

  public BatchSettings {
    Bounds.atLeast(CLASSES, classes, 2);
    Bounds.atLeast(IMAGES, images, 2);
    Bounds.within(STRENGTH, strength, 0, 1);
    if (sampler == Sampler.PAIRS && images != 2) {
      throw new ConfigurationException(
          IMAGES, images, "batch.sampler = pairs takes 2 images of a class; set it to 2");
    }
    if (sampler == Sampler.HIERARCHY) {
      checkHierarchy(classes, hierarchy.superClasses());
    }
    checkTuples(sampler, images, tuples);
  }

  static BatchSettings read(TypedValues value) {
    return new BatchSettings(
        value.choice(SAMPLER, Sampler.class),
        value.whole(CLASSES),
        value.whole(IMAGES),
        value.choice(SMALL_CLASSES, SmallClasses.class),
        new Hierarchy(value.whole(SUPER_CLASSES), value.text(ATTRIBUTE), value.text(SEPARATOR)),
        value.text(TUPLES),
        value.number(STRENGTH));
  }

  private static void checkHierarchy(int classes, int superClasses) {
    if (classes % superClasses != 0 || classes / superClasses < 2) {
      throw new ConfigurationException(
          CLASSES,
          classes,
          "batch.hierarchy.super-classes = "
              + superClasses
              + " share them evenly, at least 2 each; use a multiple, e.g. "
              + superClasses * Math.max(2, classes / superClasses));
    }
  }

  private static void checkTuples(Sampler sampler, int images, String tuples) {
    if (sampler != Sampler.TUPLES) {
      if (!tuples.isBlank()) {
        throw new ConfigurationException(
            TUPLES,
            tuples,
            "only batch.sampler = tuples reads a list; set that, or leave this out");
      }
      return;
    }
    if (tuples.isBlank()) {
      throw new ConfigurationException(
          TUPLES, tuples, "batch.sampler = tuples needs a list; give its URI");
    }
    if (images > 3) {
      throw new ConfigurationException(
          IMAGES,
          images,
          "batch.sampler = tuples takes 2 (anchor, positive) or 3 (anchor, positive, negative)");
    }
  }

  /** Returns the images in a batch: P x K. */
  public int size() {
    return classes * images;
  }
}
