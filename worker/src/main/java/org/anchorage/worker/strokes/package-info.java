/* SPDX-License-Identifier: Apache-2.0 */
/** Drawn characters: a corpus that the program makes itself, with any number of classes. */
@NullMarked
package org.anchorage.worker.strokes;

import org.jspecify.annotations.NullMarked;
