/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.progress;

/** Progress that nobody looks at. */
public final class Silent implements Progress {

  @Override
  public void step(long done) {}

  @Override
  public void note(String note) {}

  @Override
  public void close() {}
}
