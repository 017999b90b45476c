/* SPDX-License-Identifier: Apache-2.0 */
/** From encoded images to the pixels that a network sees. */
@NullMarked
package org.anchorage.worker.image;

import org.jspecify.annotations.NullMarked;
