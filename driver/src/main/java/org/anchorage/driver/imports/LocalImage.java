/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Map;

/** A labelled image, before it is read. Immutable. */
public final class LocalImage {

  private final Listed listed;

  LocalImage(Listed listed) {
    this.listed = listed;
  }

  /** Returns its path as listed. */
  public String id() {
    return listed.id();
  }

  /** Returns the class it belongs to. */
  public String className() {
    return listed.className();
  }

  /** Returns the split it belongs to, as written. */
  public String split() {
    return listed.split().written();
  }

  /** Returns further facts in the listing. */
  public Map<String, String> attributes() {
    return listed.attributes();
  }

  Place place() {
    return listed.place();
  }
}
