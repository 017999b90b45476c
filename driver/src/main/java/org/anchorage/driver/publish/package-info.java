/* SPDX-License-Identifier: Apache-2.0 */
/** Vectors for others: stored with their ids, as an index that can be asked, and the answers. */
@NullMarked
package org.anchorage.driver.publish;

import org.jspecify.annotations.NullMarked;
