/* SPDX-License-Identifier: Apache-2.0 */
/** The mining job: what the embedding confuses, found offline and written as a versioned table. */
@NullMarked
package org.anchorage.driver.mine;

import org.jspecify.annotations.NullMarked;
