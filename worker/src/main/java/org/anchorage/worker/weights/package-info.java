/* SPDX-License-Identifier: Apache-2.0 */
/** Weight files: tensors by name, in the formats that people have, and safetensors to give away. */
@NullMarked
package org.anchorage.worker.weights;

import org.jspecify.annotations.NullMarked;
