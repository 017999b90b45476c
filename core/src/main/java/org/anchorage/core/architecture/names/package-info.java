/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The names, shapes and orders that frameworks give to the weights of a backbone, and which
 * backbone the tensors of a file fit. All of it is data: no file is read here.
 */
@NullMarked
package org.anchorage.core.architecture.names;

import org.jspecify.annotations.NullMarked;
