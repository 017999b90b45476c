/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Layers for DL4J that call ND4J's native operations directly, images channels last (NHWC), each in
 * one forward and one backward pass.
 */
@NullMarked
package org.anchorage.worker.dl4j.layer;

import org.jspecify.annotations.NullMarked;
