/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Networks as files in DL4J's own format, which {@link ModelSerializer} opens too. They are written
 * without compression: parameters hardly shrink, and deflating them would take longer than a round
 * of training. The ranking loss is not part of the file; {@link Encoders#attach} gives one to train
 * on.
 *
 * <p>Stateless and thread-safe; a network must not train while it is written.
 */
public final class NetworkFile {

  /** Floats that are turned to bytes at a time. */
  private static final int CHUNK = 1 << 16;

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

  /**
   * Writes the same bytes as {@code Nd4j.write}, which is slow because it goes float by float: a
   * header of the shape, a header of the data, and the floats, big-endian.
   */
  private static void array(ZipOutputStream zip, String name, INDArray values) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    DataOutputStream data = new DataOutputStream(zip);
    values.shapeInfoDataBuffer().write(data);
    data.writeUTF(values.data().allocationMode().name());
    data.writeLong(values.length());
    data.writeUTF(values.dataType().name());
    float[] floats = HostCopy.read(values);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.BIG_ENDIAN);
    for (int from = 0; from < floats.length; from += CHUNK) {
      int count = Math.min(CHUNK, floats.length - from);
      chunk.asFloatBuffer().put(floats, from, count);
      data.write(chunk.array(), 0, count * Float.BYTES);
    }
    data.flush();
  }

  /**
   * Reads a network with its optimiser's moments. Files of earlier versions can be read too. The
   * stream stays open.
   *
   * @throws IOException if the stream does not hold a network
   */
  public static ComputationGraph read(InputStream in) throws IOException {
    return read(NetworkReader.toTrain(), in);
  }

  /**
   * Reads a network without its optimiser's moments, which takes a third of the time. The stream
   * stays open.
   *
   * @throws IOException if the stream does not hold a network
   */
  static ComputationGraph readToEmbed(InputStream in) throws IOException {
    return read(NetworkReader.toEmbed(), in);
  }

  private static ComputationGraph read(NetworkReader reader, InputStream in) throws IOException {
    try {
      return reader.read(in);
    } catch (EOFException e) {
      throw new IOException("The file of the network ends too early", e);
    } catch (ZipException | RuntimeException e) {
      // A RuntimeException, ours or DL4J's, is about the content; other IOExceptions are the
      // disk's.
      throw new IOException("The file holds no network in DL4J's format: " + e.getMessage(), e);
    }
  }
}
