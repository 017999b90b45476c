/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How an index changes: its log of additions and deletions, the one writer, compaction into the
 * next generation, verification, and merging.
 */
@NullMarked
package org.anchorage.driver.index.log;

import org.jspecify.annotations.NullMarked;
