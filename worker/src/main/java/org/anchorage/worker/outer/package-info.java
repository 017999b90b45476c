/* SPDX-License-Identifier: Apache-2.0 */
/** The outer step of a round: what the driver makes of the workers' mean. */
@NullMarked
package org.anchorage.worker.outer;

import org.jspecify.annotations.NullMarked;
