/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Drawn characters: a corpus that the program makes itself, of as many classes as are asked for.
 */
@NullMarked
package org.anchorage.worker.strokes;

import org.jspecify.annotations.NullMarked;
