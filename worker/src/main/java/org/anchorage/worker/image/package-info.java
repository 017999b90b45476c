/* SPDX-License-Identifier: Apache-2.0 */
/** Images in and out of arrays: decoding to uint8 pixels, and augmentation. */
@NullMarked
package org.anchorage.worker.image;

import org.jspecify.annotations.NullMarked;
