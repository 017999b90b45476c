/* SPDX-License-Identifier: Apache-2.0 */
/** Mining a run from its checkpoints, once or beside its training. */
@NullMarked
package org.anchorage.driver.follow;

import org.jspecify.annotations.NullMarked;
