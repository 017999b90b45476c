/* SPDX-License-Identifier: Apache-2.0 */
/** Which GPUs there are, and which one a JVM sees. */
@NullMarked
package org.anchorage.worker.gpu;

import org.jspecify.annotations.NullMarked;
