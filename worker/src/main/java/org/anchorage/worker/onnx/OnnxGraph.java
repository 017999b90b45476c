/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/** Collects the operators and constants of a model. Not thread-safe. */
final class OnnxGraph {

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> rows = new HashSet<>();

  /** Lets a layer's result be known by another value's name. */
  void alias(String layer, String value) {
    values.put(layer, value);
  }

  /** Returns the value that holds a layer's result. */
  String value(String layer) {
    return values.getOrDefault(layer, layer);
  }

  /** Says that a layer's result is rows N x D and no images. */
  void makesRows(String layer) {
    rows.add(layer);
  }

  /** Returns whether a layer's result is rows. */
  boolean isRows(String layer) {
    return rows.contains(layer);
  }

  /** Adds an operator with one result, and returns the result's name. */
  String add(String operator, String result, String... inputs) {
    return add(Onnx.NodeProto.newBuilder().setOpType(operator), result, inputs);
  }

  /** Adds an operator that has attributes. */
  String add(Onnx.NodeProto.Builder operator, String result, String... inputs) {
    graph.addNode(operator.setName(result).addAllInput(List.of(inputs)).addOutput(result));
    return result;
  }

  /** Adds a constant of floats, and returns its name. */
  String floats(String name, float[] numbers, int... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return constant(name, Onnx.TensorProto.DataType.FLOAT_VALUE, bytes, shape);
  }

  /** Adds a constant of whole numbers in one dimension, and returns its name. */
  String wholes(String name, long... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(numbers);
    return constant(name, Onnx.TensorProto.DataType.INT64_VALUE, bytes, numbers.length);
  }

  private String constant(String name, int type, ByteBuffer bytes, int... shape) {
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(ByteString.copyFrom(bytes));
    for (int side : shape) {
      tensor.addDims(side);
    }
    graph.addInitializer(tensor);
    return name;
  }

  Onnx.GraphProto.Builder built(String name) {
    return graph.setName(name);
  }

  static Onnx.AttributeProto whole(String name, long number) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.INT)
        .setI(number)
        .build();
  }

  static Onnx.AttributeProto number(String name, double number) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.FLOAT)
        .setF((float) number)
        .build();
  }

  static Onnx.AttributeProto wholeList(String name, long... numbers) {
    Onnx.AttributeProto.Builder attribute =
        Onnx.AttributeProto.newBuilder()
            .setName(name)
            .setType(Onnx.AttributeProto.AttributeType.INTS);
    for (long each : numbers) {
      attribute.addInts(each);
    }
    return attribute.build();
  }

  /** Describes a float tensor N x ...; without sides it is N x D with an unnamed D. */
  static Onnx.ValueInfoProto tensor(String name, List<Integer> sides) {
    Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
    shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    for (int side : sides) {
      shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(side));
    }
    if (sides.isEmpty()) {
      shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam("D"));
    }
    Onnx.TypeProto.Tensor.Builder type =
        Onnx.TypeProto.Tensor.newBuilder()
            .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
            .setShape(shape);
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(Onnx.TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
