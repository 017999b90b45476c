/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.Arrays;
import org.anchorage.core.seed.Seed;

/**
 * The tickets of one epoch, numbered class by class. A ticket is K images of one class.
 *
 * <p>A class has an endless stream of tickets: pass after pass over its images, each pass a
 * permutation seeded by (class, pass) and cut into tickets of K, the last topped up from the start
 * of the same permutation. An epoch takes the next m_c of it, so that what one epoch leaves out
 * comes in the next; tickets beyond m_c are taken ahead, and come again.
 */
final class Tickets {

  private final int[] firsts;
  private final int[] classOf;
  private final int[][] rows;

  private Tickets(int[] firsts, int[] classOf, int[][] rows) {
    this.firsts = firsts;
    this.classOf = classOf;
    this.rows = rows;
  }

  /**
   * Draws an epoch's tickets.
   *
   * @param images K
   * @param needs m_c, by which each class's stream moves on an epoch
   * @param counts n_c, tickets drawn of each class
   * @param seed of the streams, the same for every epoch
   */
  static Tickets draw(
      TrainClasses classes, int images, int[] needs, int[] counts, int epoch, Seed seed) {
    int[] firsts = new int[counts.length + 1];
    for (int c = 0; c < counts.length; c++) {
      firsts[c + 1] = Math.addExact(firsts[c], counts[c]);
    }
    int[] classOf = new int[firsts[counts.length]];
    int[][] rows = new int[classOf.length][];
    for (int c = 0; c < counts.length; c++) {
      Arrays.fill(classOf, firsts[c], firsts[c + 1], c);
      Seed stream = seed.derive(classes.label(c));
      int perPass = (classes.size(c) - 1) / images + 1;
      int[] permutation = {};
      long drawn = -1;
      for (int j = 0; j < counts[c]; j++) {
        long position = (long) epoch * needs[c] + j;
        if (position / perPass != drawn) {
          drawn = position / perPass;
          permutation = classes.rows(c);
          stream.derive(drawn).shuffle(permutation);
        }
        rows[firsts[c] + j] = cut(permutation, (int) (position % perPass) * images, images);
      }
    }
    return new Tickets(firsts, classOf, rows);
  }

  private static int[] cut(int[] permutation, int from, int images) {
    int[] rows = new int[images];
    for (int i = 0; i < images; i++) {
      rows[i] = permutation[(from + i) % permutation.length];
    }
    return rows;
  }

  /** Returns the number of tickets. */
  int count() {
    return rows.length;
  }

  /** Returns the number of classes. */
  int classCount() {
    return firsts.length - 1;
  }

  /** Returns the number of the first ticket of a class; the last class's successor ends them. */
  int first(int classIndex) {
    return firsts[classIndex];
  }

  /** Returns the class of a ticket. */
  int classOf(int ticket) {
    return classOf[ticket];
  }

  /** Returns the K rows of a ticket; not to be changed. */
  int[] rows(int ticket) {
    return rows[ticket];
  }
}
