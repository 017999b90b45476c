/* SPDX-License-Identifier: Apache-2.0 */
/** Exports mined tables as triplets, n-tuples or labelled pairs, for other programs that train. */
@NullMarked
package org.anchorage.driver.tuples;

import org.jspecify.annotations.NullMarked;
