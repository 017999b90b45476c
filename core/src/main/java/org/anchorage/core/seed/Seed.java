/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.seed;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * A root of randomness that is passed on as an argument. Each consumer derives its own seed by name
 * and number. So adding a consumer never changes what another draws, and any draw can be replayed
 * from (root, names, numbers) alone.
 *
 * <p>Immutable and thread-safe; the generators it makes are not.
 *
 * @param value 64 bits; every value is equally good
 */
public record Seed(long value) implements Serializable {

  /** Returns the seed of the named consumer, e.g. {@code seed.derive("plan")}. */
  public Seed derive(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return derive(hash);
  }

  /** Returns the seed of the numbered part, e.g. of an epoch, a round or an item. */
  public Seed derive(long number) {
    return new Seed(mix(value + 0x9e3779b97f4a7c15L * (mix(number) | 1)));
  }

  /** Returns a generator that starts here; every call returns an equal one. */
  public SplittableRandom generator() {
    return new SplittableRandom(value);
  }

  /** Shuffles in place, by Fisher and Yates. */
  public void shuffle(int[] values) {
    SplittableRandom random = generator();
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }

  /**
   * Finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
   */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
