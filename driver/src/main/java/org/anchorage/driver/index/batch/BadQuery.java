/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import org.anchorage.driver.imports.Bad;

/**
 * A query that was not answered.
 *
 * @param query its name
 * @param reason to count by: that of a bad image ({@link Bad.Reason}), or {@code refused}
 * @param detail the reason in words
 */
public record BadQuery(String query, String reason, String detail) {

  static BadQuery of(BatchQuery query, Bad bad) {
    return new BadQuery(query.name(), bad.reason().written(), bad.detail());
  }

  static BadQuery refused(BatchQuery query, String detail) {
    return new BadQuery(query.name(), "refused", detail);
  }
}
