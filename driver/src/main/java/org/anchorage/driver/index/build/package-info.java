/* SPDX-License-Identifier: Apache-2.0 */
/** How Spark builds an index: a task makes a shard of consecutive vectors with their items. */
@NullMarked
package org.anchorage.driver.index.build;

import org.jspecify.annotations.NullMarked;
