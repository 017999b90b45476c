/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The driver's record of who has finished. A quorum is reached once enough workers have taken all
 * their steps; from then on one step is enough for the others. Who ended before that, by time, does
 * not count.
 *
 * <p>A share whose end is known and that is run again, because what it brought back was lost, is to
 * take as many steps as then, and so comes to the same end.
 *
 * <p>Every message names its round, so that the record need not be told where a round begins or
 * ends; what comes late is kept with its own round and changes no other. The rounds heard of last
 * are kept. Thread-safe.
 */
public final class QuorumRegister implements Quorum {

  /** One is run at a time; stray tasks of those before it may still report. */
  private static final int KEPT = 8;

  private final Map<QuorumRound, Ends> rounds =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<QuorumRound, Ends> eldest) {
          return size() > KEPT;
        }
      };

  /** How a round's shares ended, each the first time. */
  private static final class Ends {

    private final Map<Integer, Integer> taken = new HashMap<>();
    private int whole;

    private void add(ShareEnd end) {
      Integer before = taken.putIfAbsent(end.share().worker(), end.taken());
      if (before == null && end.taken() == end.share().steps()) {
        whole++;
      }
    }

    private int mostSteps(Share share) {
      @Nullable Integer before = taken.get(share.worker());
      if (before != null) {
        return before;
      }
      return whole >= share.round().quorum() ? 1 : ALL;
    }
  }

  private Ends of(Share share) {
    return rounds.computeIfAbsent(share.round(), absent -> new Ends());
  }

  @Override
  public synchronized int mostSteps(Share share) {
    return of(share).mostSteps(share);
  }

  @Override
  public synchronized void ended(ShareEnd end) {
    of(end.share()).add(end);
  }
}
