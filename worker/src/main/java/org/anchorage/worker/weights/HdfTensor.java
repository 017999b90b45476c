/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A data set of an HDF5 file: its size is checked before the library makes room for it. */
record HdfTensor(TensorEntry entry, Dataset dataset) {

  /** Deflate makes no more of a byte. */
  private static final long MOST_OF_A_BYTE = 1032;

  private static final int HALF_EXPONENT = 5;
  private static final Set<String> FILTERS = Set.of("deflate", "shuffle", "fletcher32");

  static HdfTensor of(String name, Dataset dataset, long fileBytes) throws WeightFileException {
    List<Long> shape = new ArrayList<>();
    for (int side : dataset.getDimensions()) {
      shape.add((long) side);
    }
    TensorEntry entry = TensorEntry.claimed(name, type(name, dataset.getDataType()), shape);
    long most = fileBytes;
    if (dataset instanceof ChunkedDataset chunked) {
      most *= MOST_OF_A_BYTE;
      List<Long> chunk = new ArrayList<>();
      for (int side : chunked.getChunkDimensions()) {
        chunk.add((long) side);
      }
      checkSize(TensorEntry.claimed("a chunk of " + name, entry.type(), chunk), most);
    }
    checkSize(entry, most);
    return new HdfTensor(entry, dataset);
  }

  private static void checkSize(TensorEntry entry, long most) throws WeightFileException {
    if (entry.bytes() > most) {
      throw WeightFileException.damaged(
          "claims that "
              + entry.name()
              + " has "
              + entry.bytes()
              + " bytes, and the file can hold "
              + most);
    }
  }

  private static ElementType type(String name, DataType type) throws WeightFileException {
    int bytes = type.getSize();
    if (type instanceof FloatingPoint floating) {
      switch (bytes) {
        case Double.BYTES -> {
          return ElementType.F64;
        }
        case Float.BYTES -> {
          return ElementType.F32;
        }
        case Short.BYTES -> {
          if (floating.getExponentSize() == HALF_EXPONENT) {
            return ElementType.F16;
          }
        }
        default -> {}
      }
    }
    if (type instanceof FixedPoint fixed) {
      String named = (fixed.isSigned() ? "I" : "U") + bytes * Byte.SIZE;
      for (ElementType known : ElementType.values()) {
        if (known.name().equals(named)) {
          return known;
        }
      }
    }
    throw new WeightFileException(
        "has tensor "
            + name
            + " of "
            + bytes
            + "-byte elements of HDF5's class "
            + type.getDataClass()
            + ", which are no weights; save it as float32");
  }

  float[] values() throws WeightFileException {
    if (entry.elements() == 0) {
      return new float[0];
    }
    for (PipelineFilterWithData filter : dataset.getFilters()) {
      String name = filter.getName();
      if (!FILTERS.contains(name)) {
        throw new WeightFileException(
            "has tensor "
                + entry.name()
                + " under the filter "
                + name
                + "; write it with gzip or without compression");
      }
    }
    Object data = dataset.getDataFlat();
    if (data instanceof float[] floats && floats.length == entry.elements()) {
      return floats;
    }
    if (data instanceof double[] doubles && doubles.length == entry.elements()) {
      float[] rounded = new float[doubles.length];
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = (float) doubles[i];
      }
      return rounded;
    }
    if (data instanceof Number scalar && entry.elements() == 1) {
      return new float[] {scalar.floatValue()};
    }
    throw WeightFileException.damaged("has no values for tensor " + entry.name());
  }
}
