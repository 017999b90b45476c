/* SPDX-License-Identifier: Apache-2.0 */
/** Vectors stored with their ids, and an index that is asked for the nearest items. */
@NullMarked
package org.anchorage.driver.index;

import org.jspecify.annotations.NullMarked;
