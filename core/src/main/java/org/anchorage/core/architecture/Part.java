/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

/** What a layer is for. Parts can be learnt at rates of their own, frozen, or read from a file. */
public enum Part {
  /** Turns an image into features; a pretrained network supplies it. */
  BACKBONE,
  /** Turns features into the embedding; new for each task. */
  HEAD,
  /** Parameters of the loss: proxies, class weights and single numbers. Not used to embed. */
  LOSS
}
