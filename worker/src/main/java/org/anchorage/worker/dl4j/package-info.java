/* SPDX-License-Identifier: Apache-2.0 */
/** Encoders: networks that map images to embeddings. */
@NullMarked
package org.anchorage.worker.dl4j;

import org.jspecify.annotations.NullMarked;
