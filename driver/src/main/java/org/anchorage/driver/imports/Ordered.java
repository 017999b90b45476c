/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;

/**
 * An entry and its place in the listing.
 *
 * @param order place; it does not depend on which tasks run where
 * @param entry what was found
 */
record Ordered(long order, Entry entry) implements Serializable {}
