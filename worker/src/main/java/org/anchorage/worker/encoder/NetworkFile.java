/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Networks as files in DL4J's own format, which {@link ModelSerializer} opens too. Written without
 * compression: parameters hardly shrink, and deflating them would take longer than a round of
 * training. The ranking loss is not part of the file; {@link Encoders#attach} gives one to train
 * on.
 *
 * <p>Stateless and thread-safe; a network must not train while it is written.
 */
public final class NetworkFile {

  private NetworkFile() {}

  /**
   * Writes a network, its parameters and its optimiser's moments. The stream stays open.
   *
   * @throws IOException if the stream cannot be written
   */
  public static void write(ComputationGraph network, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.NO_COMPRESSION);
    zip.putNextEntry(new ZipEntry(ModelSerializer.CONFIGURATION_JSON));
    zip.write(network.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
    array(zip, ModelSerializer.COEFFICIENTS_BIN, network.params());
    INDArray moments = network.getUpdater().getUpdaterStateViewArray();
    if (moments != null && moments.length() > 0) {
      array(zip, ModelSerializer.UPDATER_BIN, moments);
    }
    zip.finish();
  }

  private static void array(ZipOutputStream zip, String name, INDArray values) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    DataOutputStream data = new DataOutputStream(zip);
    Nd4j.write(values, data);
    data.flush();
  }

  /**
   * Reads a network with its optimiser's moments.
   *
   * @throws IOException if the stream does not hold one
   */
  public static ComputationGraph read(InputStream in) throws IOException {
    return ModelSerializer.restoreComputationGraph(in, true /* moments too */);
  }
}
