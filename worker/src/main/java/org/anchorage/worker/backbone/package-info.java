/* SPDX-License-Identifier: Apache-2.0 */
/** Weights of files as parameters of a network, and parameters as tensors for other programs. */
@NullMarked
package org.anchorage.worker.backbone;

import org.jspecify.annotations.NullMarked;
