/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Forward passes of a network by oneDNN's primitives: batch normalisation and sums are part of the
 * convolutions, and maps keep the layout that these read fastest.
 */
@NullMarked
package org.anchorage.worker.onednn;

import org.jspecify.annotations.NullMarked;
