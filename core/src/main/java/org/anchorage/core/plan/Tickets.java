/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;

/**
 * The tickets of one epoch, numbered class by class. A ticket is K images of one class.
 *
 * <p>A class has an endless stream of tickets: pass after pass over its images. Each pass is a
 * permutation seeded by (class, pass) and cut into tickets of K; the last ticket is topped up from
 * the start of the same permutation. An epoch takes the next tickets, so those that one epoch
 * leaves out come in the next. Tickets beyond those are taken ahead, and come again. {@link
 * Portions} says how many.
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
   * @param portions where each class's stream stands, and how many of its tickets come from there
   * @param counts n_c, tickets drawn of each class
   * @param seed of the streams, the same for every epoch
   */
  static Tickets draw(
      TrainClasses classes, int images, Portions portions, int[] counts, int epoch, Seed seed) {
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
      int streamed = Math.min(counts[c], portions.streamed()[c]);
      for (int j = 0; j < streamed; j++) {
        long position = portions.starts()[c] + j;
        if (position / perPass != drawn) {
          drawn = position / perPass;
          permutation = classes.rows(c);
          stream.derive(drawn).shuffle(permutation);
        }
        rows[firsts[c] + j] = cut(permutation, (int) (position % perPass) * images, images);
      }
      if (streamed < counts[c]) {
        Seed own = stream.derive("further").derive(epoch);
        further(classes.rows(c), rows, firsts[c], streamed, counts[c], images, own);
      }
    }
    return new Tickets(firsts, classOf, rows);
  }

  /** Returns tickets of given rows, by class. */
  static Tickets of(List<int[][]> rowsByClass) {
    int[] firsts = new int[rowsByClass.size() + 1];
    for (int c = 0; c < rowsByClass.size(); c++) {
      firsts[c + 1] = Math.addExact(firsts[c], rowsByClass.get(c).length);
    }
    int[] classOf = new int[firsts[rowsByClass.size()]];
    int[][] rows = new int[classOf.length][];
    for (int c = 0; c < rowsByClass.size(); c++) {
      Arrays.fill(classOf, firsts[c], firsts[c + 1], c);
      System.arraycopy(rowsByClass.get(c), 0, rows, firsts[c], rowsByClass.get(c).length);
    }
    return new Tickets(firsts, classOf, rows);
  }

  /** Draws a class's further tickets, first from the images that its stream did not bring. */
  private static void further(
      int[] images, int[][] rows, int first, int streamed, int count, int perTicket, Seed seed) {
    int perPass = (images.length - 1) / perTicket + 1;
    Set<Integer> brought = new HashSet<>();
    for (int j = 0; j < streamed; j++) {
      Arrays.stream(rows[first + j]).forEach(brought::add);
    }
    int[] order = images;
    for (int j = streamed, drawn = -1; j < count; j++) {
      if (j / perPass != drawn) {
        drawn = j / perPass;
        order = images.clone();
        seed.derive(drawn).shuffle(order);
        order = drawn == 0 ? broughtFirst(order, brought) : order;
      }
      rows[first + j] = cut(order, (j % perPass) * perTicket, perTicket);
    }
  }

  private static int[] broughtFirst(int[] order, Set<Integer> brought) {
    return IntStream.concat(
            Arrays.stream(order).filter(brought::contains),
            Arrays.stream(order).filter(row -> !brought.contains(row)))
        .toArray();
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

  /**
   * Returns the number of the first ticket of a class; one past the last class gives the number of
   * tickets.
   */
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
