/* SPDX-License-Identifier: Apache-2.0 */
/** t-SNE: vectors as points in the plane, near ones near. For pictures. */
@NullMarked
package org.anchorage.mining.tsne;

import org.jspecify.annotations.NullMarked;
