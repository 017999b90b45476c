/* SPDX-License-Identifier: Apache-2.0 */
/** Vectors stored with their items. Spark writes them. Reading them into memory needs no Spark. */
@NullMarked
package org.anchorage.driver.index.vectors;

import org.jspecify.annotations.NullMarked;
