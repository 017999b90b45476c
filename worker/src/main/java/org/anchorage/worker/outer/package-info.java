/* SPDX-License-Identifier: Apache-2.0 */
/** The outer step of a round, which the driver takes from the workers' mean. */
@NullMarked
package org.anchorage.worker.outer;

import org.jspecify.annotations.NullMarked;
