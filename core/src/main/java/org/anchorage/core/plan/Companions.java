/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.Arrays;

/** The tickets that a ticket should meet in its batch. Immutable. */
interface Companions {

  /** Stands for the class's next ticket, whichever it is. */
  int ANY = -1;

  /** Shows a visitor the companions of a ticket, most wanted first, until it has enough. */
  void visit(int ticket, Visitor visitor);

  /** Looks for companions. */
  interface Visitor {

    /**
     * Takes a companion.
     *
     * @param classIndex its class
     * @param ticket which of the class's tickets, or {@link #ANY}
     * @return whether to show more
     */
    boolean meet(int classIndex, int ticket);
  }

  /** Returns no companions, for any ticket. */
  static Companions none() {
    return (ticket, visitor) -> {};
  }

  /** Returns tickets of the classes that a ticket's class is confused with. */
  static Companions ofClasses(int[][] neighbours, Tickets tickets) {
    return (ticket, visitor) -> {
      for (int other : neighbours[tickets.classOf(ticket)]) {
        if (!visitor.meet(other, ANY)) {
          return;
        }
      }
    };
  }

  /**
   * Returns the tickets that hold hard negatives of a ticket's images, the hardest of each first.
   */
  static Companions ofInstances(
      Affinity.Instances instances, TrainClasses classes, Tickets tickets) {
    int[] ticketOf = new int[classes.images()];
    Arrays.fill(ticketOf, -1);
    for (int ticket = tickets.count() - 1; ticket >= 0; ticket--) {
      for (int row : tickets.rows(ticket)) {
        ticketOf[classes.place(row)] = ticket;
      }
    }
    int[][] negatives = new int[classes.images()][];
    Arrays.fill(negatives, new int[0]);
    for (int i = 0; i < instances.rows().length; i++) {
      int place = classes.place(instances.rows()[i]);
      if (place >= 0) {
        negatives[place] = instances.hardNegatives(i);
      }
    }
    return (ticket, visitor) -> {
      int[] rows = tickets.rows(ticket);
      int ranks = 0;
      for (int row : rows) {
        ranks = Math.max(ranks, negatives[classes.place(row)].length);
      }
      for (int rank = 0; rank < ranks; rank++) {
        for (int row : rows) {
          int[] own = negatives[classes.place(row)];
          int place = rank < own.length ? classes.place(own[rank]) : -1;
          int other = place < 0 ? -1 : ticketOf[place];
          if (other >= 0 && !visitor.meet(tickets.classOf(other), other)) {
            return;
          }
        }
      }
    };
  }
}
