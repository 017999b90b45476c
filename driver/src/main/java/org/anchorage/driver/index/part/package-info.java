/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The parts that an index consists of, behind one face, and one that lies in memory. A snapshot is
 * the parts that are searched together.
 */
@NullMarked
package org.anchorage.driver.index.part;

import org.jspecify.annotations.NullMarked;
