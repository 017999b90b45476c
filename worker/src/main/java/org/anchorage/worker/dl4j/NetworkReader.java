/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads one file of a network, as {@link ModelSerializer} does, with two differences. It knows the
 * names that this project's layers had in earlier versions. And a damaged file cannot ask for more
 * memory than its network needs: the length of every part is checked before the part is read.
 *
 * <p>For one file and one thread.
 */
final class NetworkReader {

  /** Bytes of the longest configuration that is read; that of a hundred layers has 0.2 MB. */
  static final int MOST_JSON = 16 << 20;

  /** Moments that an optimiser of DL4J's keeps for each parameter, at most. */
  private static final int MOST_MOMENTS = 3;

  /** ND4J describes a shape of r dimensions by 2 r + 4 numbers; r is 32 at most. */
  private static final long MOST_SHAPE = 2 * 32 + 4;

  /** Bytes in front of an array's values, at most: three times two words, and the shape. */
  private static final int MOST_HEADER = 2048;

  private final boolean trains;
  private @Nullable ComputationGraphConfiguration configuration;
  private @Nullable INDArray parameters;
  private @Nullable INDArray moments;

  private NetworkReader(boolean trains) {
    this.trains = trains;
  }

  /** Reads the optimiser's moments, too. */
  static NetworkReader toTrain() {
    return new NetworkReader(true);
  }

  /** Reads no moments, which are two thirds of a file of Adam's; they are then zeros. */
  static NetworkReader toEmbed() {
    return new NetworkReader(false);
  }

  /**
   * Reads the network; the stream stays open.
   *
   * @throws IOException if the stream cannot be read, or ends too early
   * @throws RuntimeException if it holds no network; the message says what is wrong
   */
  ComputationGraph read(InputStream in) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    // What follows the parameters is not read if it is not needed.
    for (ZipEntry entry = zip.getNextEntry();
        entry != null;
        entry = trains || parameters == null ? zip.getNextEntry() : null) {
      switch (entry.getName()) {
        case ModelSerializer.CONFIGURATION_JSON -> configuration = configuration(zip);
        case ModelSerializer.COEFFICIENTS_BIN -> parameters = array(zip, entry.getName(), 1);
        case ModelSerializer.UPDATER_BIN -> {
          if (trains) {
            moments = array(zip, entry.getName(), MOST_MOMENTS);
          }
        }
        default -> {
          // DL4J's files may hold more, e.g. the normalisation of inputs; ours do not.
        }
      }
    }
    ComputationGraph network = new ComputationGraph(known());
    if (parameters == null) {
      throw new IllegalStateException("it has no " + ModelSerializer.COEFFICIENTS_BIN);
    }
    network.init(parameters, false /* do not copy */);
    if (moments != null) {
      network.getUpdater().setStateViewArray(moments);
    }
    return network;
  }

  private static ComputationGraphConfiguration configuration(InputStream in) throws IOException {
    byte[] json = in.readNBytes(MOST_JSON + 1);
    if (json.length > MOST_JSON) {
      throw new IllegalStateException(
          ModelSerializer.CONFIGURATION_JSON + " has more than " + MOST_JSON + " bytes");
    }
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(
            LayerNames.current(new String(json, StandardCharsets.UTF_8)));
    if (read.getNetworkInputs() == null || read.getVertices() == null) {
      throw new IllegalStateException(
          ModelSerializer.CONFIGURATION_JSON + " describes no graph of layers");
    }
    return read;
  }

  private ComputationGraphConfiguration known() {
    if (configuration == null) {
      throw new IllegalStateException(
          "it has no " + ModelSerializer.CONFIGURATION_JSON + ", or has it behind the parameters");
    }
    return configuration;
  }

  /**
   * Reads an array of {@code each} values per parameter of the network, or fewer: some optimisers
   * keep no moments of some parameters.
   */
  private INDArray array(InputStream in, String name, int each) throws IOException {
    long most = each * parameterCount(known());
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(MOST_HEADER);
    long length = length(new DataInputStream(buffered), name);
    if (length < 0 || length > most) {
      throw new IllegalStateException(
          name + " says that it holds " + length + " values; its network has " + most);
    }
    buffered.reset();
    try {
      INDArray read = Nd4j.read(buffered);
      // ND4J believes the shape, and would read behind the end of fewer values.
      if (read.length() != length) {
        throw new IllegalStateException(
            name + " has a shape of " + read.length() + " values and holds " + length);
      }
      return read;
    } catch (RuntimeException e) {
      throw causedByIo(e);
    }
  }

  /** Throws the stream's failure if ND4J has wrapped one; returns any other exception. */
  private static RuntimeException causedByIo(RuntimeException thrown) throws IOException {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        throw io;
      }
    }
    return thrown;
  }

  /** Reads the header in front of an array's values, and returns the number of values. */
  private static long length(DataInputStream header, String name) throws IOException {
    header.readUTF();
    long shape = header.readLong();
    if (shape < 0 || shape > MOST_SHAPE) {
      throw new IllegalStateException(
          name + " says that its shape is described by " + shape + " numbers");
    }
    header.readUTF();
    header.skipNBytes(shape * Long.BYTES);
    header.readUTF();
    return header.readLong();
  }

  private static long parameterCount(ComputationGraphConfiguration configuration) {
    return configuration.getVertices().values().stream()
        .mapToLong((GraphVertex vertex) -> vertex.numParams(true))
        .sum();
  }
}
