/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

/**
 * Whether a triplet's negative may be measured from its positive instead of its anchor ("anchor
 * swap", <a href="https://bmva-archive.org.uk/bmvc/2016/papers/paper119/index.html">Balntas et al.
 * 2016</a>).
 */
public enum Swap {
  /** From the anchor, always. */
  NEVER,
  /**
   * From whichever of the two it is nearer to: d(a,n) becomes min(d(a,n), d(p,n)); on a tie from
   * the anchor.
   */
  WHERE_NEARER
}
