/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The driver's record of finished shares. A quorum is reached when enough workers have taken all
 * their steps; from then on one step is enough for the others. A share that the time limit ended
 * does not count.
 *
 * <p>A share may be run again because its result was lost. If its end is known, it takes as many
 * steps as the first time, and so gives the same result.
 *
 * <p>Every message names its round. So nobody announces where a round begins or ends, and a late
 * message changes no other round. The most recent rounds are kept. Thread-safe.
 */
public final class QuorumRegister implements Quorum {

  /** One round runs at a time; stray tasks of earlier rounds may still report. */
  private static final int KEPT = 8;

  private final Map<QuorumRound, Ends> rounds =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<QuorumRound, Ends> eldest) {
          return size() > KEPT;
        }
      };

  /** How the shares of a round ended, each at its first end. */
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
  public synchronized void reportEnd(ShareEnd end) {
    of(end.share()).add(end);
  }
}
