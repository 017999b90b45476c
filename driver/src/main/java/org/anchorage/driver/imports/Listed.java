/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Map;
import org.anchorage.core.corpus.Split;

/**
 * An image that a listing names, before it is read. Some hundred bytes.
 *
 * @param id its path as listed
 * @param className the class it belongs to
 * @param split the part of the corpus it belongs to
 * @param place where its bytes lie
 * @param attributes further facts in the listing
 */
record Listed(String id, String className, Split split, Place place, Map<String, String> attributes)
    implements Entry {

  /** Returns the same image in another split. */
  Listed in(Split other) {
    return other == split ? this : new Listed(id, className, other, place, attributes);
  }
}
