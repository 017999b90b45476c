/* SPDX-License-Identifier: Apache-2.0 */
/** Networks as ONNX models, for programs that know nothing of this project. */
@NullMarked
package org.anchorage.worker.onnx;

import org.jspecify.annotations.NullMarked;
