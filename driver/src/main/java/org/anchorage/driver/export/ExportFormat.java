/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.export;

/** What a network is exported as. */
public enum ExportFormat {
  /** A file of DL4J's own format and layers: images N x C x H x W as the network reads them. */
  DL4J("network.zip"),

  /** The tensors of a backbone and its head, with a framework's names. */
  SAFETENSORS("network.safetensors"),

  /** A model of operator set 17: images N x C x H x W in RGB from 0 to 1. */
  ONNX("network.onnx");

  private final String file;

  ExportFormat(String file) {
    this.file = file;
  }

  /** Returns the name of the network's file. */
  public String file() {
    return file;
  }
}
