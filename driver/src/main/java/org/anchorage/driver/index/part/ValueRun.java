/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each value of one name occurs in one part. Values come in the order of their UTF-8
 * bytes, so that those of several parts can be added up without holding them all. Usable while the
 * part is open, by one thread.
 */
public interface ValueRun {

  /** Goes to the next value that occurs; returns whether there is one. */
  boolean next();

  /** Returns how often the value occurs. */
  long count();

  /** Returns the value as UTF-8. May be slow; the caller owns it. */
  byte[] value();

  /** Returns the run of counts in memory. */
  static ValueRun of(Map<String, Long> counts) {
    TreeMap<byte[], Long> sorted = new TreeMap<>(Arrays::compareUnsigned);
    counts.forEach((value, count) -> sorted.put(value.getBytes(StandardCharsets.UTF_8), count));
    return new ValueRun() {
      private final java.util.Iterator<Map.Entry<byte[], Long>> entries =
          sorted.entrySet().iterator();
      private Map.Entry<byte[], Long> at = Map.entry(new byte[0], 0L);

      @Override
      public boolean next() {
        boolean any = entries.hasNext();
        if (any) {
          at = entries.next();
        }
        return any;
      }

      @Override
      public long count() {
        return at.getValue();
      }

      @Override
      public byte[] value() {
        return at.getKey();
      }
    };
  }
}
